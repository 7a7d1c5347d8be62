import { objectAt, wholeAt } from '../check.js';
import type { InputSpec } from '../config.js';
import { packedAt, unpack } from '../packed.js';
import type { RequestBatch } from '../router.js';
import type { SpaceConfig } from '../space/config.js';
import { compileSpace } from '../space/index.js';
import type { ProjectionConfig } from './config.js';
import { addProduct, powerOfTwo } from './product.js';

const MOST_DIRECTIONS = 4096;
/** Projected numbers are cut to what a 32-bit integer holds. */
const MOST_NUMBER = 2 ** 31 - 1;

/** Reads a row along every direction; overwritten by the next. */
export type ReadDirections = (row: number) => Float64Array;

/** ⌊Σ value · matrix / 2^shift⌋ of each direction. Sums over a row stay below 2⁴⁵: rows up to 2²⁰ long, entries below 2⁷. */
export function compileProjection(
  space: SpaceConfig,
  { directions, matrix, shift }: ProjectionConfig,
  input: InputSpec,
): (batch: RequestBatch) => ReadDirections {
  const read = compileSpace(space, input);
  const entries = unpack(matrix);
  const unit = powerOfTwo(shift);
  const sums = new Float64Array(directions);
  return (batch) => {
    const vectorAt = read(batch);
    return (row) => {
      sums.fill(0);
      addProduct(vectorAt(row), entries, directions, sums);
      for (let d = 0; d < directions; d++) {
        const whole = Math.floor((sums[d] as number) / unit);
        sums[d] = whole > MOST_NUMBER ? MOST_NUMBER : whole < -MOST_NUMBER ? -MOST_NUMBER : whole;
      }
      return sums;
    };
  };
}

/**
 * @param columns of the space
 * @returns the number of directions
 * @throws UserError naming the member and what is accepted
 */
export function checkProjection(value: unknown, field: string, columns: number): number {
  const projection = objectAt(value, field, ['directions', 'matrix', 'shift']);
  const directions = wholeAt(projection['directions'], `${field}.directions`, 0, MOST_DIRECTIONS);
  packedAt(projection['matrix'], `${field}.matrix`, ['i8'], columns * directions);
  wholeAt(projection['shift'], `${field}.shift`, 0, 40);
  return directions;
}
