import { parsePattern } from './parse.js';
import { compileProgram } from './program.js';
import { createSearch } from './search.js';

/** Whether a pattern is found anywhere in a text. Takes time linear in the text, whatever the pattern. */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a pattern of the documented RE2 subset; no input can make it hang.
 *
 * @throws UserError for syntax outside the subset
 */
export function compileMatcher(pattern: string): Matcher {
  return createSearch(compileProgram(parsePattern(pattern))).matches;
}
