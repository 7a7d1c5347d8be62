import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { lookUp, QUALITY_ONE } from '../../../src/router/predictor/table.js';
import { sigmoid } from '../../../src/stats/exp.js';
import { log } from '../../../src/stats/log.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import { plattTable } from '../../../src/strategy/learn/platt.js';
import { aTraining, topicRows } from '../../support/a-training.js';

const at = (table: ReturnType<typeof plattTable>, score: number): number =>
  table === null ? Number.NaN : lookUp(table, score) / QUALITY_ONE;
const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

it('meets the shares of two scores exactly, between Platt’s smoothed targets', () => {
  // 4 rows at score 0, one right; 4 rows at score 100, three right: 4 right and 4 wrong, so right stands for 5/6, wrong for 1/6.
  const scores = Float64Array.from([0, 0, 0, 0, 100, 100, 100, 100]);
  const table = plattTable(scores, Float64Array.from([1, 0, 0, 0, 1, 1, 1, 0]), ones(8));
  expect(at(table, 0)).toBeCloseTo((5 / 6 + 3 / 6) / 4, 5);
  expect(at(table, 100)).toBeCloseTo((3 * (5 / 6) + 1 / 6) / 4, 5);
  // Both ends are log-odds of ∓ln 2 apart from 0, so the middle is ½; outside the scores seen the curve is flat.
  expect(at(table, 50)).toBeCloseTo(0.5, 5);
  expect(at(table, 1e6)).toBe(at(table, 100));
  expect(sigmoid(log(2))).toBeCloseTo(at(table, 100), 5);
});

it('is flat at the smoothed mean where quality falls with the score, where scores are equal, and on one row', () => {
  const flat = (5 / 6 + 1 / 6) / 2;
  const falling = plattTable(Float64Array.from([0, 0, 0, 0, 9, 9, 9, 9]), Float64Array.from([1, 1, 1, 0, 1, 0, 0, 0]), ones(8));
  expect([at(falling, 0), at(falling, 9)]).toEqual([at(falling, 4), at(falling, 4)]);
  expect(at(falling, 4)).toBeCloseTo(flat, 5);
  expect(plattTable(new Float64Array(3).fill(5), Float64Array.from([1, 0, 0]), ones(3))?.x).toEqual([5]);
  // One right answer: σ is finite at 2/3.
  expect(at(plattTable(Float64Array.of(7), Float64Array.of(1), ones(1)), 7)).toBeCloseTo(2 / 3, 5);
  // Two wrong answers: 1/4; two wrong and one right, of which nothing tells them apart: (1/4 + 1/4 + 2/3) / 3.
  expect(at(plattTable(Float64Array.of(7, 8), Float64Array.of(0, 0), ones(2)), 7)).toBeCloseTo(1 / 4, 5);
  expect(at(plattTable(new Float64Array(3).fill(5), Float64Array.of(1, 0, 0), ones(3)), 5)).toBeCloseTo(7 / 18, 5);
  expect(plattTable(Float64Array.of(7), Float64Array.of(Number.NaN), ones(1))).toBeNull();
});

it('never falls, stays within 0 and 1, and does not depend on the order of rows', () => {
  const row = fc.record({ score: fc.integer({ min: -1e6, max: 1e6 }), quality: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const table = (of: typeof rows) =>
        plattTable(
          Float64Array.from(of, (one) => one.score),
          Float64Array.from(of, (one) => one.quality),
          ones(of.length),
        );
      const found = table(rows);
      const backwards = table([...rows].reverse());
      found?.y.forEach((y, i) => {
        expect(y).toBeGreaterThanOrEqual(found.y[i - 1] ?? 0);
        expect(y).toBeLessThanOrEqual(QUALITY_ONE);
        expect(Math.abs(y - (backwards?.y[i] as number))).toBeLessThanOrEqual(QUALITY_ONE / 1000);
      });
      expect(found?.x).toEqual(backwards?.x);
    }),
    { numRuns: 60 },
  );
});

it('calibrates a predictor whose own numbers promise too much', () => {
  const rows = topicRows(300);
  const source = { training: aTraining(rows), models: [0, 1, 2], input: DEFAULT_INPUT };
  // One neighbour: raw predictions are 0 or 1, and come true three times in four or so.
  const spec = { by: 'knn', k: 1, dimension: 256 } as const;
  const raw = qualityFits.heldOut({ ...spec, calibrate: 'none' }, source);
  const told = qualityFits.heldOut({ ...spec, calibrate: 'platt' }, source);
  const error = (values: Float64Array): number =>
    values.reduce((sum, value, i) => sum + (value / QUALITY_ONE - (rows[Math.floor(i / 3)]?.[1][i % 3] ?? 0)) ** 2, 0);
  expect(error(told.values)).toBeLessThan(0.8 * error(raw.values));
});
