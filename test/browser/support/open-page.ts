import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { CHROMIUM } from '../../support/chromium.js';

/** A page that is open, with everything it asked for and said. */
export interface OpenedPage {
  readonly page: Page;
  /** Addresses asked for; the file itself is the first. */
  readonly requests: string[];
  /** Messages and errors, breaches of the page's policy among them. */
  readonly messages: string[];
}

export interface OpenOptions extends NonNullable<Parameters<Browser['newContext']>[0]> {
  /** The page's address after its file, e.g. `#scale=linear`. */
  readonly hash?: string;
}

/** Debian's Chromium, with nothing of its own to fetch. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/**
 * One browser for a test file, and a page in it from disk. Call it inside a `describe.skipIf(!hasChromium)`.
 *
 * @param html the page, made once
 * @returns what opens it; resolves once its script has started everything
 */
export function pageFromDisk(html: () => Promise<string>): {
  readonly url: URL;
  open(options?: OpenOptions): Promise<OpenedPage>;
} {
  const url = pathToFileURL(join(mkdtempSync(join(tmpdir(), 'routelab-page-')), 'report.html'));
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(url, await html());
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  // Pages that stay open go on working.
  const opened: BrowserContext[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((context) => context.close())).then(() => undefined));
  return {
    url,
    async open({ hash = '', ...options } = {}) {
      const context = await browser.newContext({ offline: true, reducedMotion: 'reduce', ...options });
      opened.push(context);
      const page = await context.newPage();
      const requests: string[] = [];
      const messages: string[] = [];
      page.on('request', (request) => requests.push(request.url().slice(0, 300)));
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(String(error)));
      await page.goto(url.href + hash);
      if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]');
      return { page, requests, messages };
    },
  };
}

/** Expects that the page as it is now breaks none of axe's rules. */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  // What is out of sight is not laid out, and axe would pass it over.
  await page.evaluate(
    "document.querySelectorAll('main > section').forEach((section) => { section.style.contentVisibility = 'visible'; })",
  );
  await page.evaluate(`${readFileSync(axe, 'utf8')};0`);
  // Of what passes only the rules are wanted: to name each element of it takes axe longer than to look.
  const found = (await page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations, passes }) => ({
    violations: violations.map(({ id, nodes }) => id + ': ' + nodes[0]?.html.slice(0, 200)),
    passes: passes.length,
  }))`)) as { violations: string[]; passes: number };
  expect(found.violations).toEqual([]);
  expect(found.passes).toBeGreaterThan(15);
}

/** Text of a file that a press in the page hands to the reader. */
export async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}
