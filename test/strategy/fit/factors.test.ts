import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { pack } from '../../../src/router/packed.js';
import type { FactorsConfig } from '../../../src/router/predictor/config.js';
import { checkQuality, compilePredictor } from '../../../src/router/predictor/index.js';
import { hash32 } from '../../../src/stats/hash.js';
import type { Matrix } from '../../../src/strategy/learn/linear-problem.js';
import { squaredLoss } from '../../../src/strategy/learn/losses.js';
import { type LowRank, reduceRank } from '../../../src/strategy/learn/low-rank.js';
import { newton } from '../../../src/strategy/learn/newton.js';
import { quantisedFactors } from '../../../src/strategy/learn/quantise-factors.js';
import { aTraining } from '../../support/a-training.js';

const dense = (rows: readonly (readonly number[])[]): Matrix => {
  const columns = rows[0]?.length ?? 0;
  return {
    size: rows.length,
    columns: Uint32Array.from({ length: columns }, (_, i) => i),
    offsets: Uint32Array.from({ length: rows.length + 1 }, (_, i) => i * columns),
    index: Uint32Array.from({ length: rows.length * columns }, (_, i) => i % columns),
    value: Float64Array.from(rows.flat()),
  };
};
const ones = (count: number): Float64Array => new Float64Array(count).fill(1);
const ridge = (matrix: Matrix, outputs: readonly (readonly number[])[], l2: number) =>
  outputs.map((target) => newton({ matrix, target: Float64Array.from(target), weight: ones(matrix.size), l2 }, squaredLoss));
const scoreOf = ({ directions, loadings, intercept }: LowRank, x: readonly number[], output: number): number =>
  directions.reduce(
    (sum, direction, d) =>
      sum + (loadings[output]?.[d] ?? 0) * x.reduce((along, one, i) => along + one * (direction[i] as number), 0),
    intercept[output] as number,
  );

describe('reduced-rank ridge regression', () => {
  // Columns of length √2 that don't overlap: ridge weights are 2 / (2 + λ) of the plain ones, 3 and 1 here.
  const x = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ];
  const outputs = [
    [3.5, -2.5, 0.5, 0.5],
    [0, 0, 1, -1],
  ];

  it('keeps the output that moves most, and the other’s mean', () => {
    const found = reduceRank(dense(x), ones(4), ridge(dense(x), outputs, 2), 2, 1);
    expect(found.loadings.map(([one]) => Math.round((one ?? 0) * 1e9) / 1e9)).toEqual([1, 0]);
    expect(found.directions[0]?.[0]).toBeCloseTo(1.5, 6);
    expect(found.directions[0]?.[1]).toBeCloseTo(0, 6);
    expect(found.intercept[0]).toBeCloseTo(0.5, 6);
    expect(found.intercept[1]).toBeCloseTo(0, 6);
  });

  it('is the full solution at full rank', () => {
    const full = ridge(dense(x), outputs, 0.5);
    const found = reduceRank(dense(x), ones(4), full, 0.5, 2);
    x.forEach((row) => {
      full.forEach((w, m) => {
        expect(scoreOf(found, row, m)).toBeCloseTo((w[0] ?? 0) * (row[0] ?? 0) + (w[1] ?? 0) * (row[1] ?? 0) + (w[2] ?? 0), 9);
      });
    });
  });

  it('has the least loss of any weights of its rank', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 2 }), (seed, rank) => {
        const draw = (a: number, b: number): number => hash32(seed, a, b) / 2 ** 31 - 1;
        const rows = Array.from({ length: 9 }, (_, i) => [draw(i, 0), draw(i, 1), draw(i, 2)]);
        const targets = [0, 1, 2].map((m) => rows.map((row, i) => (row[m] ?? 0) + (row[0] ?? 0) + draw(i, 9 + m)));
        const loss = (of: LowRank): number =>
          targets.reduce(
            (sum, target, m) =>
              sum +
              rows.reduce((own, row, i) => own + (scoreOf(of, row, m) - (target[i] ?? 0)) ** 2, 0) +
              0.3 *
                [0, 1, 2].reduce((own, column) => {
                  const weight = of.directions.reduce((w, one, d) => w + (of.loadings[m]?.[d] ?? 0) * (one[column] ?? 0), 0);
                  return own + weight * weight;
                }, 0),
            0,
          );
        const found = reduceRank(dense(rows), ones(9), ridge(dense(rows), targets, 0.3), 0.3, rank);
        const best = loss(found);
        // Competitors of the same rank: the solution pushed a little in any direction, or any other weights.
        for (let other = 0; other < 12; other++) {
          const size = other < 8 ? 0.03 : 1;
          const pushed = (one: number, a: number): number => one + size * draw(100 + a, other);
          expect(
            loss({
              directions: found.directions.map((one, d) => one.map((w, i) => pushed(w, d * 3 + i))),
              loadings: found.loadings.map((one, m) => one.map((w, d) => pushed(w, 20 + m * 2 + d))),
              intercept: found.intercept.map((one, m) => pushed(one, 40 + m)),
            }),
          ).toBeGreaterThanOrEqual(best - 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Row 0 lies along the first column, row 1 along the second, both 2¹⁴ long. */
const space = [{ type: 'bins', of: 'prompt.words', edges: [3], value: 2 ** 14 }] as const;
const { batch } = aTraining([
  ['one', [0, 0]],
  ['one two three', [0, 0]],
]);
const scoresOf = (predictor: FactorsConfig, models: number): number[][] => {
  const bound = compilePredictor(predictor, models, DEFAULT_INPUT)(batch);
  const scores = new Float64Array(models);
  return [0, 1].map((row) => {
    bound(row, scores);
    return [...scores];
  });
};
const byHand: FactorsConfig = {
  type: 'factors',
  space,
  projection: { directions: 2, matrix: pack('i8', [1, -2, 3, 4]), shift: 12 },
  loadings: pack('i16', [1, 10, -1, 5]),
  bias: [7, -3],
  shift: 1,
};

describe('the factors predictor', () => {
  it('projects, then mixes per model', () => {
    // Row 0 projects to 4 and −8, row 1 to 12 and 16.
    expect(scoresOf(byHand, 2)).toEqual([
      [Math.floor((7 + 4 - 80) / 2), Math.floor((-3 - 4 - 40) / 2)],
      [Math.floor((7 + 12 + 160) / 2), Math.floor((-3 - 12 + 80) / 2)],
    ]);
  });

  it('in whole numbers is what was fitted, but for entries of 8 bits', () => {
    const number = fc.double({ min: -2, max: 2, noNaN: true });
    const list = (length: number) => fc.array(number, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(list(4), list(6), list(3), (d, l, intercept) => {
        const fitted: LowRank = {
          directions: [Float64Array.from(d.slice(0, 2)), Float64Array.from(d.slice(2))],
          loadings: [0, 1, 2].map((m) => Float64Array.from(l.slice(2 * m, 2 * m + 2))),
          intercept: Float64Array.from(intercept),
        };
        const config = quantisedFactors(space, Uint32Array.of(0, 1), fitted);
        scoresOf(config, 3).forEach((scores, row) => {
          scores.forEach((score, m) => {
            const exact = scoreOf(fitted, row === 0 ? [1, 0] : [0, 1], m);
            expect(Math.abs(score / 2 ** 16 - exact)).toBeLessThan(0.04);
          });
        });
      }),
    );
  });

  it.each<[string, Partial<Record<keyof FactorsConfig, unknown>>, RegExp]>([
    ['loadings of another length', { loadings: pack('i16', [1]) }, /loadings\.length/],
    ['a bias too few', { bias: [1] }, /bias.*2 numbers/],
    ['a fractional bias', { bias: [1, 0.5] }, /bias\[1\]/],
    ['a projection of other columns', { projection: { ...byHand.projection, directions: 1 } }, /matrix\.length/],
    [
      'more factors than add up exactly',
      { projection: { directions: 65, matrix: pack('i8', new Int8Array(130)), shift: 0 } },
      /directions.*0 to 64/,
    ],
  ])('with %s is refused', (_, over, message) => {
    const check = (predictor: unknown) => () => checkQuality({ predictor, tables: [{ x: [0], y: [0] }] }, 'it', 2);
    expect(check(byHand)).not.toThrow();
    expect(check({ ...byHand, ...over })).toThrow(message);
  });
});
