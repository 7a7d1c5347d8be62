import { type KernelExports, kernelOf, reserve } from '../domain/kernel.js';
import { CHOICE_KERNEL } from './asset/choice-kernel.js';

/** The module's export (tools/bundle/wasm/choice-kernel.mjs). Every number is an address, or a count. */
interface ChoiceKernel extends KernelExports {
  choose(worths: number, stride: number, options: number, lengths: number, end: number, prices: number, best: number): void;
}

/** What an option's worth is weighed with, and by option what it costs. */
export interface Prices {
  readonly scale: number;
  readonly base: Float64Array;
  /** On each unit of a case's length. */
  readonly perLength: Float64Array;
}

/** Some cases whose options are compared at many prices. Worths and lengths are laid in by the caller. */
export interface PricedChoice {
  /** By option and case, at `option · most + case`. */
  readonly worths: Float64Array;
  /** By case. */
  readonly lengths: Float64Array;
  /**
   * By case the place of the option whose worth · scale − (base + perLength · length) is greatest, ties to the earlier. Whole numbers below 2⁵³
   * throughout, so no order of steps matters. Written over by the next.
   *
   * @param size how many cases are laid in
   */
  best(prices: Prices, size: number): Float64Array;
}

/** Cases that the kernel decides in one pass. */
const STEP = 4;

/**
 * By WebAssembly SIMD where the host has it, else by plain loops: the same choices.
 *
 * @param most cases at a time, a multiple of four
 */
export function pricedChoice(options: number, most: number): PricedChoice {
  return simdChoice(options, most) ?? plainChoice(options, most);
}

function simdChoice(options: number, most: number): PricedChoice | null {
  const kernel = kernelOf<ChoiceKernel>(CHOICE_KERNEL);
  if (kernel === null) return null;
  const lengthAt = 8 * options * most;
  const priceAt = lengthAt + 8 * most;
  const bestAt = priceAt + 16 * (1 + options);
  reserve(kernel, bestAt + 8 * most);
  const { buffer } = kernel.memory;
  const priced = new Float64Array(buffer, priceAt, 2 * (1 + options));
  const best = new Float64Array(buffer, bestAt, most);
  return {
    worths: new Float64Array(buffer, 0, options * most),
    lengths: new Float64Array(buffer, lengthAt, most),
    best({ scale, base, perLength }, size) {
      priced.fill(scale, 0, 2);
      for (let option = 0; option < options; option++) {
        priced[2 * (1 + option)] = base[option] as number;
        priced[2 * (1 + option) + 1] = perLength[option] as number;
      }
      const end = lengthAt + 8 * STEP * Math.ceil(size / STEP);
      kernel.choose(0, 8 * most, options, lengthAt, end, priceAt, bestAt);
      return best;
    },
  };
}

/** The definition, which any faster way must agree with. */
export function plainChoice(options: number, most: number): PricedChoice {
  const worths = new Float64Array(options * most);
  const lengths = new Float64Array(most);
  const best = new Float64Array(most);
  return {
    worths,
    lengths,
    best({ scale, base, perLength }, size) {
      for (let at = 0; at < size; at++) {
        const length = lengths[at] as number;
        // Where the price before found it: mostly still the best, which spares the processor wrong guesses.
        let held = best[at] as number;
        let greatest =
          (worths[held * most + at] as number) * scale - ((base[held] as number) + (perLength[held] as number) * length);
        for (let option = 0; option < options; option++) {
          const score =
            (worths[option * most + at] as number) * scale - ((base[option] as number) + (perLength[option] as number) * length);
          if (score >= greatest && (score > greatest || option < held)) {
            greatest = score;
            held = option;
          }
        }
        best[at] = held;
      }
      return best;
    },
  };
}
