import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

describe.skipIf(!hasChromium)('sweeps of one setting in the page (skipped without Chromium)', () => {
  const run = aPackedRun();
  const { open } = pageFromDisk(async () => renderHtml((await run).results));
  const HEADING = 'by-length: prompt.code_points $gt';

  it('say every value on both parts where they are pointed at, mark the chosen one, and hand values out', async () => {
    const { results } = await run;
    const [sweep] = results.settingSweeps;
    const chosen = sweep?.points.find(({ value }) => value === sweep.chosen);
    const { page, messages } = await open();
    const block = page.locator('.setting-sweep');
    await block.scrollIntoViewIfNeeded();
    await block.locator('.live-chart svg').waitFor();
    // Quality above, cost below: a diamond on validation and a square on test in either.
    const squares = block.locator('.live-chart path[fill="var(--strategy)"]');
    expect(await squares.count()).toBe(2);
    await squares.first().hover();
    const tip = page.locator('.tooltip');
    await tip.waitFor();
    expect(await tip.innerText()).toBe(
      `prompt.code_points: { $gt: ${sweep?.chosen} } ★\ntest: quality ${chosen?.reported.quality?.toFixed(3)}\ncost per 1,000 queries, USD $${((chosen?.reported.cost ?? 0) * 1000).toPrecision(3)}`,
    );
    await block.getByText(`${HEADING}, as a table`).click();
    const table = block.getByRole('region', { name: 'by-length over prompt.code_points $gt' }).getByRole('table');
    expect(await table.locator('tr.chosen th').innerText()).toContain(`${sweep?.chosen} ★`);
    const other = sweep?.points.find(({ tried, value }) => tried && value !== sweep.chosen)?.value;
    expect(await table.getByRole('rowheader', { name: `${other} ○` }).count()).toBe(1);
    await block.getByRole('button', { name: 'Save chart' }).click();
    const csv = await downloaded(page, () => page.getByRole('button', { name: 'Numbers, CSV' }).click());
    expect(csv.text.split('\r\n')[0]).toBe(
      'prompt.code_points $gt,holds for,"quality, validation","$/1k queries, validation","quality, test","$/1k queries, test"',
    );
    expect(csv.text).not.toContain('Copy');
    let asked = '';
    page.on('dialog', (dialog) => {
      asked = dialog.defaultValue();
      void dialog.dismiss();
    });
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await table.getByRole('button', { name: `Copy prompt.code_points: { $gt: ${sweep?.chosen} }` }).click();
    expect(asked).toBe(`prompt.code_points: { $gt: ${sweep?.chosen} }`);
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('are accessible in %s on a narrow screen', async (colorScheme) => {
    const { page } = await open({ colorScheme, viewport: { width: 400, height: 800 } });
    await page.getByText(`${HEADING}, as a table`).click();
    await expectAccessible(page);
  });

  it('are a drawing and a table without JavaScript, and said of the sweeps between two models', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await page.getByRole('img', { name: /^Quality and cost of by-length over/ }).count()).toBe(1);
    await page.getByText(`${HEADING}, as a table`).click();
    expect(await page.getByRole('columnheader', { name: 'quality, validation', exact: true }).isVisible()).toBe(true);
    await page.getByText('The curves as a table').click();
    expect(await page.getByRole('columnheader', { name: 'prompt length: score from' }).isVisible()).toBe(true);
    expect(await page.getByRole('columnheader', { name: 'prompt length: quality, validation' }).isVisible()).toBe(true);
  });
});
