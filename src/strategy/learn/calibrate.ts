import { type MonotoneTable, QUALITY_ONE, SCORE_LIMIT } from '../../router/predictor/table.js';
import { type IsotonicBlock, isotonic } from '../../stats/isotonic.js';

/** A step of the table rests on at least this share of the rows, and on this many. */
const LEAST_SHARE = 0.01;
const LEAST_ROWS = 10;

/**
 * Isotonic calibration of one model (Zadrozny & Elkan 2002): pooled blocks of scores out of fold and what really came, as
 * knots at the blocks' means. Between them the table rises in straight lines, so that it keeps the order within a block.
 *
 * @param scores whole numbers
 * @param quality NaN unknown
 */
export function isotonicTable(scores: Float64Array, quality: Float64Array, weight: Float64Array): MonotoneTable | null {
  const known = weight.map((one, i) => (Number.isNaN(quality[i] as number) ? 0 : one));
  const total = known.reduce((sum, one) => sum + one, 0);
  if (!(total > 0)) return null;
  return tableOf(isotonic(scores, quality, known, Math.max(LEAST_ROWS, LEAST_SHARE * total)));
}

/** Knots that fall on one whole number become the later one: values never fall. */
function tableOf(blocks: readonly IsotonicBlock[]): MonotoneTable {
  const x: number[] = [];
  const y: number[] = [];
  for (const block of blocks) {
    const at = Math.max(1 - SCORE_LIMIT, Math.min(SCORE_LIMIT - 1, Math.round(block.x)));
    const value = Math.max(0, Math.min(QUALITY_ONE, Math.round(block.y * QUALITY_ONE)));
    if (x.at(-1) === at) y[y.length - 1] = value;
    else {
      x.push(at);
      y.push(value);
    }
  }
  return { x, y };
}
