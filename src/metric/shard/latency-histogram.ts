import { addExactly, type ExactSum, exactValue } from '../../stats/exact-sum.js';
import { type LatencyColumn, type SortedLatencies, tooFewKnown } from '../latency.js';
import type { Part } from '../part.js';

/** Latencies by bin: those whose first eleven significant bits are the same fall into one, so a bin is at most 2⁻¹⁰ of its values wide. */
export interface LatencyHistogram {
  /** Weight by number of the bin. */
  readonly weights: ReadonlyMap<number, ExactSum>;
  /** Values that are known, and those that there should be. */
  readonly known: number;
  readonly of: number;
}

/** A percentile is told as the middle of its bin: off by at most this share. */
export const LATENCY_ERROR = 2 ** -11;

/** Bits of the upper half of a double that don't tell bins apart. */
const SHIFT = 10;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Which of the two words is the upper one. */
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** @param value 0 or more */
export function binOf(value: number): number {
  double[0] = value;
  return (words[UPPER] as number) >>> SHIFT;
}

/** The middle of a bin. */
export function binMiddle(bin: number): number {
  return (edgeOf(bin) + edgeOf(bin + 1)) / 2;
}

/** The end of the bin that a value falls into: nothing in it is larger. */
export function binEnd(value: number): number {
  return edgeOf(binOf(value) + 1);
}

function edgeOf(bin: number): number {
  words[1 - UPPER] = 0;
  words[UPPER] = bin << SHIFT;
  return double[0] as number;
}

/** The latencies of an arm on a part. */
export function latencyHistogram(columns: readonly LatencyColumn[], part: Part): LatencyHistogram {
  const weights = new Map<number, ExactSum>();
  let known = 0;
  for (const { values, weight } of columns) {
    part.rows.forEach((query, index) => {
      const value = values[query] as number;
      if (Number.isNaN(value)) return;
      known++;
      addExactly(binIn(weights, binOf(value)), weight * (part.weight[index] as number));
    });
  }
  return { weights, known, of: columns.length * part.rows.length };
}

/** The latencies of two shards. */
export function addedHistograms(one: LatencyHistogram, other: LatencyHistogram): LatencyHistogram {
  const weights = new Map<number, ExactSum>([...one.weights].map(([bin, sum]) => [bin, [...sum]]));
  for (const [bin, sum] of other.weights) for (const value of sum) addExactly(binIn(weights, bin), value);
  return { weights, known: one.known + other.known, of: one.of + other.of };
}

function binIn(weights: Map<number, ExactSum>, bin: number): ExactSum {
  const sum = weights.get(bin) ?? [];
  weights.set(bin, sum);
  return sum;
}

/** Middles of the bins and their running weights, as percentiles are read off; null where too few are known. */
export function sortedBins({ weights, known, of }: LatencyHistogram): SortedLatencies | null {
  if (tooFewKnown(known, of)) return null;
  const bins = Float64Array.from(weights.keys()).sort();
  const running: ExactSum = [];
  const cumulative = bins.map((bin) => {
    for (const value of weights.get(bin) ?? []) addExactly(running, value);
    return exactValue(running);
  });
  return { values: bins.map(binMiddle), cumulative };
}
