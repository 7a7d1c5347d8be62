import { pack } from '../../router/packed.js';
import type { FactorsConfig } from '../../router/predictor/config.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { spaceColumns } from '../../router/space/index.js';
import type { LowRank } from './low-rank.js';
import { SCALE } from './sparse-rows.js';

/** Bits dropped from a direction's sums: with rows of 2¹⁴ and entries of 2⁷, some thousands are left. */
const PROJECTION_SHIFT = 8;
const ENTRY_MOST = 127;
const LOADING_MOST = 32_767;
/** A score's unit, and the most bits that loadings may have below it. */
const SCORE_ONE = 2 ** 16;
const MOST_BITS = 30;

/**
 * Factors in whole numbers. Every direction is scaled so that its greatest entry is 127, and its loadings take the scale back;
 * loadings are multiples of 2⁻ᵉ of a score's unit, with e as large as lets the greatest fit into 16 bits.
 *
 * @param columns of the space, by matrix column
 */
export function quantisedFactors(
  space: SpaceConfig,
  columns: Uint32Array,
  { directions, loadings, intercept }: LowRank,
): FactorsConfig {
  const scales = directions.map((one) => one.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0) / ENTRY_MOST);
  const matrix = new Int8Array(spaceColumns(space) * directions.length);
  directions.forEach((direction, d) => {
    columns.forEach((column, at) => {
      const entry = (direction[at] as number) / (scales[d] as number);
      matrix[column * directions.length + d] = Number.isNaN(entry) ? 0 : Math.round(entry);
    });
  });
  const unit = scales.map((scale) => ((scale * 2 ** PROJECTION_SHIFT) / SCALE) * SCORE_ONE);
  const exact = loadings.flatMap((own) => Array.from(own, (one, d) => one * (unit[d] as number)));
  const greatest = exact.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  let shift = 0;
  while (shift < MOST_BITS && greatest * 2 ** (shift + 1) <= LOADING_MOST) shift++;
  return {
    type: 'factors',
    space,
    projection: { directions: directions.length, matrix: pack('i8', matrix), shift: PROJECTION_SHIFT },
    loadings: pack(
      'i16',
      exact.map((one) => Math.max(-LOADING_MOST, Math.min(LOADING_MOST, Math.round(one * 2 ** shift))) + 0),
    ),
    bias: Array.from(intercept, (one) => Math.round(one * SCORE_ONE * 2 ** shift) + 0),
    shift,
  };
}
