import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';

/** Words under which people look for scoring by unit tests. */
const RUNS_CODE =
  /^(?:code|program|python|javascript)(?:_|$)|(?:^|_)(?:tests?|execution|exec|pass_at_\d+|human_?eval|mbpp)(?:_|$)/;

/** What to say to a scorer type that isn't there: the nearest one, or why code is never run. */
export function unknownScorer(type: string, field: string, names: readonly string[]): UserError {
  const accepted = names.join(', ');
  if (RUNS_CODE.test(type.toLowerCase().replaceAll('-', '_'))) {
    return new UserError({
      field,
      message: 'answers are never executed here, so unit tests can’t score them',
      value: type,
      accepted,
      hint: 'run the tests where that is safe, record the share passed as "quality", and use { type: given }',
    });
  }
  const match = nearest(type, names);
  const base = { field, message: 'no such scorer', value: type, accepted };
  return new UserError(match === undefined ? base : { ...base, nearest: match });
}
