import { type KernelExports, kernelOf, reserve } from '../domain/kernel.js';
import { CURVE_KERNEL } from './asset/curve-kernel.js';
import type { RoutingCurve, Way } from './routing-curve.js';

/** The module's exports (tools/bundle/wasm/curve-kernel.mjs). Every number is an address, or a count. */
interface CurveKernel extends KernelExports {
  range(values: number, end: number, found: number): void;
  sort(
    values: number,
    end: number,
    found: number,
    keys: number,
    otherKeys: number,
    rows: number,
    otherRows: number,
    counts: number,
  ): void;
  mend(order: number, end: number, values: number, left: number): void;
  way(
    order: number,
    orderEnd: number,
    values: number,
    weak: number,
    strong: number,
    gain: number,
    threshold: number,
    ends: number,
    last: number,
  ): void;
  along(
    order: number,
    gain: number,
    ends: number,
    endsEnd: number,
    weights: number,
    weightsEnd: number,
    weak: number,
    share: number,
    quality: number,
  ): void;
  lookUp(thresholds: number, length: number, wanted: number, end: number, places: number): void;
}

/** Keys have 32 bits. */
const MOST_KEY = 2 ** 32 - 1;
/** Counters of three digits of eleven bits. */
const COUNTS_BYTES = 3 * 4 * 2 ** 11;
const FOUND_BYTES = 32;
/** A row moves so far at most to where it belongs among those of its key, on average. */
const MOST_MOVES = 16;
/** What is taken stays taken: beyond this, plain loops do. */
const MOST_BYTES = 2 ** 27;

/** Where things lie in the module's memory. Some take the place of what isn't needed any more. */
interface Layout {
  readonly counts: number;
  readonly found: number;
  /** Scores, then shares. */
  readonly score: number;
  readonly weak: number;
  /** The strong model's quality, then weights, then wanted thresholds. */
  readonly strong: number;
  readonly gain: number;
  readonly thresholds: number;
  /** Keys and other keys, then quality, then places of wanted thresholds. */
  readonly keys: number;
  /** Rows half in order, then ends. */
  readonly rows: number;
  readonly order: number;
  readonly bytes: number;
}

function layoutOf(size: number): Layout {
  const doubles = 8 * (size + 1);
  const score = COUNTS_BYTES + FOUND_BYTES;
  const [weak, strong, gain, thresholds, keys, rows] = [1, 2, 3, 4, 5, 6].map((number) => score + number * doubles) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const order = rows + 4 * (size + 2);
  return {
    counts: 0,
    found: COUNTS_BYTES,
    score,
    weak,
    strong,
    gain,
    thresholds,
    keys,
    rows,
    order,
    bytes: order + 4 * (size + 1),
  };
}

/** One instance for all. */
let known: CurveKernel | null | undefined;
/** Whose rows and gains lie in it. */
let held: Way | null = null;

function kernelFor(size: number): CurveKernel | null {
  known ??= kernelOf<CurveKernel>(CURVE_KERNEL);
  const { bytes } = layoutOf(size);
  if (known === null || bytes > MOST_BYTES) return null;
  reserve(known, bytes);
  return known;
}

/** Indices of values from the largest to the smallest, to the bits of `plainOrder`; null where the host can't, or the range is too wide. */
export function kernelOrder(values: Float64Array): Uint32Array | null {
  const kernel = kernelFor(values.length);
  if (kernel === null || !sorted(kernel, values)) return null;
  return new Uint32Array(kernel.memory.buffer, layoutOf(values.length).order, values.length).slice();
}

/** Puts the order of some values where the layout has it. */
function sorted(kernel: CurveKernel, values: Float64Array): boolean {
  const size = values.length;
  const at = layoutOf(size);
  const { buffer } = kernel.memory;
  held = null;
  new Float64Array(buffer, at.score, size).set(values);
  kernel.range(at.score, at.score + 8 * size, at.found);
  const found = new Float64Array(buffer, at.found, 3);
  const [least, most] = [found[0] as number, found[1] as number];
  const perUnit = most === least ? 0 : MOST_KEY / (most - least);
  if (!(perUnit >= 0) || perUnit === Number.POSITIVE_INFINITY || (perUnit === 0 && most !== least)) return false;
  found[2] = perUnit;
  new Uint8Array(buffer, at.counts, COUNTS_BYTES).fill(0);
  kernel.sort(at.score, at.score + 8 * size, at.found, at.keys, at.keys + 4 * size, at.rows, at.order, at.counts);
  // Where a few far away leave the rest too few keys, plain loops spread these anew.
  const left = new Uint32Array(buffer, at.found, 1).fill(MOST_MOVES * size);
  kernel.mend(at.order, at.order + 4 * size, at.score, at.found);
  return left[0] !== 0;
}

/** The way of a score, which stays in the module until the next comes; null where the host can't, or the range is too wide. */
export function kernelWay(score: Float64Array, weak: Float64Array, strong: Float64Array): Way | null {
  const size = score.length;
  const kernel = size === 0 ? null : kernelFor(size);
  if (kernel === null || !sorted(kernel, score)) return null;
  const at = layoutOf(size);
  const { buffer } = kernel.memory;
  new Float64Array(buffer, at.weak, size).set(weak);
  new Float64Array(buffer, at.strong, size).set(strong);
  new Float64Array(buffer, at.thresholds, 1).fill(Number.POSITIVE_INFINITY);
  new Uint32Array(buffer, at.rows, 1).fill(0);
  kernel.way(at.order, at.order + 4 * size, at.score, at.weak, at.strong, at.gain, at.thresholds, at.rows, at.found);
  const [last] = new Uint32Array(buffer, at.found, 1);
  const points = ((last as number) - at.rows) / 4 + 1;
  held = {
    order: new Uint32Array(buffer, at.order, size).slice(),
    gain: new Float64Array(buffer, at.gain, size).slice(),
    thresholds: new Float64Array(buffer, at.thresholds, points).slice(),
    ends: new Uint32Array(buffer, at.rows, points).slice(),
  };
  return held;
}

/** Fills in the curve of a way under weights; false where it isn't the way that lies in the module. */
export function kernelAlong(way: Way, weights: Float64Array, { strongShare, quality }: RoutingCurve): boolean {
  if (known == null || held !== way) return false;
  const size = weights.length;
  const points = way.thresholds.length;
  const at = layoutOf(size);
  const { buffer } = known.memory;
  new Float64Array(buffer, at.strong, size).set(weights);
  const ends = [at.rows + 4, at.rows + 4 * points] as const;
  known.along(at.order, at.gain, ...ends, at.strong, at.strong + 8 * size, at.weak, at.score, at.keys);
  strongShare.set(new Float64Array(buffer, at.score, points));
  quality.set(new Float64Array(buffer, at.keys, points));
  return true;
}

/** For each wanted threshold the last point of the way that is at least as large; null where it isn't the way that lies in the module. */
export function kernelPoints(way: Way, wanted: readonly number[]): Uint32Array | null {
  const size = way.order.length;
  if (known == null || held !== way || wanted.length > size) return null;
  const at = layoutOf(size);
  const { buffer } = known.memory;
  new Float64Array(buffer, at.strong, wanted.length).set(wanted);
  known.lookUp(at.thresholds, way.thresholds.length, at.strong, at.strong + 8 * wanted.length, at.keys);
  return new Uint32Array(buffer, at.keys, wanted.length).slice();
}
