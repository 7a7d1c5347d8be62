import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import type { PackHeader } from '../src/report/pack/pack-header.js';
import { makeWorkspace } from './make-workspace.js';

// The report page of 10,000 queries × 10 strategies (5 models, answers of some 500 characters): its size, and how long a
// browser takes to paint it beside an empty page, and to take differences against another row. npm run bench:report
// With another number of queries, or of pages that exist: npm run bench:report 50000; npm run bench:report <page.html> …
const PAGES = process.argv.slice(2).filter((argument) => argument.endsWith('.html'));
const QUERIES = Number(process.argv[2] ?? 10_000);
const STRATEGIES = 10;
const MODELS = 5;
const TURNS = 5;

const dir = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
try {
  if (PAGES.length === 0) await prepare();
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    for (const page of PAGES.length === 0 ? [join(dir, 'reports/latest/report.html')] : PAGES) {
      tellSizes(page);
      await tellTimes(browser, page);
    }
  } finally {
    await browser.close();
  }
} finally {
  rmSync(dir, { recursive: true });
}

/** A workspace without a split, so that every query is reported, and its report. */
async function prepare(): Promise<void> {
  await makeWorkspace(dir, QUERIES, MODELS, 1, 80);
  for (const name of ['length', 'words', 'tier']) rmSync(join(dir, `strategies/${name}.yaml`));
  for (let index = 0; index < STRATEGIES; index++) {
    const when = `{ prompt.tokens: { $gt: ${20 + 10 * index} } }`;
    const rules = `      - { when: ${when}, use: lab/m${MODELS - 1} }\n      - use: lab/m${index % (MODELS - 1)}\n`;
    writeFileSync(
      join(dir, `strategies/over-${index}.yaml`),
      `name: over-${index}\nkind: static\npipeline:\n  - rules:\n${rules}`,
    );
  }
  const experiment = join(dir, 'routelab.yaml');
  writeFileSync(experiment, readFileSync(experiment, 'utf8').replace(/split: .*/, 'split: none'));
  const run = spawnSync(process.execPath, [resolve('dist/cli/main.js'), 'run', '--quiet'], { cwd: dir, encoding: 'utf8' });
  if (run.status !== 0 && run.status !== 3) throw new Error(`run ended with ${run.status}: ${run.stderr}`);
}

function tellSizes(page: string): void {
  const head = /<script type="application\/json" id="page-head">(.*?)<\/script>/.exec(readFileSync(page, 'utf8'))?.[1] ?? '{}';
  const { texts, blocks, rows, models, queries } = (JSON.parse(head) as { pack: PackHeader }).pack;
  const sum = (prefix: string): string =>
    megabytes(blocks.filter(({ name }) => name.startsWith(prefix)).reduce((total, { bytes }) => total + (4 / 3) * bytes, 0));
  process.stdout.write(
    `page             ${megabytes(statSync(page).size)}: ${queries} queries, ${rows.length} rows, ${models.length} models\n`,
  );
  process.stdout.write(`  columns        ${sum('columns')}\n  ids            ${sum('ids')}\n`);
  process.stdout.write(
    `  texts          ${sum('texts')}: ${texts.queries} queries${texts.reason === null ? '' : ` (${texts.reason})`}\n`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

async function tellTimes(browser: Browser, page: string): Promise<void> {
  const empty = join(dir, 'empty.html');
  writeFileSync(empty, '<!doctype html><html lang="en"><title>empty</title><p>empty</p></html>');
  const paints: Record<'page' | 'empty', number[]> = { page: [], empty: [] };
  const times: Record<'ready' | 'values' | 'intervals' | 'longest', number[]> = {
    ready: [],
    values: [],
    intervals: [],
    longest: [],
  };
  // In turns, so that what else the machine does falls on both.
  for (let turn = 0; turn < TURNS; turn++) {
    paints.empty.push((await opened(browser, empty)).paintMs);
    const full = await opened(browser, page);
    paints.page.push(full.paintMs);
    times.ready.push(full.readyMs);
    times.values.push(full.valuesMs);
    times.intervals.push(full.intervalsMs);
    times.longest.push(full.longestMs);
  }
  process.stdout.write(
    `first paint      ${median(paints.page)} ms; an empty page ${median(paints.empty)} ms; ratio ${(median(paints.page) / median(paints.empty)).toFixed(2)}\n`,
  );
  process.stdout.write(
    `ready            ${median(times.ready)} ms\nother baseline   values after ${median(times.values)} ms, intervals after ${median(times.intervals)} ms; longest task ${median(times.longest)} ms\n`,
  );
}

/** What is measured of one opening, in milliseconds; all but the paint are of a report, and 0 for another page. */
interface Opening {
  readonly paintMs: number;
  readonly readyMs: number;
  /** From choosing another baseline to its values, and to the last interval, and the longest task in between. */
  readonly valuesMs: number;
  readonly intervalsMs: number;
  readonly longestMs: number;
}

/** Opens a file in a browser of its own memory: times from the start of its navigation. */
async function opened(browser: Browser, file: string): Promise<Opening> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1400, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    const paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";
    let paintMs = (await page.evaluate(paint)) as number | null;
    for (; paintMs === null; paintMs = (await page.evaluate(paint)) as number | null) await page.waitForTimeout(5);
    if ((await page.locator('table.comparison').count()) === 0)
      return { paintMs, readyMs: 0, valuesMs: 0, intervalsMs: 0, longestMs: 0 };
    await page.locator('html[data-ready]').waitFor();
    const now = async (): Promise<number> => (await page.evaluate('performance.now()')) as number;
    const readyMs = await now();
    await page.evaluate(
      "globalThis.longestMs = 0; new PerformanceObserver((seen) => { for (const { duration } of seen.getEntries()) longestMs = Math.max(longestMs, duration); }).observe({ entryTypes: ['longtask'] })",
    );
    const told = page.locator('th[data-column=difference]');
    const before = await told.textContent();
    const other = await page.getByLabel('Baseline').locator('option:not(:checked)').first().getAttribute('value');
    const from = await now();
    await page.getByLabel('Baseline').selectOption(other);
    while ((await told.textContent()) === before) await page.waitForTimeout(5);
    const valuesMs = (await now()) - from;
    while ((await page.locator('table.comparison[aria-busy]').count()) > 0) await page.waitForTimeout(5);
    const intervalsMs = (await now()) - from;
    return { paintMs, readyMs, valuesMs, intervalsMs, longestMs: (await page.evaluate('longestMs')) as number };
  } finally {
    await context.close();
  }
}

function median(values: readonly number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number);
}
