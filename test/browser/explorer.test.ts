import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { pairedCounts } from '../../src/metric/estimate/paired-counts.js';
import { renderHtml } from '../../src/report/html.js';
import { queryColumns } from '../../src/report/pack/query-columns.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

const BIDI = '\u202e';
const HOSTILE = `</script><img src=x onerror="window.hacked=1">${BIDI}evil\ud800`;
const LONG = `${'long '.repeat(2_000)}end`;

const run = aPackedRun({
  size: 600,
  promptOf: (i) => (i % 10 === 3 ? HOSTILE + i : `prompt ${i} ${'x'.repeat(i % 40)} ${i % 100 === 5 ? 'needle' : ''}`),
  answerOf: (i, model) => {
    if (i % 10 === 3) return { text: `${HOSTILE}\n${HOSTILE}` };
    if (i % 10 === 5) return { text: LONG };
    return i % 2 === 0 && model === 0 ? { error: 'timeout' } : { text: `The answer of model ${model} is answer ${i} indeed` };
  },
});

/** Ids of the reported part whose number ends so. */
async function idsEnding(end: RegExp): Promise<string[]> {
  const { pack } = await run;
  const ids = JSON.parse(gunzipSync(pack.blocks[1] as Uint8Array).toString()) as string[];
  return ids.filter((id) => end.test(id));
}

const SMALL = '#row=single%3Alab%2Fsmall';
const status = (page: Page) => page.locator('#queries ~ .above-grid [role=status]');
const rows = (page: Page) => page.locator('.grid-row');
const grid = (page: Page) => page.getByRole('grid', { name: 'Queries' });
/** Cells of a column in the order of rows. */
const column = (page: Page, at: number) =>
  page
    .locator('.grid-row')
    .evaluateAll(
      (all, index) =>
        all
          .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
          .map((row) => row.children[index]?.textContent ?? ''),
      at,
    );

describe.skipIf(!hasChromium)('the query explorer (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(async () => {
    const { results, pack } = await run;
    return renderHtml(results, {}, pack);
  });

  it('picks by what differs, with counts, and keeps it in the address', async () => {
    const { page, messages, requests } = await open({ hash: SMALL });
    const { results, pack } = await run;
    const columns = queryColumns(pack.header, gunzipSync(pack.blocks[0] as Uint8Array));
    const qualityOf = (id: string) => columns.row(results.rows.findIndex((row) => row.id === id)).quality;
    const counts = pairedCounts(columns.part(), qualityOf('single:lab/small'), qualityOf('single:lab/large'));
    expect(counts?.onlySecond).toBeGreaterThan(0);
    const chip = (name: string) => page.getByRole('button', { name });
    expect(await chip('Regressions').textContent()).toBe(`▼ Regressions ${counts?.onlySecond}`);
    expect(await chip('Improvements').textContent()).toBe(`▲ Improvements ${counts?.onlyFirst}`);
    await chip('Regressions').click();
    await expect.poll(() => status(page).textContent()).toBe(`${counts?.onlySecond} of 300 queries`);
    expect(page.url()).toContain('show=regression');
    expect(await grid(page).getAttribute('aria-rowcount')).toBe(String((counts?.onlySecond ?? 0) + 1));
    await page.getByLabel('Category', { exact: true }).selectOption('1');
    const left = Number((await status(page).textContent())?.split(' ')[0]);
    expect(left).toBeLessThan(counts?.onlySecond ?? 0);
    expect(await page.getByLabel('Category', { exact: true }).locator('option:checked').textContent()).toBe(
      `category-${(await column(page, 2))[0]?.slice(-1)} (${left})`,
    );
    await page.getByRole('button', { name: 'Clear filters' }).click();
    expect(await status(page).textContent()).toBe('300 of 300 queries');
    await page.getByRole('button', { name: 'Swap' }).click();
    expect(await chip('Improvements').textContent()).toBe(`▲ Improvements ${counts?.onlySecond}`);
    expect(messages).toEqual([]);
    expect(requests).toEqual([url.href]);
  });

  it('orders by a number and back', async () => {
    const { page } = await open({ hash: SMALL });
    const before = await column(page, 0);
    await grid(page).getByRole('columnheader', { name: 'ms' }).getByRole('button').click();
    const times = (await column(page, 9)).map(Number);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(await grid(page).getByRole('columnheader', { name: 'ms' }).getAttribute('aria-sort')).toBe('descending');
    expect(page.url()).toContain('order=-latency');
    await grid(page).getByRole('columnheader', { name: 'ms' }).getByRole('button').click();
    await grid(page).getByRole('columnheader', { name: 'ms' }).getByRole('button').click();
    expect(await column(page, 0)).toEqual(before);
  });

  it('is walked, opened and left by keyboard alone', async () => {
    const { page, messages } = await open({ hash: SMALL });
    await grid(page).focus();
    const current = () => page.locator('.grid-row[aria-selected=true]').getAttribute('aria-rowindex');
    expect(await current()).toBe('2');
    for (const key of ['j', 'ArrowDown', 'j', 'k']) await page.keyboard.press(key);
    expect(await current()).toBe('4');
    await page.keyboard.press('End');
    expect(await current()).toBe('301');
    await page.keyboard.press('PageUp');
    expect(Number(await current())).toBeLessThan(295);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    expect(await grid(page).getAttribute('aria-activedescendant')).toBe('query-row-1');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Prompt' }).waitFor();
    const id = (await column(page, 0))[1] as string;
    expect(await dialog.getByRole('heading', { level: 2 }).textContent()).toBe(`Query ${id}`);
    expect(page.url()).toContain(`query=${id}`);
    await page.keyboard.press('j');
    await dialog.getByText('3 of 300', { exact: true }).waitFor();
    // Said inside the dialog: what lies beside it is silent.
    await dialog.locator('[role=status]', { hasText: ', 3 of 300' }).waitFor({ state: 'attached' });
    await page.keyboard.press('k');
    await dialog.getByText('2 of 300', { exact: true }).waitFor();
    for (let press = 0; press < 30; press++) await page.keyboard.press('Tab');
    // The browser's own bar is the only other stop of a dialog's ring.
    expect(
      await page.evaluate('document.activeElement === document.body || document.activeElement.closest("dialog") !== null'),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    // The dialog tells that it was closed a moment after it is.
    await expect.poll(() => page.url()).not.toContain('query=');
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('grid');
    await page.keyboard.press('/');
    await page.keyboard.type('needle');
    await expect.poll(() => status(page).textContent()).toMatch(/^[1-6] of 300 queries$/);
    expect(page.url()).toContain('find=needle');
    expect((await column(page, 1)).length).toBeGreaterThan(0);
    expect(messages).toEqual([]);
  });

  it('searches ids at once and finds answers and labels', async () => {
    const { page } = await open({ hash: `${SMALL}&find=model%202%20is` });
    await expect.poll(() => status(page).textContent()).toBe(`${(await idsEnding(/[^35]$/)).length} of 300 queries`);
    await page.getByLabel('Search').fill('nowhere to be found');
    await expect.poll(() => status(page).textContent()).toBe('0 of 300 queries');
    expect(await rows(page).count()).toBe(0);
  });

  it('shows a query whole: calls, label, answers side by side and word by word', async () => {
    const { results } = await run;
    const id = (await idsEnding(/9$/))[0] as string;
    const { page, messages } = await open({ hash: `${SMALL}&query=${id}` });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Answers' }).waitFor();
    expect(await dialog.getByText(`answer ${id.slice(1)}`, { exact: true }).count()).toBe(1);
    expect(await dialog.locator('article').count()).toBe(3);
    expect(await dialog.locator('article', { hasText: 'served by small' }).count()).toBe(1);
    await dialog.getByLabel('Words held against').selectOption({ label: 'the reference' });
    expect((await dialog.locator('article').first().locator('ins').allTextContents()).join('|')).toBe(
      'The |of model 0 is answer | indeed',
    );
    await dialog.getByText('What every row did').click();
    expect(await dialog.getByRole('region', { name: 'What every row did' }).getByRole('row').count()).toBe(
      results.rows.length + 1,
    );
    await expectAccessible(page);
    expect(messages).toEqual([]);
  });

  it('shows hostile texts as texts, and cuts long ones', async () => {
    const id = (await idsEnding(/3$/))[0] as string;
    const { page, messages } = await open({ hash: `#query=${id}` });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Answers' }).waitFor();
    const shown = '</script><img src=x onerror="window.hacked=1">⟨U+202E⟩evil⟨U+D800⟩';
    expect(await dialog.locator('.message .text').textContent()).toBe(shown + id.slice(1));
    expect(await dialog.locator('article .text').first().textContent()).toBe(`${shown}\n${shown}`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.evaluate(`location.hash = "#query=${(await idsEnding(/5$/))[0]}"`);
    const more = dialog.getByRole('button', { name: 'Show all 10,003 characters' }).first();
    await more.waitFor();
    expect((await dialog.locator('article .text').first().textContent())?.length).toBe(4000);
    await more.click();
    expect(await dialog.locator('article .text').first().textContent()).toBe(LONG);
    expect(messages).toEqual([]);
  });

  it('is where numbers of other tables lead', async () => {
    const { page, messages } = await open({ hash: '#baseline=single%3Alab%2Fsmall' });
    await page.locator('th[data-column=difference]', { hasText: 'lab/small' }).waitFor();
    const difference = page.locator('tr[data-row="single:lab/medium"] td[data-column=difference] a');
    // A link still, with the other baseline's number.
    expect(await difference.textContent()).toMatch(/^[+−]/);
    await difference.focus();
    expect(await difference.getAttribute('href')).toBe(
      '#queries&baseline=single%3Alab%2Fsmall&row=single%3Alab%2Fmedium&order=change',
    );
    // Rows that are put into another order keep the number that the reader stands on.
    await page.evaluate("location.hash = location.hash + '&sort=-cost'");
    await expect.poll(() => page.locator('th[data-column=cost]').getAttribute('aria-sort')).toBe('descending');
    expect(await page.evaluate("document.activeElement.closest('tr').dataset.row")).toBe('single:lab/medium');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('queries');
    await expect.poll(() => page.getByLabel('Queries of', { exact: true }).inputValue()).toBe('single:lab/medium');
    expect(await page.getByLabel('against', { exact: true }).inputValue()).toBe('single:lab/small');
    await expect.poll(async () => (await column(page, 6))[0]).toBe('−100.0');
    const heat = page.locator('#categories ~ .scroll table.heat tbody tr', { hasText: 'category-1' });
    const n = await heat.locator('td').first().textContent();
    await heat.scrollIntoViewIfNeeded();
    // A cell worked out anew keeps the focus too.
    await heat.locator('a').first().focus();
    await page.getByLabel('quality itself').evaluate((radio) => (radio as unknown as { click(): void }).click());
    await expect.poll(() => page.locator('table.heat caption').textContent()).toContain('quality');
    await expect
      .poll(() => page.evaluate("document.activeElement.closest('table.heat tr')?.cells[0].textContent"))
      .toBe('category-1');
    await heat.locator('a').first().click();
    expect(page.url()).toContain('category=category-1');
    await expect.poll(() => status(page).textContent()).toBe(`${n} of 300 queries`);
    expect(messages).toEqual([]);
  });

  it('says how a router decided', async () => {
    const { page } = await open({ hash: `#query=${(await idsEnding(/9$/))[0]}` });
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Decided by stage 1 rule [12]\./).waitFor();
    expect(await dialog.locator('code').first().textContent()).toMatch(/use lab\/(large|medium)$/);
    expect(await dialog.locator('code').nth(1).textContent()).toMatch(/^prompt\.code_points = \d+$/);
    expect(await dialog.getByRole('region', { name: 'Calls of by-length' }).getByRole('row').count()).toBe(4);
  });

  it('hands out the queries shown', async () => {
    const { page } = await open({ hash: `${SMALL}&find=needle` });
    await expect.poll(() => status(page).textContent()).toMatch(/^[1-6] of 300 queries$/);
    const count = await rows(page).count();
    const take = (item: string) =>
      downloaded(page, async () => {
        await page.getByRole('button', { name: 'Save queries' }).click();
        await page.getByRole('button', { name: item }).click();
      });
    const csv = await take('Queries shown, CSV');
    const lines = csv.text.trim().split('\r\n');
    expect(lines).toHaveLength(count + 1);
    expect(lines[0]).toBe(
      'query_id,row_id,baseline_id,category,models,served,reason,quality,baseline_quality,cost_usd,baseline_cost_usd,latency_ms,regret',
    );
    expect(lines[1]).toMatch(
      /^q\d*5,single:lab\/small,single:lab\/large,category-\d,lab\/small,lab\/small,,[01],[01],0\.00\d+,0\.0\d+,\d+,[01]$/,
    );
    const jsonl = await take('Queries shown with texts');
    const records = jsonl.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { prompt: { text: string }[]; answers: object });
    expect(records).toHaveLength(count);
    expect(records[0]?.prompt[0]?.text).toContain('needle');
    expect(Object.keys(records[0]?.answers ?? {})).toEqual(['lab/small', 'lab/medium', 'lab/large']);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s', async (colorScheme) => {
    const { page } = await open({ colorScheme, hash: `${SMALL}&show=regression&order=-cost` });
    await expectAccessible(page);
  });

  it('does not scroll sideways at 400 pixels, open or not', async () => {
    const { page } = await open({ viewport: { width: 400, height: 900 }, hash: `${SMALL}` });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    await rows(page).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Answers' }).waitFor();
    expect(await dialog.evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBeLessThanOrEqual(0);
  });
});

describe.skipIf(!hasChromium)('the query explorer without texts (skipped without Chromium)', () => {
  const { open } = pageFromDisk(async () => {
    const { results, pack } = await aPackedRun({ texts: 'none' });
    return renderHtml(results, {}, pack);
  });

  it('says what is missing, and does all the rest', async () => {
    const { page, messages } = await open({ hash: `${SMALL}&find=q1` });
    await expect
      .poll(() => status(page).textContent())
      .toMatch(/^\d+ of 120 queries; searched in all ids and in the texts of 0 \(left out by --texts none\)$/);
    expect(await grid(page).getByRole('columnheader').allTextContents()).not.toContain('prompt');
    await rows(page).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Prompts and answers are not in this report: left out by --texts none.').waitFor();
    expect(await dialog.getByRole('region', { name: 'Calls of lab/small' }).getByRole('row').count()).toBe(3);
    await expectAccessible(page);
    expect(messages).toEqual([]);
  });
});
