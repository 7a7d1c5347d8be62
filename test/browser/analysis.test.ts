import { describe, expect, it } from 'vitest';
import { formatP, formatPoints } from '../../src/report/format.js';
import { renderHtml } from '../../src/report/html.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

const run = aPackedRun();

describe.skipIf(!hasChromium)('the sections of analysis (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(async () => {
    const { results, pack } = await run;
    return renderHtml(results, {}, pack);
  });

  it('show categories against any row, as qualities, and the worst of any row first', async () => {
    const { page, messages } = await open();
    const { results } = await run;
    const said = page.locator('table.heat .said');
    const column = async (): Promise<string[]> =>
      page.locator('section:has(> #categories) table.heat tbody th').allTextContents();
    await page.locator('#categories').scrollIntoViewIfNeeded();
    expect(await said.first().textContent()).toMatch(/^Quality difference to lab\/large in points/);
    await page.locator('th[data-row="single:lab/small"] button').click();
    await expect.poll(() => said.first().textContent()).toMatch(/most lost by small first/);
    expect(page.url()).toContain('worst=single');
    const small = results.rows.find(({ id }) => id === 'single:lab/small');
    const worst = [...(small?.byCategory ?? [])].sort((a, b) => (a.difference.value ?? 0) - (b.difference.value ?? 0));
    expect(await column()).toEqual(worst.map(({ category }) => category));
    expect(await page.evaluate('document.activeElement.closest("th").dataset.row')).toBe('single:lab/small');
    expect(await page.locator('section:has(> #categories) table.heat td a').first().getAttribute('title')).toBe(
      'Show these queries',
    );
    await page.getByLabel('quality itself').check();
    await expect.poll(() => said.first().textContent()).toMatch(/^Mean quality, least of small first/);
    expect(await page.locator('th[data-row="single:lab/large"]').count()).toBe(1);
    await page.getByLabel('the difference').check();
    await page.getByLabel('Baseline').selectOption('single:lab/small');
    await expect.poll(() => said.first().textContent()).toMatch(/^Quality difference to lab\/small in points/);
    expect(await page.locator('th[data-row="single:lab/small"]').count()).toBe(0);
    expect(messages).toEqual([]);
  });

  it('let two rows duel, against the reference with the numbers of the run', async () => {
    const { page, messages, requests } = await open({ hash: '#duel' });
    const { results } = await run;
    const facts = page.locator('.duel-facts');
    const section = page.locator('section:has(> #duel)');
    await section.getByLabel('A', { exact: true }).selectOption('single:lab/small');
    const small = results.rows.find(({ id }) => id === 'single:lab/small')?.versusReference;
    if (small?.test == null) throw new Error('no test');
    await expect.poll(() => facts.textContent()).toContain(`${formatPoints(small.quality)} points`);
    expect(await facts.textContent()).toContain(
      `McNemar, exact: p = ${formatP(small.test)}, ${formatP({ pValue: small.test.pAdjusted })} after Holm`,
    );
    await section.locator('.live-chart svg').nth(1).waitFor();
    await section.getByLabel('B', { exact: true }).selectOption('control:random');
    await expect.poll(() => facts.textContent()).toContain('none: an expected value');
    await section.getByLabel('B', { exact: true }).selectOption('single:lab/medium');
    await expect
      .poll(() => section.locator('.duel-who').textContent())
      .toMatch(/^small answers \d+ better and \d+ worse than medium/);
    expect(page.url()).toMatch(/rival=single.*row=single/);
    const worse = section.getByRole('link', { name: /B better/ });
    const count = /: (\d+)/.exec((await worse.textContent()) ?? '')?.[1];
    await worse.click();
    await page.locator('section:has(> #queries)', { hasText: `${count} of` }).waitFor();
    expect(page.url()).toMatch(/^[^#]*#queries&.*baseline=single%3Alab%2Fmedium.*show=regression/);
    expect(messages).toEqual([]);
    expect(requests).toEqual([url.href]);
  });

  it('split regret, and say who was needed', async () => {
    const { page } = await open({ hash: '#regret' });
    const section = page.locator('section:has(> #regret)');
    await section.getByRole('columnheader', { name: 'underserved: points' }).waitFor();
    const matrix = section.locator('table.heat');
    await matrix.waitFor();
    await section.getByLabel('Row', { exact: true }).selectOption('single:lab/large');
    await expect.poll(() => matrix.locator('tbody th').allTextContents()).toEqual(['large']);
    await section.getByLabel('Row', { exact: true }).selectOption('control:random');
    await section.getByText('it asks nobody in particular').waitFor();
  });

  it('follow the rows that are shown, and bring them back', async () => {
    const { page, messages } = await open({ hash: '#hidden=single%253Alab%252Fsmall' });
    const tables = { regret: 'Regret against the oracle by row', latency: 'Latency percentiles by row' };
    const rows = (table: keyof typeof tables) => page.getByRole('region', { name: tables[table] }).locator('tbody th');
    await page.getByRole('heading', { name: 'What was left on the table' }).scrollIntoViewIfNeeded();
    await expect.poll(() => rows('regret').allTextContents()).not.toContain('small');
    await page.getByRole('heading', { name: 'Time and money' }).scrollIntoViewIfNeeded();
    await expect.poll(() => rows('latency').allTextContents()).not.toContain('small');
    await page.locator('.choice summary').click();
    await page.getByRole('button', { name: 'Show all rows' }).click();
    await expect.poll(() => rows('regret').allTextContents()).toContain('small');
    await expect.poll(() => rows('latency').allTextContents()).toContain('small');
    expect(messages).toEqual([]);
  });

  it('draw shares by category and latencies, and hand out their numbers', async () => {
    const { page, messages } = await open({ hash: '#shares&row=router%3Aby-length' });
    const shares = page.locator('section:has(> #shares)');
    await shares.locator('.chart-figure svg').waitFor();
    await shares.locator('.chart-figure').getByRole('button', { name: 'Save chart' }).click();
    const csv = await downloaded(page, () => shares.getByRole('button', { name: 'Numbers, CSV' }).click());
    expect(csv.name).toBe('shares-by-category.csv');
    expect(csv.text).toMatch(/^category,n,lab\/small,lab\/medium,lab\/large\r\ncategory-/);
    const latency = page.locator('section:has(> #latency)');
    await latency.getByRole('heading').first().scrollIntoViewIfNeeded();
    await latency.locator('.chart-figure svg').first().waitFor();
    expect(await latency.getByRole('list', { name: 'Key' }).getByRole('listitem').count()).toBeGreaterThan(1);
    await latency.getByText('Where the mean cost goes').scrollIntoViewIfNeeded();
    await latency.getByRole('columnheader', { name: 'output tokens' }).waitFor();
    await page.getByRole('heading', { name: 'Coverage' }).scrollIntoViewIfNeeded();
    await page.getByText('query–model pairs of the reported part').waitFor();
    expect(messages).toEqual([]);
  });

  it('hold what candidates promised beside what came, and hand out their settings', async () => {
    const { page, messages } = await open({ hash: '#candidates' });
    const section = page.locator('section:has(> #candidates)');
    await section.locator('.live-chart svg').waitFor();
    await section.locator('summary').click();
    await section.getByRole('button', { name: 'Copy settings of by-length#1' }).click();
    await page.getByRole('status').filter({ hasText: 'Settings of by-length#1: copied' }).waitFor({ state: 'attached' });
    await page.locator('section:has(> #sweeps) figure').scrollIntoViewIfNeeded();
    await page.locator('section:has(> #sweeps) .live-chart svg').waitFor();
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('have no accessibility violation in %s, and fit a narrow screen', async (colorScheme) => {
    const { page } = await open({
      colorScheme,
      viewport: { width: 400, height: 900 },
      hash: '#heat=quality&row=single%3Alab%2Fsmall',
    });
    for (const id of ['categories', 'duel', 'regret', 'shares', 'latency', 'sweeps', 'candidates', 'data'])
      await page.locator(`section:has(> #${id})`).scrollIntoViewIfNeeded();
    await page.getByText('query–model pairs of the reported part').waitFor();
    await page.locator('section:has(> #duel) .live-chart svg').nth(1).waitFor();
    await page.locator('section:has(> #latency) .live-chart svg').first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
  });

  it('are there without scripts as far as the results say them', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.getByRole('heading', { name: 'Duel' }).waitFor();
    expect(await page.locator('.duel-facts dt').count()).toBe(5);
    expect(await page.getByRole('columnheader', { name: 'underserved: share' }).count()).toBe(1);
    expect(await page.getByRole('columnheader', { name: 'p95' }).count()).toBeGreaterThan(0);
  });
});
