import { describe, expect, it } from 'vitest';
import { UNIT } from '../../../src/router/space/config.js';
import { sigmoid } from '../../../src/stats/exp.js';
import { log } from '../../../src/stats/log.js';
import { matrixOf } from '../../../src/strategy/learn/linear-problem.js';
import { logLoss, squaredLoss } from '../../../src/strategy/learn/losses.js';
import { type Loss, newton } from '../../../src/strategy/learn/newton.js';

/** Solves for dense rows of values; gives weights by column and the intercept last. */
function solve(x: readonly (readonly number[])[], target: readonly number[], l2: number, loss: Loss, weight?: readonly number[]) {
  const columns = x[0]?.length ?? 0;
  const entries = x.flatMap((row) => row.flatMap((value, column) => (value === 0 ? [] : [[column, value * UNIT] as const])));
  const offsets = [0];
  for (const row of x) offsets.push((offsets.at(-1) ?? 0) + row.filter((value) => value !== 0).length);
  const matrix = matrixOf({
    size: x.length,
    columns,
    offsets: Uint32Array.from(offsets),
    index: Uint32Array.from(entries, ([column]) => column),
    value: Int32Array.from(entries, ([, value]) => value),
  });
  const solution = newton(
    { matrix, target: Float64Array.from(target), weight: Float64Array.from(weight ?? target.map(() => 1)), l2 },
    loss,
  );
  const weights = new Float64Array(columns + 1);
  matrix.columns.forEach((column, at) => {
    weights[column] = solution[at] as number;
  });
  weights[columns] = solution[matrix.columns.length] as number;
  return weights;
}

describe('ridge regression', () => {
  it('gives what the normal equations give: x = 0, 1, 2 with y = 0, 0, 1 and λ = 1', () => {
    // Centred: Σ x·y = 1, Σ x² = 2, so w = 1 / (2 + 1); b = mean y − w · mean x = 1/3 − 1/3.
    const [w, b] = solve([[0], [1], [2]], [0, 0, 1], 1, squaredLoss);
    expect(w).toBeCloseTo(1 / 3, 6);
    expect(b).toBeCloseTo(0, 6);
  });

  it('leaves the intercept free: a huge penalty leaves the weighted mean', () => {
    const [w, b] = solve([[0], [1]], [0, 1], 1e9, squaredLoss, [1, 3]);
    expect(w).toBeCloseTo(0, 6);
    expect(b).toBeCloseTo(0.75, 6);
  });

  it('skips rows of which nothing is known', () => {
    expect([...solve([[0], [1], [2], [5]], [0, 0, 1, Number.NaN], 1, squaredLoss)]).toEqual([
      ...solve([[0], [1], [2]], [0, 0, 1], 1, squaredLoss),
    ]);
  });

  it('reads columns by their own number, whichever is the most frequent', () => {
    const [first, second] = solve(
      [
        [0, 1],
        [0, 1],
        [1, 0],
        [0, 1],
      ],
      [0, 0, 1, 0],
      0.001,
      squaredLoss,
    );
    expect(first).toBeGreaterThan(0.4);
    expect(second).toBeLessThan(-0.4);
  });
});

describe('logistic regression', () => {
  it('finds where the gradient is none', () => {
    const x = [[1], [2], [-1], [0.5], [-3]];
    const y = [1, 1, 0, 0, 0.25];
    const [w = 0, b = 0] = solve(x, y, 0.5, logLoss);
    const slopes = x.map(([value = 0], i) => sigmoid(w * value + b) - (y[i] as number));
    expect(slopes.reduce((sum, slope) => sum + slope, 0)).toBeCloseTo(0, 5);
    expect(slopes.reduce((sum, slope, i) => sum + slope * (x[i]?.[0] ?? 0), 0.5 * w)).toBeCloseTo(0, 5);
  });

  it('gives the log-odds of the mean where features say nothing, graded targets included', () => {
    const [, b] = solve([[0], [0], [0], [1]], [1, 0.5, 0, 0.5], 1e9, logLoss);
    expect(b).toBeCloseTo(0, 6);
    const [, right] = solve([[0], [0], [0], [0]], [1, 1, 1, 0], 1, logLoss);
    expect(right).toBeCloseTo(log(3), 5);
  });

  it('stays finite where the classes part perfectly', () => {
    const [w = 0] = solve([[-1], [1]], [0, 1], 1e-3, logLoss);
    expect(w).toBeGreaterThan(3);
    expect(w).toBeLessThan(20);
  });
});
