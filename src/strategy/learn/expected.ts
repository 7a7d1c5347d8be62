import { UserError } from '../../domain/user-error.js';
import { featureColumn } from '../../router/feature/index.js';
import { type LinearInTokens, MOST_BASE, MOST_PER_TOKEN, MOST_TOKENS } from '../../router/predictor/selection.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { sharedFit } from '../training.js';

/** Expected cost or latency as a + b · tokens by model, b ≥ 0; NaN where the model's is not known on any training row. */
export interface Expectation {
  readonly base: Float64Array;
  readonly perToken: Float64Array;
}

/**
 * Weighted least squares of a quantity on the request's estimated tokens, one line a model. A falling line is replaced by
 * the mean: a longer request never costs less. Candidates that differ in how they choose share it.
 */
export function expectation(source: FitSource, quantity: 'costPico' | 'latencyMs'): Expectation {
  const { training, models, input } = source;
  return sharedFit(training, { fit: 'expected', quantity, models, input }, () => linesOf(source, quantity));
}

function linesOf({ training, models, input }: FitSource, quantity: 'costPico' | 'latencyMs'): Expectation {
  const tokens = featureColumn(training.batch, 'prompt.tokens', input);
  const base = new Float64Array(models.length);
  const perToken = new Float64Array(models.length);
  models.forEach((model, k) => {
    const line = lineOf(training.rows, tokens, training.weight, (row) => {
      return training[quantity][row * training.modelIds.length + model] as number;
    });
    base[k] = line.base;
    perToken[k] = line.slope;
  });
  return { base, perToken };
}

function lineOf(rows: Uint32Array, x: Float64Array, weight: Float64Array, y: (row: number) => number) {
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  for (const row of rows) {
    const own = y(row);
    if (Number.isNaN(own)) continue;
    const w = weight[row] as number;
    n += w;
    sumX += w * Math.min(x[row] as number, MOST_TOKENS);
    sumY += w * own;
  }
  if (!(n > 0)) return { base: Number.NaN, slope: Number.NaN };
  const meanX = sumX / n;
  const meanY = sumY / n;
  let cross = 0;
  let square = 0;
  for (const row of rows) {
    const own = y(row);
    if (Number.isNaN(own)) continue;
    const dx = Math.min(x[row] as number, MOST_TOKENS) - meanX;
    cross += (weight[row] as number) * dx * (own - meanY);
    square += (weight[row] as number) * dx * dx;
  }
  const slope = square > 0 ? Math.max(0, cross / square) : 0;
  return { base: meanY - slope * meanX, slope };
}

/** An expectation at a number of tokens. */
export function expectedAt({ base, perToken }: Expectation, model: number, tokens: number): number {
  return (base[model] as number) + (perToken[model] as number) * Math.min(tokens, MOST_TOKENS);
}

/** An expectation in whole numbers of `unit` (units of the result per unit of the expectation). */
export function wholeLine(expected: Expectation, unit: number): LinearInTokens {
  const whole = (values: Float64Array, most: number): number[] =>
    Array.from(values, (one) => Math.max(-most, Math.min(most, Math.round(one * unit))) + 0);
  return { base: whole(expected.base, MOST_BASE), perToken: whole(expected.perToken, MOST_PER_TOKEN) };
}

/** @throws UserError naming the models of which the quantity is unknown */
export function requireKnown(expected: Expectation, source: FitSource, what: string, field: string): void {
  const unknown = source.models.filter((_, k) => Number.isNaN(expected.base[k] as number));
  if (unknown.length === 0) return;
  throw new UserError({
    field,
    message: `needs the ${what} of every model, and no training query has that of ${unknown.map((model) => source.training.modelIds[model]).join(', ')}`,
    accepted: `recordings with ${what}, or "over" with the other models`,
  });
}
