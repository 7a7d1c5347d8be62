import { DASH } from '../format.js';
import type { PackedAttempt } from '../pack/pack-header.js';

/** Shapes of what came of a call; an answer needs none. */
export const RESULT_SIGN = { ok: '', error: ' ✗', missing: ' ?', given_up: ' ✗' } as const satisfies Record<
  PackedAttempt['result'],
  string
>;

/** A row's calls in order: `small ✗ → large`. */
export function pathText(path: readonly PackedAttempt[] | null, nameOf: (model: number) => string): string {
  if (path === null) return DASH;
  if (path.length === 0) return 'no model asked';
  return path.map(({ model, result }) => nameOf(model) + RESULT_SIGN[result]).join(' → ');
}
