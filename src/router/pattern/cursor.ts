import { UserError } from '../../domain/user-error.js';
import { ACCEPTED_SYNTAX } from './syntax.js';

/** Where the parser stands: the pattern as code points, and the flags. */
export interface Cursor {
  readonly points: readonly number[];
  at: number;
  /** Groups open around the cursor. */
  depth: number;
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
}

/** A refusal at the cursor. */
export function refused(cursor: Cursor, what: string): UserError {
  return new UserError({
    message: `regular expression: ${what} at character ${cursor.at + 1}`,
    accepted: ACCEPTED_SYNTAX,
  });
}

/** The character under the cursor, or '' at the end. */
export function peek(cursor: Cursor, ahead = 0): string {
  const point = cursor.points[cursor.at + ahead];
  return point === undefined ? '' : String.fromCodePoint(point);
}
