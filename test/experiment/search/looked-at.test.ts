import { describe, expect, it } from 'vitest';
import type { Field, Runner } from '../../../src/experiment/search/field.js';
import { lookedAt } from '../../../src/experiment/search/looked-at.js';
import { hash32 } from '../../../src/stats/hash.js';
import { normalQuantile } from '../../../src/stats/normal.js';

const GROUPS = 200;
const CANDIDATES = 40;
const spec = {
  objective: { kind: 'maximize_quality' },
  rule: 'best',
  seed: 7,
  replicates: 200,
  confidence: 0.95,
} as const;
const noise = (salt: number, index: number): number => normalQuantile((hash32(salt, index, 5) + 0.5) / 2 ** 32);

/** Candidates whose true means are `truth`, seen with noise of standard deviation 1 in every group. */
function field(salt: number, truth: readonly number[]): Field {
  const column = (arm: number, mean: number): Float64Array =>
    Float64Array.from({ length: GROUPS }, (_, group) => mean + noise(salt * 1000 + arm, group));
  const columns = (arm: number, mean: number): Runner['columns'] => {
    const objective = column(arm, mean);
    return { objective, quality: objective, cost: new Float64Array(GROUPS) };
  };
  const weight = new Float64Array(GROUPS).fill(1);
  return {
    part: {
      rows: Uint32Array.from({ length: GROUPS }, (_, row) => row),
      weight,
      group: Uint32Array.from({ length: GROUPS }, (_, row) => row),
      groupKeys: Uint32Array.from({ length: GROUPS }, (_, row) => hash32(salt, row, 9)),
    },
    weight,
    reference: columns(999, 0),
    runners: truth.map((mean, arm) => ({
      id: `c${arm}`,
      columns: columns(arm, mean),
      standardError: 1 / Math.sqrt(GROUPS),
      passes: () => true,
    })),
  };
}

const meanOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;

describe('lookedAt', () => {
  it('says how much choosing the best of forty equals flatters: as much as it does, over twenty-five populations', () => {
    const alike = new Array<number>(CANDIDATES).fill(0);
    let real = 0;
    let said = 0;
    for (let salt = 1; salt <= 25; salt++) {
      const own = field(salt, alike);
      real += Math.max(...own.runners.map(({ columns }) => meanOf(columns.quality)));
      said += lookedAt(own, spec).expected.quality.value ?? Number.NaN;
    }
    // Both near 2.16 standard errors, the expected maximum of forty normals.
    expect(real / 25).toBeGreaterThan(2 / Math.sqrt(GROUPS));
    expect(said / real).toBeGreaterThan(0.9);
    expect(said / real).toBeLessThan(1.1);
  });

  it('says next to nothing where one candidate is far ahead', () => {
    const { expected } = lookedAt(field(3, [5, ...new Array<number>(CANDIDATES - 1).fill(0)]), spec);
    expect(Math.abs(expected.quality.value ?? 1)).toBeLessThan(0.02);
  });

  it('rarely finds forty equals better than the reference, and finds one that is', () => {
    const alike = new Array<number>(CANDIDATES).fill(0);
    const smallest = (own: Field): number => Math.min(...lookedAt(own, spec).advantages.pAdjusted.map((p) => p ?? 1));
    const rejected = Array.from({ length: 25 }, (_, salt) => smallest(field(100 + salt, alike))).filter((p) => p < 0.05);
    expect(rejected.length).toBeLessThanOrEqual(3);
    const one = lookedAt(field(4, [0.5, ...alike.slice(1)]), spec).advantages.pAdjusted;
    expect(one[0]).toBeLessThan(0.02);
    expect(one[5]).toBeGreaterThan(0.5);
  });

  it('knows nothing to choose where no candidate passes', () => {
    const own = field(5, [0, 0]);
    const nobody = { ...own, runners: own.runners.map((runner) => ({ ...runner, passes: () => false })) };
    expect(lookedAt(nobody, spec).expected.objective).toEqual({ value: null, low: null, high: null, n: 0 });
  });
});
