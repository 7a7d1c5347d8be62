import { type Problem, UserError } from '../../domain/user-error.js';

/** A stretch of an expression: where it starts (0-based) and how long it is. */
export interface Stretch {
  readonly at: number;
  readonly length: number;
}

/** An error that points into a gate's expression. */
export function gateError(
  text: string,
  { at, length }: Stretch,
  message: string,
  more: Pick<Problem, 'accepted' | 'nearest' | 'hint'> = {},
): UserError {
  return new UserError({ message, excerpt: { text, from: at, length: Math.max(1, length) }, ...more });
}
