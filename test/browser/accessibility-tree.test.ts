import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { pageFromDisk } from './support/open-page.js';

/** What a reader operates or is led by: without a name nobody can tell what it is. */
const NAMED = new Set(
  'button link checkbox radio textbox searchbox combobox slider spinbutton tab menuitem option dialog img region navigation grid'.split(
    ' ',
  ),
);

interface Node {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

/** Chromium's accessibility tree: what assistive technology is told of the page as it is now, out of sight or not. */
async function treeOf(page: Page): Promise<{ readonly role: string; readonly name: string }[]> {
  await page.evaluate(
    "document.querySelectorAll('main > section').forEach((section) => { section.style.contentVisibility = 'visible'; })",
  );
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: readonly Node[] };
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: role?.value ?? '', name: name?.value.trim() ?? '' }));
}

describe.skipIf(!hasChromium)(
  'the page as assistive technology is told of it (skipped without Chromium)',
  { timeout: 60_000 },
  () => {
    const run = aPackedRun();
    const { open } = pageFromDisk(async () => {
      const { results, pack } = await run;
      return renderHtml(results, {}, pack);
    });

    it.each(['as it comes', 'with a query open'])('has a name for everything that is operated or looked at, %s', async (how) => {
      const { bench } = (await run).output;
      const query = bench.dataset.queries.ids.get(bench.rowsIn('test')[0] as number);
      const opened = how === 'with a query open';
      const { page } = await open({ hash: opened ? `#query=${query}` : '' });
      if (opened) await page.getByRole('dialog').getByRole('article').first().waitFor();
      const named = (await treeOf(page)).filter(({ role }) => NAMED.has(role));
      expect(named.length).toBeGreaterThan(opened ? 10 : 100);
      expect(named.filter(({ name }) => name === '')).toEqual([]);
    });

    it.each([true, false])(
      'leads from every chart to the table that holds its numbers, with JavaScript: %s',
      async (javaScriptEnabled) => {
        const { page } = await open({ javaScriptEnabled });
        if (javaScriptEnabled) await page.emulateMedia({ media: 'print' });
        const charts = page.locator('figure svg[role=img]');
        const drawn = () => page.locator('.live-chart svg').count();
        // Printing draws every chart of the page's own.
        if (javaScriptEnabled) {
          await page.evaluate("dispatchEvent(new Event('beforeprint'))");
          await expect.poll(drawn, { timeout: 20_000 }).toBeGreaterThan(6);
        }
        const all = await charts.evaluateAll((found) =>
          found.map((chart) => ({
            name: chart.getAttribute('aria-label') ?? '',
            table:
              chart.ownerDocument.getElementById(chart.getAttribute('aria-details') ?? '')?.querySelector('table tbody tr') !=
              null,
          })),
        );
        expect(all.length).toBeGreaterThan(5);
        expect(all.filter(({ name, table }) => name === '' || !table)).toEqual([]);
      },
    );
  },
);
