import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import type { QueryTexts } from '../../src/report/pack/pack-header.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { hasChromium } from '../support/chromium.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

const hostile = (i: number): string => HOSTILE_TEXTS[i % HOSTILE_TEXTS.length] as string;
const NAME_END = HOSTILE_TEXTS.slice(0, 8).join('');

/** Everything that a stranger writes is hostile: prompts, answers, errors, categories, names. */
const run = aPackedRun({
  size: 140,
  texts: 'all',
  nameEnd: NAME_END,
  categoryOf: (i) => hostile(i % 7),
  promptOf: (i) => `${i} ${hostile(i)}`,
  answerOf: (i, model) => (model === 2 ? { error: hostile(i) } : { text: hostile(i + model) }),
});

/** Inflates a block as the page does, and gives it back as text. */
const TEXTS = `(async () => {
  const bytes = Uint8Array.from(atob(document.getElementById('block-texts-0').textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
})()`;

describe.skipIf(!hasChromium)('hostile texts (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(async () => {
    const { results, pack } = await run;
    return renderHtml(results, {}, pack);
  });

  it('neither run nor break the page, as it comes or explored', async () => {
    const { page, requests, messages } = await open({ hash: '#scale=linear&worth=0.01' });
    await page.locator('.live-chart svg').waitFor();
    await page.getByLabel('Baseline').selectOption({ index: 0 });
    await page.locator('table.comparison:not([aria-busy])').waitFor();
    await page.locator('.live-chart .mark-symbol path').first().hover({ force: true });
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, iframe, form, base, main style').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('</script><script>window.hacked=1');
    expect(messages).toEqual([]);
    expect(requests).toEqual([url.href]);
    // Pale while they are worked out anew: read when they are done.
    await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 20_000 }).toBe(0);
    await expectAccessible(page);
  });

  it('are there to the last character when a query is opened', async () => {
    const { page } = await open();
    const { output } = await run;
    const texts = JSON.parse(await page.evaluate(TEXTS)) as QueryTexts[];
    const rows = output.bench.rowsIn('test');
    expect(texts).toHaveLength(rows.length);
    for (const [index, { prompt, answers }] of texts.entries()) {
      const i = rows[index] as number;
      const cut = (text: string): string => text.slice(0, 65_536);
      expect(prompt[0]?.text).toBe(cut(`${i} ${hostile(i)}`));
      expect(answers[1]).toEqual({ text: hostile(i + 1) });
      expect(answers[2]).toEqual({ error: hostile(i) });
    }
  });

  it('leave the page as cells that no spreadsheet runs', async () => {
    const { page } = await open();
    const { text } = await downloaded(page, async () => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('button', { name: 'Strategy table, CSV' }).click();
    });
    expect(text.split(/\r\n/).filter((line) => /^[=+@]/.test(line))).toEqual([]);
  });

  it('are addresses too', async () => {
    const hash = `#baseline=${encodeURIComponent(NAME_END)}&theme=<svg/onload=window.hacked=1>&sort=%3Cimg&hidden=%00,%ff&worth=1e999&</script>`;
    const { page, messages } = await open({ hash });
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('table.comparison tr[data-row]').count()).toBeGreaterThan(10);
    expect(messages).toEqual([]);
  });
});
