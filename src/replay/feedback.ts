import type { OutcomeTable } from '../domain/outcome-table.js';
import { hash32 } from '../stats/hash.js';

/**
 * How ratings come about in replay. `gold`: the scored quality itself, which nobody has in production, so what is learned from it
 * is the best case. `judge`: the recorded judge's score. `user`: a thumb, up where the quality is at least a half.
 */
export interface FeedbackSpec {
  readonly from: 'gold' | 'judge' | 'user';
  /** A rating is not known before so many more requests have been routed. */
  readonly delayQueries: number;
  /** After the answer; of no account where no times of arrival are known. */
  readonly delayMs: number;
  /** Chance that a rating is turned round: 1 − rating. */
  readonly noise: number;
  /** Chance that an answer is rated at all. */
  readonly rate: number;
}

/** Keep these draws apart from all others. */
const RATED_STREAM = 0x72617465;
const NOISE_STREAM = 0x6e6f6973;
const THUMB = 0.5;

/**
 * The rating that an answer gets, 0..1; null where nobody rates it. No answer (row -1) is rated 0: users notice.
 *
 * @param row of the outcome table
 */
export function ratingOf(
  table: OutcomeTable,
  row: number,
  { from, noise, rate }: FeedbackSpec,
  { seed, query }: { readonly seed: number; readonly query: number },
): number | null {
  if (hash32(seed ^ RATED_STREAM, query, 0) >= rate * 2 ** 32) return null;
  const known = row < 0 ? 0 : ((from === 'judge' ? table.judgeScore[row] : table.quality[row]) as number);
  if (Number.isNaN(known)) return null;
  const rating = from === 'user' ? (known >= THUMB ? 1 : 0) : known;
  return hash32(seed ^ NOISE_STREAM, query, 0) < noise * 2 ** 32 ? 1 - rating : rating;
}
