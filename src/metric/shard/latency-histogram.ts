import { type LatencyColumn, type SortedLatencies, tooFewKnown } from '../latency.js';
import type { Part } from '../part.js';
import { type ExactPair, exactPair, highUnit, pairValues } from './exact-pair.js';
import { exponentOf } from './scale.js';

/** Latencies by bin: those whose first eleven significant bits are the same fall into one, so a bin is at most 2⁻¹⁰ of its values wide. */
export interface LatencyHistogram {
  /** Numbers of the bins that hold anything, ascending. */
  readonly bins: Uint32Array;
  /** Weight in each of them. */
  readonly weight: ExactPair;
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

function edgeOf(bin: number): number {
  words[1 - UPPER] = 0;
  words[UPPER] = bin << SHIFT;
  return double[0] as number;
}

/** Weights by bin, in two parts so that nothing is rounded. */
interface Bins {
  add(bin: number, high: number, low: number): void;
  done(): Pick<LatencyHistogram, 'bins' | 'weight'>;
}

function emptyBins(exponent: number): Bins {
  const placeOf = new Map<number, number>();
  const highs: number[] = [];
  const lows: number[] = [];
  return {
    add(bin, high, low) {
      const place = placeOf.get(bin) ?? placeOf.size;
      placeOf.set(bin, place);
      highs[place] = (highs[place] ?? 0) + high;
      lows[place] = (lows[place] ?? 0) + low;
    },
    done() {
      const bins = Uint32Array.from(placeOf.keys()).sort();
      const sorted = (of: readonly number[]): Float64Array =>
        Float64Array.from(bins, (bin) => of[placeOf.get(bin) as number] as number);
      return { bins, weight: exactPair(exponent, sorted(highs), sorted(lows)) };
    },
  };
}

/** The latencies of an arm on a part. */
export function latencyHistogram(columns: readonly LatencyColumn[], part: Part): LatencyHistogram {
  const exponent = exponentOf('weight');
  const [unit, upper] = [2 ** exponent, highUnit(exponent)];
  const sums = emptyBins(exponent);
  let known = 0;
  for (const { values, weight } of columns) {
    part.rows.forEach((query, index) => {
      const value = values[query] as number;
      if (Number.isNaN(value)) return;
      known++;
      const own = Math.round((weight * (part.weight[index] as number)) / unit) * unit;
      const high = Math.floor(own / upper) * upper;
      sums.add(binOf(value), high, own - high);
    });
  }
  return { ...sums.done(), known, of: columns.length * part.rows.length };
}

/** The latencies of two shards. */
export function addedHistograms(one: LatencyHistogram, other: LatencyHistogram): LatencyHistogram {
  const sums = emptyBins(one.weight.exponent);
  for (const { bins, weight } of [one, other])
    bins.forEach((bin, at) => {
      sums.add(bin, weight.high[at] as number, weight.low?.[at] ?? 0);
    });
  return { ...sums.done(), known: one.known + other.known, of: one.of + other.of };
}

/** Middles of the bins and their running weights, as percentiles are read off; null where too few are known. */
export function sortedBins({ bins, weight, known, of }: LatencyHistogram): SortedLatencies | null {
  if (tooFewKnown(known, of)) return null;
  let sum = 0;
  const cumulative = pairValues(weight).map((own) => {
    sum += own;
    return sum;
  });
  return { values: Float64Array.from(bins, binMiddle), cumulative };
}
