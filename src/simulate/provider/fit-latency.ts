import { OUTCOME_STATUS, type OutcomeTable, rowsOfModel } from '../../domain/outcome-table.js';

/** Latency of a model as time to first token plus a time for each token of output, and how far recordings are from that. */
export interface LatencyFit {
  readonly firstTokenMs: number;
  readonly perTokenMs: number;
  readonly tokensPerSecond: number;
  readonly n: number;
  /** Share of the variance of recorded latency that the fit explains. */
  readonly r2: number;
  /** Median of |recorded − fitted| ÷ recorded. */
  readonly medianError: number;
  /** Recorded ÷ fitted latency, one a recording. */
  readonly deviations: Float64Array;
}

/** A model with fewer answers than this is not fitted. */
const LEAST = 10;
/** No call is faster than this share of the mean latency: a straight line through data may start below zero. */
const FLOOR = 0.01;

/**
 * Least squares of latency on output tokens over a model's answers; the slope is not negative, nor the intercept. Null where fewer than
 * ten answers have both.
 */
export function fitLatency(table: OutcomeTable, model: number): LatencyFit | null {
  const rows = rowsOfModel(table, model).filter(
    (row) =>
      table.status[row] !== OUTCOME_STATUS.error &&
      (table.outputTokens[row] as number) >= 0 &&
      (table.latencyMs[row] as number) > 0,
  );
  if (rows.length < LEAST) return null;
  const tokens = rows.map((row) => table.outputTokens[row] as number);
  const latency = rows.map((row) => table.latencyMs[row] as number);
  const line = straightLine(tokens, latency);
  const fitted = tokens.map((count) => predictedMs(line, count));
  const errors = latency.map((value, i) => Math.abs(value - (fitted[i] as number)) / value).sort((a, b) => a - b);
  const mean = average(latency);
  const residual = latency.reduce((sum, value, i) => sum + (value - (fitted[i] as number)) ** 2, 0);
  const total = latency.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...line,
    tokensPerSecond: line.perTokenMs === 0 ? Number.POSITIVE_INFINITY : 1000 / line.perTokenMs,
    n: rows.length,
    r2: total === 0 ? 1 : 1 - residual / total,
    medianError: errors[Math.floor((errors.length - 1) / 2)] as number,
    deviations: Float64Array.from(latency, (value, i) => value / (fitted[i] as number)),
  };
}

type Line = Pick<LatencyFit, 'firstTokenMs' | 'perTokenMs'>;

/** Latency that a fit expects of so many tokens. */
export function predictedMs({ firstTokenMs, perTokenMs }: Line, outputTokens: number): number {
  return firstTokenMs + perTokenMs * (outputTokens >= 0 ? outputTokens : 0);
}

function straightLine(x: readonly number[], y: readonly number[]): Line {
  const meanX = average(x);
  const meanY = average(y);
  let xx = 0;
  let xy = 0;
  x.forEach((value, i) => {
    xx += (value - meanX) ** 2;
    xy += (value - meanX) * ((y[i] as number) - meanY);
  });
  const leastMs = FLOOR * meanY;
  const slope = xx === 0 ? 0 : Math.max(0, xy / xx);
  if (meanY - slope * meanX >= leastMs) return { firstTokenMs: meanY - slope * meanX, perTokenMs: slope };
  // Through (0, least): the best line that doesn't start below it.
  const through = x.reduce((sum, value, i) => sum + value * ((y[i] as number) - leastMs), 0);
  const squares = x.reduce((sum, value) => sum + value * value, 0);
  return { firstTokenMs: leastMs, perTokenMs: squares === 0 ? 0 : through / squares };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
