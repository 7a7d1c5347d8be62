import { pack } from '../../router/packed.js';
import type { LinearConfig } from '../../router/predictor/config.js';
import type { SpaceConfig } from '../../router/space/config.js';

/** Weights of several outputs: `weights[column * outputs + output]`. */
export interface LinearSolution {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** Bits of a space's unit and of a score's unit. */
const VALUE_BITS = 14;
const SCORE_BITS = 16;
const LEAST_BITS = SCORE_BITS - VALUE_BITS;
const MOST_BITS = 30;

/**
 * The solution in whole numbers: weights are multiples of 2⁻ᵉ, with e as large as lets the greatest fit into 8 or 16 bits. Where
 * 8 bits can't hold the greatest, 16 are taken.
 */
export function quantisedLinear(space: SpaceConfig, { weights, bias }: LinearSolution, bits: 8 | 16): LinearConfig {
  const greatest = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const most = bits === 8 ? 127 : 32_767;
  let exponent = LEAST_BITS;
  let scale = 2 ** LEAST_BITS;
  if (greatest * scale > most && bits === 8) return quantisedLinear(space, { weights, bias }, 16);
  while (exponent < MOST_BITS && greatest * scale * 2 <= most) {
    exponent++;
    scale *= 2;
  }
  const quantised = weights.map((one) => Math.max(-most, Math.min(most, Math.round(one * scale))));
  return {
    type: 'linear',
    space,
    weights: pack(
      bits === 8 ? 'i8' : 'i16',
      quantised.map((one) => one + 0),
    ),
    bias: Array.from(bias, (one) => Math.round(one * scale * 2 ** VALUE_BITS) + 0),
    shift: exponent - LEAST_BITS,
  };
}
