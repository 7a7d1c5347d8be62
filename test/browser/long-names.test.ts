import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { pageFromDisk } from './support/open-page.js';

const run = aPackedRun({ nameEnd: 'x'.repeat(180), categoryOf: (i) => `${'c'.repeat(200)}${i % 3}` });
const { open } = pageFromDisk(async () => {
  const { results, pack } = await run;
  return renderHtml(results, {}, pack);
});

/** Everything laid out and unfolded, as an explorer leaves it. */
const UNFOLD = `for (const section of document.querySelectorAll('main>section')) section.style.contentVisibility = 'visible';
for (const details of document.querySelectorAll('details')) details.open = true;`;

describe.skipIf(!hasChromium)('names without a place to break', () => {
  it.each([1400, 400])('do not make the page wider than %i pixels', async (width) => {
    const { page, messages } = await open({ viewport: { width, height: 900 } });
    await page.evaluate(UNFOLD);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.locator('.grid-row').first().waitFor();
    await page.locator('.query-grid').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Prompt' }).waitFor();
    expect(await page.evaluate("(d => d.scrollWidth - d.clientWidth)(document.querySelector('dialog[open]'))")).toBe(0);
    expect(messages).toEqual([]);
  });
});
