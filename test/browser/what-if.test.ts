import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { expectAccessible, pageFromDisk } from './support/open-page.js';

const run = aPackedRun();

describe.skipIf(!hasChromium)('what if, in the page (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(async () => {
    const { results, pack } = await run;
    return renderHtml(results, {}, pack);
  });

  it('table, chart and ranking follow other prices, are marked, and one press goes back', async () => {
    const { page, messages, requests } = await open();
    const table = page.locator('table.comparison');
    const cost = page.locator('tr[data-row="single:lab/large"] td[data-column=cost]');
    const [before, measured] = [await cost.textContent(), await table.innerText()];
    const notes = page.getByText('These numbers are supposed, not measured.');
    expect(await notes.first().isVisible()).toBe(false);
    await page.getByLabel('Factor on the cost of lab/large').fill('0.5');
    await page.keyboard.press('Tab');
    await page
      .getByText(/would (still )?be the cheapest|Nothing was chosen/)
      .first()
      .waitFor();
    await expect.poll(() => cost.textContent()).not.toBe(before);
    const dollars = (text: string | null) => Number(text?.replace('$', ''));
    expect(dollars(await cost.textContent()) / dollars(before)).toBeCloseTo(0.5, 1);
    // Above the verdict's end, the table, the chart, and in the section itself.
    expect(await notes.filter({ visible: true }).count()).toBe(4);
    await page.waitForSelector('.live-chart svg');
    expect(page.url()).toContain('#times=lab%252Flarge%3A0.5');
    await page.getByRole('button', { name: 'Back to what was recorded' }).first().click();
    await expect.poll(() => cost.textContent()).toBe(before);
    // The tests, constraints and marks of the run are back too.
    expect(await table.innerText()).toBe(measured);
    expect(await notes.filter({ visible: true }).count()).toBe(0);
    expect(page.url()).toBe(url.href);
    expect(messages).toEqual([]);
    expect(requests).toEqual([url.href]);
  });

  it('weighs categories as the address says, and outlives one where none has any weight', async () => {
    const { page, messages } = await open({ hash: '#weigh=category-0%3A3' });
    const quality = page.locator('tr[data-row="single:lab/large"] td[data-column=quality]');
    const latency = page.locator('tr[data-row="single:lab/large"] td[data-column=latency]');
    await expect.poll(() => latency.textContent()).toMatch(/^\d+\/\d+$/);
    expect(await page.getByLabel('Factor on the weight of category-0').inputValue()).toBe('3');
    for (const category of [0, 1, 2]) {
      const box = page.getByLabel(`Factor on the weight of category-${category}`);
      await box.fill('0');
      await box.press('Enter');
    }
    await page.getByText('No query is left').first().waitFor();
    await expect.poll(() => quality.textContent()).toBe('—');
    await page.getByLabel('Factor on the weight of category-1').fill('-1');
    await page.keyboard.press('Tab');
    await expect.poll(() => quality.textContent()).not.toBe('—');
    expect(await page.getByLabel('Factor on the weight of category-1').inputValue()).toBe('');
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s, supposing', async (colorScheme) => {
    const { page } = await open({
      colorScheme,
      viewport: { width: 400, height: 900 },
      hash: '#times=lab%252Flarge%3A0.5&weigh=category-0%3A3',
    });
    await page.waitForSelector('.live-chart svg');
    await page.getByText('These numbers are supposed').first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    await page.setViewportSize({ width: 1200, height: 1000 });
    await page.locator('#what-if').scrollIntoViewIfNeeded();
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${colorScheme}.png`, fullPage: true });
  });
});
