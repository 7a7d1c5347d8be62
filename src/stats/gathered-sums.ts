import { type KernelExports, kernelOf, reserve } from '../domain/kernel.js';
import { GATHER_KERNEL } from './asset/gather-kernel.js';

/** The module's export (tools/bundle/wasm/gather-kernel.mjs). Every number is an address, or a count of bytes. */
interface GatherKernel extends KernelExports {
  sums(
    pairs: number,
    stride: number,
    weights: number,
    end: number,
    plans: number,
    planStride: number,
    tables: number,
    sums: number,
  ): void;
}

/** A block of cases that every chooser is asked about. */
export interface Cases {
  /** Places of the cases among all, as choosers know them. */
  readonly rows: Uint32Array;
  /** One a case of the block. */
  readonly weight: Float64Array;
}

/** Whom a chooser asks: by case a plan (2³² − 1 for none), by plan an option, or -1 where pairs don't tell what it comes to. */
export interface Chooser {
  readonly plan: Uint32Array;
  readonly optionOf: Int32Array;
}

/** What choices come to, a block of cases after another. */
export interface GatheredSums {
  /** By chooser the sums of the first and of the second numbers, side by side. */
  readonly sums: Float64Array;
  /** Adds a block; `rest` are the choosers whose sums are as they were, since some choice of theirs in it isn't told by a pair. */
  add(cases: Cases): number[];
}

/** Choosers that one pass serves. */
const AT_ONCE = 4;
const PAIR = 16;
/** Addresses have 32 bits, and what is taken stays taken. */
const MOST_BYTES = 2 ** 27;

/**
 * Sums of pairs that choosers choose, weight times pair in the order of cases, by WebAssembly SIMD: the bits of a plain loop. Null where the
 * host can't, or choosers have too many plans.
 *
 * @param pairs two numbers by case and option, at `2 · (case · options + option)`; the first is below 0 where a pair tells nothing
 * @param most cases in a block
 */
export function gatheredSums(
  pairs: Float64Array,
  options: number,
  choosers: readonly Chooser[],
  most: number,
): GatheredSums | null {
  const kernel = kernelOf<GatherKernel>(GATHER_KERNEL);
  // One more than there are: what is not told by a pair.
  const stride = PAIR * (options + 1);
  const tables = placesOf(choosers);
  const sumsAt = tables.end;
  const planAt = sumsAt + 2 * AT_ONCE * PAIR;
  const weightAt = planAt + AT_ONCE * 4 * most;
  const pairAt = weightAt + 8 * most;
  const bytes = pairAt + stride * most;
  if (kernel === null || bytes > MOST_BYTES) return null;
  reserve(kernel, bytes);
  const { buffer } = kernel.memory;
  layTables(new Uint32Array(buffer, 0, sumsAt / 4), choosers, tables.at, options);
  const sums = new Float64Array(2 * choosers.length);
  const inSums = new Float64Array(buffer, sumsAt, 4 * AT_ONCE);
  const tableAt = new Uint32Array(buffer, 0, AT_ONCE);
  return {
    sums,
    add({ rows, weight }) {
      const size = rows.length;
      new Float64Array(buffer, weightAt, size).set(weight);
      layPairs(new Float64Array(buffer, pairAt, (stride / 8) * size), pairs, options, rows);
      const isRun = rows.every((row, place) => row === (rows[0] as number) + place);
      const rest: number[] = [];
      for (let first = 0; first < choosers.length; first += AT_ONCE) {
        const some = Math.min(AT_ONCE, choosers.length - first);
        inSums.fill(0);
        inSums.set(sums.subarray(2 * first, 2 * (first + some)));
        for (let at = 0; at < AT_ONCE; at++) {
          // Where there are none left, the first once more: nobody reads it.
          const chooser = at < some ? first + at : first;
          tableAt[at] = tables.at[chooser] as number;
          layPlans(new Uint32Array(buffer, planAt + 4 * most * at, size), choosers[chooser] as Chooser, rows, isRun);
        }
        kernel.sums(pairAt, stride, weightAt, weightAt + 8 * size, planAt, 4 * most, 0, sumsAt);
        for (let at = 0; at < some; at++) {
          if ((inSums[2 * (AT_ONCE + at)] as number) < 0) rest.push(first + at);
          else sums.set(inSums.subarray(2 * at, 2 * at + 2), 2 * (first + at));
        }
      }
      return rest;
    },
  };
}

/** Where each chooser's table begins, behind the four that are in use; and where all of them end. */
function placesOf(choosers: readonly Chooser[]): { readonly at: Uint32Array; readonly end: number } {
  const at = new Uint32Array(choosers.length);
  let end = 4 * AT_ONCE;
  for (const [number, { optionOf }] of choosers.entries()) {
    // Before it stands what a plan of −1 finds: nobody decided there, and no pair tells anything.
    at[number] = end + 4;
    end += 4 * (1 + optionOf.length);
  }
  return { at, end: PAIR * Math.ceil(end / PAIR) };
}

/** By plan how far behind a case's first pair its own lies. */
function layTables(memory: Uint32Array, choosers: readonly Chooser[], at: Uint32Array, options: number): void {
  for (const [number, { optionOf }] of choosers.entries()) {
    const from = (at[number] as number) / 4;
    memory[from - 1] = PAIR * options;
    for (let plan = 0; plan < optionOf.length; plan++) {
      const option = optionOf[plan] as number;
      memory[from + plan] = PAIR * (option < 0 ? options : option);
    }
  }
}

function layPairs(to: Float64Array, pairs: Float64Array, options: number, rows: Uint32Array): void {
  let at = 0;
  for (let place = 0; place < rows.length; place++) {
    const from = 2 * options * (rows[place] as number);
    for (let number = 0; number < 2 * options; number++) to[at++] = pairs[from + number] as number;
    to[at++] = -1;
    to[at++] = Number.NaN;
  }
}

/** @param isRun whether the rows follow one another */
function layPlans(to: Uint32Array, { plan }: Chooser, rows: Uint32Array, isRun: boolean): void {
  const from = rows[0] as number;
  if (isRun) to.set(plan.subarray(from, from + rows.length));
  else for (let place = 0; place < rows.length; place++) to[place] = plan[rows[place] as number] as number;
}
