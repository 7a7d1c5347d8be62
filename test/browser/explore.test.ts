import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

const run = aPackedRun();

describe.skipIf(!hasChromium)('the page to explore (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(async () => {
    const { results, pack } = await run;
    return renderHtml(results, {}, pack);
  });

  it('starts without a request or a message, and shows the same numbers as before', async () => {
    const { page, requests, messages } = await open();
    expect(requests).toEqual([url.href]);
    expect(messages).toEqual([]);
    const still = await open({ javaScriptEnabled: false });
    const table = async (from: typeof page) => (await from.locator('table.comparison').innerText()).replaceAll(/\s+/g, ' ');
    expect(await table(page)).toBe(await table(still.page));
  });

  it('sorts by a number, both ways and back, within groups, and keeps it in the address', async () => {
    const { page } = await open();
    const rows = () =>
      page.locator('table.comparison tr[data-row]').evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
    const before = await rows();
    const singles = before.filter((id) => id?.startsWith('single:'));
    const cost = page.getByRole('button', { name: '$/1k queries' });
    await cost.click();
    expect(page.url()).toContain('#sort=cost');
    expect((await rows()).filter((id) => id?.startsWith('single:'))).toEqual([
      'single:lab/small',
      'single:lab/medium',
      'single:lab/large',
    ]);
    expect(await page.locator('th[data-column=cost]').getAttribute('aria-sort')).toBe('ascending');
    await cost.click();
    expect((await rows()).filter((id) => id?.startsWith('single:'))).toEqual([
      'single:lab/large',
      'single:lab/medium',
      'single:lab/small',
    ]);
    await cost.click();
    expect(await rows()).toEqual(before);
    expect(singles).toHaveLength(3);
    expect(page.url()).toBe(url.href);
  });

  it('takes differences against the row that is picked', async () => {
    const { page } = await open();
    const { results } = await run;
    const cell = (row: string, column: string) => page.locator(`tr[data-row="${row}"] td[data-column=${column}]`);
    const before = await cell('single:lab/medium', 'difference').textContent();
    await page.getByLabel('Baseline').selectOption('single:lab/small');
    await page.locator('th[data-column=difference]', { hasText: 'lab/small' }).waitFor();
    expect(await cell('single:lab/small', 'difference').textContent()).toBe('—');
    const mean = (id: string) => results.rows.find((row) => row.id === id)?.metrics['quality.mean']?.value as number;
    const points = 100 * (mean('single:lab/medium') - mean('single:lab/small'));
    expect(await cell('single:lab/medium', 'difference').textContent()).toMatch(new RegExp(`^\\+${points.toFixed(1)} \\[`));
    await page.getByLabel('Baseline').selectOption('single:lab/large');
    await page.locator('th[data-column=difference]', { hasText: 'lab/large' }).waitFor();
    expect(await cell('single:lab/medium', 'difference').textContent()).toBe(before);
    expect(page.url()).toBe(url.href);
  });

  it('says which row the dashed line is, with a baseline that is a router, and keeps the run’s reference', async () => {
    const { page, messages } = await open();
    const { results } = await run;
    const router = results.rows.find(({ kind }) => kind === 'router');
    const dashes = () => page.locator(`tr[data-row="${router?.id}"] td path.ref`).count();
    await page.getByLabel('Baseline').selectOption(router?.id ?? '');
    await page.locator('th[data-column=difference]', { hasText: router?.label ?? '' }).waitFor();
    expect(await page.locator('table.comparison caption').textContent()).toContain(`The dashed line is ${router?.label}.`);
    expect(await page.locator(`tr[data-row="${router?.id}"] .tag`, { hasText: 'baseline' }).count()).toBe(1);
    const reference = page.locator(`tr[data-row="single:${results.protocol.reference}"] .tag`);
    expect(await reference.filter({ hasText: 'reference' }).count()).toBe(1);
    expect(await dashes()).toBe(1);
    await page.getByLabel('Baseline').selectOption(`single:${results.protocol.reference}`);
    await page.locator('caption', { hasText: `The dashed line is ${results.protocol.reference}.` }).waitFor();
    expect(await page.locator('.tag', { hasText: 'baseline' }).count()).toBe(0);
    expect(messages).toEqual([]);
  });

  it('draws nothing of rows that are all taken out', async () => {
    const { results } = await run;
    const all = results.rows.map(({ id }) => encodeURIComponent(id)).join(',');
    const { page, messages } = await open({ hash: `#hidden=${encodeURIComponent(all)}` });
    for (const id of ['cost-quality', 'regret', 'shares']) {
      const figure = page.locator(`section:has(> #${id}) > figure`).first();
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await expect.poll(() => figure.isVisible()).toBe(false);
    }
    await page.getByText('Rows: 0 of').click();
    await page.getByRole('button', { name: 'Show all rows' }).click();
    await page.locator('#shares').scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator('section:has(> #shares) > figure').first().isVisible()).toBe(true);
    expect(messages).toEqual([]);
  });

  it('writes no address too often, and the last one in the end', async () => {
    const { page, messages } = await open();
    const written = (await page.evaluate(`new Promise((done) => {
      const slider = document.getElementById('worth');
      const write = history.replaceState.bind(history);
      let count = 0;
      history.replaceState = (...all) => { count++; write(...all); };
      for (let step = 0; step <= 400; step++) {
        slider.value = String(step % 200);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }
      setTimeout(() => done(count), 1500);
    })`)) as number;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(40);
    const range = await page.evaluate(`decodeURIComponent(location.hash)`);
    const slider = page.getByLabel('What is a point of quality worth?');
    await slider.press('End');
    await slider.press('Home');
    await expect.poll(() => page.evaluate(`decodeURIComponent(location.hash)`)).toBe(range);
    expect(messages).toEqual([]);
  });

  it('opens as its address says', async () => {
    const { page } = await open({ hash: '#baseline=single%3Alab%2Fsmall&hidden=control%253Arandom&theme=dark&scale=linear' });
    await page.locator('th[data-column=difference]', { hasText: 'lab/small' }).waitFor();
    expect(await page.locator('tr[data-row="control:random"]').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    await page.waitForSelector('.live-chart svg');
    expect(
      await page
        .getByText('17 of 18')
        .or(page.getByText(/of \d+ are shown/))
        .count(),
    ).toBe(1);
  });

  it('draws the chart anew, with the policy kept, and ranks at the price of quality', async () => {
    const { page, messages, requests } = await open();
    const line = page.getByText('as good as the best, at that price of quality');
    expect(await line.isVisible()).toBe(false);
    await page.getByLabel('linear').check();
    await page.waitForSelector('.live-chart svg');
    expect(await page.locator('.worth p').textContent()).toMatch(
      /constraints aside, so it is no choice: (none was made|choices are made on the validation part)/,
    );
    const slider = page.getByLabel('What is a point of quality worth?');
    await slider.focus();
    await slider.press('Home');
    const first = () => page.locator('.ranking li').first().textContent();
    expect(await first()).toMatch(/^small/);
    await slider.press('End');
    expect(await first()).not.toMatch(/^small/);
    await page.locator('.ranking', { hasText: 'of the resamples' }).waitFor();
    expect(page.url()).toMatch(/worth=\d/);
    expect(await line.isVisible()).toBe(true);
    expect(messages).toEqual([]);
    expect(requests).toEqual([url.href]);
  });

  it('hands out what it shows as files', async () => {
    const { page, messages } = await open();
    const take = (opener: string, item: string) =>
      downloaded(page, async () => {
        await page.getByRole('button', { name: opener }).first().click();
        await page.getByRole('button', { name: item }).click();
      });
    const csv = await take('Export', 'Strategy table, CSV');
    expect(csv.name).toBe('strategies.csv');
    expect(csv.text).toMatch(/^strategy,quality,/);
    expect(JSON.parse((await take('Export', 'Results, JSON')).text)).toMatchObject({ schemaVersion: 1 });
    const svg = await take('Save chart', 'SVG');
    expect(svg.text).toMatch(/^<svg .*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg.text).not.toContain('var(');
    expect((await take('Save chart', 'PNG')).text).toContain('PNG');
    expect((await take('Save chart', 'Numbers, CSV')).text.split('\r\n').length).toBeGreaterThan(8);
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s, touched', async (colorScheme) => {
    const { page } = await open({ colorScheme, hash: '#scale=linear&sort=-quality' });
    await page.waitForSelector('.live-chart svg');
    await page.getByRole('button', { name: 'Export' }).click();
    await expectAccessible(page);
  });

  it.each([1280, 400])('does not scroll sideways at %i pixels', async (width) => {
    const { page } = await open({ viewport: { width, height: 900 }, hash: '#scale=linear' });
    await page.waitForSelector('.live-chart svg');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('stays at the heading that the address names while sections above it are laid out', async () => {
    const { page, messages } = await open({ hash: '#provenance', viewport: { width: 1200, height: 400 } });
    const top = (): Promise<number> =>
      page
        .locator('#data')
        .evaluate((heading) => Math.abs((heading as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top));
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByText('query–model pairs of the reported part').waitFor();
    await page.waitForTimeout(500);
    // Below the bar on top.
    expect(await top()).toBeLessThan(200);
    expect(messages).toEqual([]);
  });

  it('keeps its state when a link inside it is followed', async () => {
    const { page } = await open({ hash: '#sort=cost' });
    await page.getByRole('link', { name: 'Provenance' }).click();
    expect(page.url()).toContain('#provenance&sort=cost');
    expect(await page.evaluate('document.activeElement.id')).toBe('provenance');
  });
});
