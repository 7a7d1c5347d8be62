import { describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { renderHtml } from '../../src/report/html.js';
import { hash32 } from '../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { hasChromium } from '../support/chromium.js';
import { plainTable } from '../support/table-of.js';
import { expectAccessible, pageFromDisk } from './support/open-page.js';

const HOSTILE = `</script><img src=x onerror="window.hacked=1"><svg onload="window.hacked=1">\u202eevil{{constructor}}&quot;`;

/** Results of a small real run, with hostile names where a file's author may choose them. */
function results(): Results {
  const size = 240;
  const dataset = aDataset(
    Array.from({ length: size }, (_, i) => ({
      id: `q${i}`,
      prompt: `prompt ${i} ${'x'.repeat(i % 40)}`,
      category: i % 7 === 0 ? HOSTILE : `category-${i % 3}`,
    })),
  );
  const right = (i: number, model: number): number => (hash32(model, i, 0) % 100 < 50 + 20 * model ? 1 : 0);
  const table = plainTable(
    [`lab/small${HOSTILE}`, 'lab/medium', 'lab/large'],
    Array.from(
      { length: size },
      (_, i) =>
        [
          [right(i, 0), 1e-4, 100 + i],
          [right(i, 1), 1e-3, 300 + i],
          [right(i, 2), 1e-2, 900 + i],
        ] as const,
    ),
  );
  const strategies = [
    aStrategy('by-length', [
      { rules: [{ when: { 'prompt.code_points': { $gt: { $choice: [20, 30] } } }, use: 'lab/large' }, { use: 'lab/medium' }] },
    ]),
    { ...aStrategy('always-large', [{ use: 'lab/large' }]), description: HOSTILE },
  ];
  const experiment = anExperiment({
    split: { kind: 'holdout', train: 0.2, validation: 0.4, test: 0.4, groupBy: 'group', nearCopies: null, seed: 1 },
    reference: 'lab/large',
    objective: { kind: 'minimize_cost' },
    constraints: [
      { kind: 'quality', atLeast: 0.7, of: 'reference', confidence: 0.95 },
      { kind: 'latency', percentile: 95, atMostMs: 5000, confidence: 0.95 },
    ],
  });
  const { body } = runOn(dataset, table, strategies, experiment);
  return {
    schemaVersion: 1,
    tool: { name: 'routelab', version: '0.0.0' },
    experiment: { name: HOSTILE, file: 'routelab.yaml', synthetic: true },
    inputs: { hash: '0123456789abcdef', files: [{ role: 'dataset', path: HOSTILE, sha256: 'ab' }] },
    ...body,
  };
}

describe.skipIf(!hasChromium)('the report in a browser (skipped without Chromium)', () => {
  const { url, open } = pageFromDisk(() => renderHtml(results()));

  it('opens from disk with no request of its own, no error, and its style and script allowed', async () => {
    const { page, requests, messages } = await open();
    expect(requests).toEqual([url.href]);
    expect(messages).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.querySelector("main")).maxWidth')).toBe('1536px');
    await page.locator('html[data-ready]').waitFor();
    expect(messages).toEqual([]);
  });

  it('shows verdict, constraints, table, charts and provenance, also without scripts', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    for (const heading of [
      'Verdict',
      'Constraints',
      'Comparison',
      'Cost against quality',
      'Sweeps from weak to strong',
      'By category',
      'Duel',
      'What was left on the table',
      'Time and money',
      'Model shares',
      'Candidates tried',
      'Data and audits',
      'What the numbers mean',
      'Provenance',
    ]) {
      expect(await page.getByRole('heading', { name: heading }).count(), heading).toBe(1);
    }
    expect(await page.getByRole('img').count()).toBe(6);
    expect(await page.getByRole('row').count()).toBeGreaterThan(25);
  });

  it('lets hostile names neither run nor break it', async () => {
    const { page } = await open();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('</script><img src=x onerror');
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    await expectAccessible(page);
  });

  it.each([1280, 400])('does not scroll sideways at %i pixels', async (width) => {
    const { page } = await open({ viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('has room for the comparison at 1400 pixels', async () => {
    const { page } = await open({ viewport: { width: 1400, height: 900 } });
    const hidden =
      "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.comparison').parentElement)";
    expect(await page.evaluate(hidden)).toBeLessThanOrEqual(0);
  });

  it('prints', async () => {
    const { page } = await open();
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });
});
