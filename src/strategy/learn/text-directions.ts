import { pack } from '../../router/packed.js';
import type { ProjectionConfig } from '../../router/predictor/config.js';
import { type SpaceConfig, UNIT } from '../../router/space/config.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { sharedFit } from '../training.js';
import { sparseRows } from './sparse-rows.js';
import { truncatedSvd } from './truncated-svd.js';

/** Bits dropped from a projection's sums: with rows of 2¹⁴ and weights of 2⁷, some thousands are left. */
const PROJECTION_SHIFT = 8;

/**
 * Leading right singular vectors of the training rows (latent semantic analysis, Deerwester et al. 1990), the greatest entry
 * of all as 127: all directions keep one scale, so that angles between projected rows stay what they are.
 */
export function textDirections(space: SpaceConfig, { training, input }: FitSource, directions: number): ProjectionConfig {
  return sharedFit(training, { fit: 'directions', space, input, directions }, () => {
    const rows = sparseRows(space, training.batch, training.rows, input);
    const matrix = {
      rows: rows.size,
      width: rows.columns,
      offsets: rows.offsets,
      columns: new Int32Array(rows.index),
      values: new Float64Array(rows.value).map((value) => value / UNIT),
    };
    const found = directions === 0 ? [] : truncatedSvd(matrix, directions, training.seed);
    const greatest = found.reduce((most, vector) => vector.reduce((held, one) => Math.max(held, Math.abs(one)), most), 0);
    const whole = new Int8Array(rows.columns * found.length);
    found.forEach((vector, direction) => {
      for (let column = 0; column < vector.length; column++)
        whole[column * found.length + direction] = Math.round(((vector[column] as number) / greatest) * 127);
    });
    return { directions: found.length, matrix: pack('i8', whole), shift: PROJECTION_SHIFT };
  });
}
