import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { aLargePack } from '../support/a-large-pack.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { pageFromDisk } from './support/open-page.js';

const SIZE = 50_000;

describe.skipIf(!hasChromium)('the query explorer at 50,000 queries (skipped without Chromium)', () => {
  const { open } = pageFromDisk(async () => {
    const { results } = await aPackedRun({ size: 120 });
    return renderHtml(results, {}, await aLargePack(results, SIZE));
  });

  it('has only the rows in sight in the page, wherever they are, and is searched while it is used', async () => {
    const { page, messages } = await open({ hash: '#row=single%3Alab%2Fsmall' });
    const grid = page.getByRole('grid', { name: 'Queries' });
    const status = page.locator('#queries ~ .above-grid [role=status]');
    const rows = page.locator('.grid-row');
    const few = async (): Promise<void> => {
      const count = await rows.count();
      expect(count).toBeGreaterThan(10);
      expect(count).toBeLessThan(60);
    };
    expect(await status.textContent()).toBe('50,000 of 50,000 queries');
    expect(await grid.getAttribute('aria-rowcount')).toBe('50001');
    await few();
    await grid.focus();
    await page.keyboard.press('End');
    await few();
    const last = page.locator('.grid-row[aria-selected=true]');
    expect(await last.getAttribute('aria-rowindex')).toBe('50001');
    expect(await last.textContent()).toContain('large-49999');
    // The last row stands wholly inside the grid.
    const inside = (): Promise<boolean> =>
      last.evaluate((row) => {
        const [own, around] = [row.getBoundingClientRect(), row.closest('[role=grid]')?.getBoundingClientRect()];
        return around !== undefined && own.bottom <= around.bottom + 1 && own.top >= around.top;
      });
    // Scrolling makes the rows anew: one may be gone while it is measured.
    await expect.poll(inside).toBe(true);
    await grid.evaluate((element) => {
      element.scrollTop = 900_000;
    });
    await page.locator('.grid-row', { hasText: 'large-25005' }).waitFor();
    await few();

    await page.getByLabel('Search', { exact: true }).fill('needle');
    await expect.poll(() => status.textContent()).toMatch(/^\d of 50,000 queries; [\d,]+ of 50,000 texts searched$/);
    // Still at hand while texts are read.
    await page.getByRole('button', { name: 'Different decisions' }).click();
    expect(await page.getByRole('button', { name: 'Different decisions' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Different decisions' }).click();
    await expect.poll(() => status.textContent(), { timeout: 60_000 }).toBe('1 of 50,000 queries');
    expect(await rows.first().textContent()).toContain('large-49993');

    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('button', { name: 'Regressions' }).click();
    await grid.getByRole('columnheader', { name: 'ms' }).getByRole('button').click();
    await few();
    expect(await rows.first().textContent()).toContain('999');
    expect(messages).toEqual([]);
  });
});
