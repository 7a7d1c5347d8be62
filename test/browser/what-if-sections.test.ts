import { describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { costView } from '../../src/report/cost-view.js';
import { referenceRow } from '../../src/report/explore/results-against.js';
import { REACH } from '../../src/report/explore/what-if/reach.js';
import { formatEstimate, formatPoints, metricOf } from '../../src/report/format.js';
import { renderHtml } from '../../src/report/html.js';
import { atOnce } from '../../src/stats/steps.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { columnsOf } from '../support/pack-columns.js';
import { worked } from '../support/same-as-run.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

const run = aPackedRun();
const SUPPOSED = { times: new Map([['lab/large', 0.5]]), weigh: new Map([['category-0', 3]]) };
const HASH = 'times=lab%252Flarge%3A0.5&weigh=category-0%3A3';

/** What the page should show, worked out here. */
async function expected() {
  const { results, pack } = await run;
  const made = worked({ results, columns: columnsOf(pack) }, SUPPOSED, referenceRow(results));
  const at = (id: string): number => results.rows.findIndex((row) => row.id === id);
  const row = (id: string): Results['rows'][number] => made.shown.results.rows[at(id)] as Results['rows'][number];
  return { ...made, results, at, row, cost: costView(results) };
}

describe.skipIf(!hasChromium)('every section under a what-if (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(async () => {
    const { results, pack } = await run;
    return renderHtml(results, {}, pack);
  });

  it('says in its heading’s line whether it follows, why not, and one press goes back', async () => {
    const { page, messages, requests } = await open();
    const headings = await page.locator('main > section > h2[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(headings.filter((id) => REACH[id] === undefined)).toEqual([]);
    expect(await page.locator('.what-if-mark:visible').count()).toBe(0);
    const factor = page.getByLabel('Factor on the cost of lab/large');
    await factor.fill('0.5');
    await factor.press('Enter');
    await expect.poll(() => page.locator('.what-if-mark:not([hidden])').count()).toBe(headings.length);
    for (const id of headings) {
      const section = page.locator(`section:has(> #${id})`);
      const reach = REACH[id];
      const moved = reach?.kind === 'stays' && reach.moves.includes('prices');
      expect(await section.locator('> .what-if-mark span').textContent(), id).toBe(
        reach?.kind === 'follows' ? 'What if' : moved ? 'As recorded' : 'Not touched',
      );
      expect(await section.locator('> .what-if-why:not([hidden])').allTextContents(), id).toEqual(moved ? [reach.why] : []);
    }
    // By keyboard, from the duel.
    const back = page.getByRole('button', { name: 'Back to what was recorded (Duel)' });
    await back.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.what-if-mark:not([hidden])').count()).toBe(0);
    expect(page.url()).toBe(url.href);
    expect(messages).toEqual([]);
    expect(requests).toEqual([url.href]);
  });

  it('shows its numbers as a run with these prices and weights has them', async () => {
    const { row, at, book, cost, results } = await expected();
    const { page, messages } = await open({ hash: `#${HASH}&row=router%3Aby-length&rival=single%3Alab%2Fsmall` });
    const cells = (table: string, head: string) =>
      page.getByRole('region', { name: table }).locator('tbody tr', { hasText: head }).first().locator('td');
    const byLength = row('router:by-length');
    // The strategy table.
    const own = page.locator('tr[data-row="router:by-length"]');
    await expect
      .poll(() => own.locator('[data-column=quality]').textContent())
      .toBe(formatEstimate(metricOf(byLength, 'quality.mean'), 'fraction'));
    expect(await own.locator('[data-column=difference]').textContent()).toBe(
      formatPoints(byLength.versusReference?.quality ?? metricOf(byLength, '')),
    );
    expect(await own.locator('[data-column=cost]').textContent()).toBe(cost.format(metricOf(byLength, 'cost.mean').value));
    await expect.poll(() => page.locator('table.comparison [data-column]').filter({ hasText: 'computing' }).count()).toBe(0);
    // The chart's numbers.
    await page.locator('#cost-quality').scrollIntoViewIfNeeded();
    await page.locator('section:has(> #cost-quality) details').first().locator('summary').click();
    await expect
      .poll(() => cells('Cost and quality by row', 'by-length').nth(1).textContent())
      .toBe(formatEstimate(cost.of(byLength), cost.unit));
    // Categories: the twin has costs.
    await page.locator('#categories').scrollIntoViewIfNeeded();
    const cell = byLength.byCategory.find(({ category }) => category === 'category-1');
    await page.locator('details.twin summary').click();
    await expect
      .poll(async () => {
        const rows = await page
          .getByRole('region', { name: 'Quality by category with intervals' })
          .locator('tbody tr')
          .allTextContents();
        return rows.some((text) => text.includes('category-1by-length') && text.endsWith(cost.format(cell?.cost.value ?? null)));
      })
      .toBe(true);
    // The duel.
    const { versus } = atOnce(book.paired(at('router:by-length'), at('single:lab/small')));
    await page.locator('#duel').scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator('.duel-facts').textContent()).toContain(`${formatPoints(versus.quality)} points`);
    expect(await page.locator('.duel-facts').textContent()).toContain('sign flips of groups');
    // Regret.
    await page.locator('#regret').scrollIntoViewIfNeeded();
    const regret = cells('Regret against the oracle by row', 'by-length');
    await expect.poll(() => regret.nth(0).textContent()).toBe(formatPoints(metricOf(byLength, 'regret.quality')));
    expect(await regret.nth(4).textContent()).toContain(cost.format(metricOf(byLength, 'routing.overspend').value));
    // Shares.
    await page.locator('#shares').scrollIntoViewIfNeeded();
    const share = byLength.shares.find(({ modelId }) => modelId === 'lab/medium')?.share ?? 0;
    const recorded = results.rows[at('router:by-length')]?.shares.find(({ modelId }) => modelId === 'lab/medium')?.share;
    expect(share).not.toBeCloseTo(recorded as number, 4);
    await page.locator('section:has(> #shares) > details > summary').click();
    await expect.poll(() => cells('Model shares by row', 'by-length').nth(1).textContent()).toBe(`${(100 * share).toFixed(0)} %`);
    // Time and money.
    await page.locator('#latency').scrollIntoViewIfNeeded();
    await expect
      .poll(() => cells('Latency percentiles by row', 'by-length').nth(1).textContent())
      .toBe(formatEstimate(metricOf(byLength, 'latency.p95'), 'ms'));
    await page.getByText('Where the mean cost goes').scrollIntoViewIfNeeded();
    await expect
      .poll(() => cells('Mean cost by part', 'by-length').nth(1).textContent())
      .toBe(cost.format(metricOf(byLength, 'cost.mean').value));
    expect(messages).toEqual([]);
  });

  it('counts the traffic in the explorer, and prices its queries and the open one', async () => {
    const { view, at } = await expected();
    const { page, messages } = await open({ hash: `#queries&${HASH}&row=single%3Alab%2Flarge&category=category-0` });
    const section = page.locator('section:has(> #queries)');
    const { columns } = view;
    const mine = [...columns.weight.keys()].filter(
      (query) => columns.header.categories[columns.category[query] as number] === 'category-0',
    );
    const total = columns.weight.reduce((sum, weight) => sum + weight, 0);
    const share = Math.round((100 * 3 * mine.length) / total);
    await section.getByText(`${mine.length} of ${columns.size} queries, ${share} % of the supposed traffic`).waitFor();
    const query = mine[0] as number;
    const paid = (columns.row(at('single:lab/large')).costPico[query] as number) * 1e-12;
    await section.locator('.grid-row').first().click();
    const drawer = page.locator('dialog.query-drawer');
    await drawer.getByText('Costs here are supposed, not measured.').waitFor();
    await expect
      .poll(() => drawer.getByRole('region', { name: 'Calls of lab/large' }).locator('tbody tr').last().textContent())
      .toContain(`$${paid.toPrecision(3)}`);
    await page.keyboard.press('Escape');
    await section.getByRole('button', { name: 'Save queries' }).click();
    const csv = await downloaded(page, () => section.getByRole('button', { name: 'Queries shown, CSV' }).click());
    expect(csv.text.split('\r\n')[1]).toMatch(/lab\/large × 0\.5; weight of category-0 × 3$/);
    const box = page.getByLabel('Factor on the weight of category-0');
    await box.fill('0');
    await box.press('Enter');
    await section.getByText(`${mine.length} have no weight`).waitFor();
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s', async (colorScheme) => {
    const { page, messages } = await open({
      colorScheme,
      viewport: { width: 400, height: 900 },
      hash: `#${HASH}&baseline=single%3Alab%2Fsmall`,
    });
    for (const id of ['categories', 'duel', 'regret', 'shares', 'latency', 'candidates', 'queries'])
      await page.locator(`section:has(> #${id})`).scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 30_000 }).toBe(0);
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    expect(messages).toEqual([]);
  });
});
