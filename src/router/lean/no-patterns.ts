import { refuse } from '../check.js';

/** `pattern/matcher.ts` for routers without a pattern. */
export function compileMatcher(): never {
  throw refuse('$regex', 'this runtime was made for routers without patterns');
}
