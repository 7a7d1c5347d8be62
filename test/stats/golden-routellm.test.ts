import { describe, expect, it } from 'vitest';
import { resampleTotals } from '../../src/stats/bootstrap.js';
import { apgr, cpt, prepareCurve, quantileThresholds } from '../../src/stats/curve.js';
import { percentileInterval } from '../../src/stats/interval.js';
import { mcnemar } from '../../src/stats/mcnemar.js';
import { hasRouteLlm, routeLlm } from '../support/routellm.js';

const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
const lengths = (prompts: readonly string[]): Float64Array => Float64Array.from(prompts, (prompt) => [...prompt].length);

describe.skipIf(!hasRouteLlm)('RouteLLM GSM8K (skipped without ../shared/data)', async () => {
  const { prompts, weak, strong } = hasRouteLlm ? await routeLlm('gsm8k') : { prompts: [], weak: ones(0), strong: ones(0) };
  const count = (of: (weak: number, strong: number) => boolean): number =>
    weak.reduce((sum, value, row) => sum + (of(value, strong[row] as number) ? 1 : 0), 0);

  it('has the published counts', () => {
    expect(prompts.length).toBe(1307);
    const table = [count((w, s) => w + s === 2), count((w, s) => s > w), count((w, s) => w > s), count((w, s) => w + s === 0)];
    expect(table).toEqual([739, 382, 94, 92]);
  });

  it('McNemar gives the anchor p-values', () => {
    const test = mcnemar(382, 94);
    expect(test.pExact / 3.257278e-42).toBeCloseTo(1, 5);
    expect(test.pMid / 2.026661e-42).toBeCloseTo(1, 5);
    expect(test.log10PExact).toBeCloseTo(Math.log10(3.257278e-42), 6);
    expect(test.chi2).toBeCloseTo(174.252101, 6);
    expect(test.chi2Corrected).toBeCloseTo(173.044118, 6);
  });

  it('the paired bootstrap interval is the anchor within Monte Carlo error', () => {
    const difference = strong.map((value, row) => value - (weak[row] as number));
    const groupKeys = Uint32Array.from(prompts.keys());
    const [total, weight] = resampleTotals({ seed: 7, replicates: 10_000, groupKeys, columns: [difference, ones(1307)] });
    const interval = percentileInterval(
      Float64Array.from(total ?? [], (value, i) => value / (weight?.[i] as number)),
      0.95,
    );
    expect(Math.abs((interval?.low ?? 0) - 0.189748)).toBeLessThan(0.0015);
    expect(Math.abs((interval?.high ?? 0) - 0.250956)).toBeLessThan(0.0015);
  });

  it('the length router has the anchor APGR and CPT', () => {
    const score = lengths(prompts);
    const curve = prepareCurve(score, weak, strong);
    expect(apgr(curve.curve(ones(1307)))).toBeCloseTo(0.597784, 6);
    expect(apgr(curve.at(curve.curve(ones(1307)), quantileThresholds(score)))).toBeCloseTo(0.598655, 6);
    expect(100 * cpt(curve.curve(ones(1307)), 0.5)).toBeCloseTo(36.7, 0);
  });

  it('the oracle exceeds 1, unclipped', () => {
    const gain = strong.map((value, row) => value - (weak[row] as number));
    const curve = prepareCurve(gain, weak, strong);
    expect(apgr(curve.curve(ones(1307)))).toBeCloseTo(1.120818, 6);
  });
});

describe.skipIf(!hasRouteLlm)('RouteLLM MMLU, 28 domains (skipped without ../shared/data)', async () => {
  const { prompts, weak, strong } = hasRouteLlm ? await routeLlm('mmlu') : { prompts: [], weak: ones(0), strong: ones(0) };

  it('has the published accuracies and the length router its APGR', () => {
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(prompts.length).toBe(6382);
    expect(mean(weak)).toBeCloseTo(0.654184, 6);
    expect(mean(strong)).toBeCloseTo(0.775306, 6);
    expect(apgr(prepareCurve(lengths(prompts), weak, strong).curve(ones(prompts.length)))).toBeCloseTo(0.632345, 6);
  });
});
