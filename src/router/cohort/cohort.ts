import { codePointAt } from '../identity/utf8.js';
import { asciiLower } from '../operator.js';
import { compileMatcher } from '../pattern/matcher.js';
import { MOST_TYPED, OWN_DIALECT, REQUEST_TYPES, signsOf } from './request-type.js';
import { LENGTHS, lengthOf, measured, traitsOf } from './traits.js';

/** Where a request belongs: cohorts are numbered by type, then length, then four yes or no. */
export type CohortOf = (text: string) => number;

const FLAGS = 16;

/** How many cohorts there are. */
export const COHORTS: number = REQUEST_TYPES.length * LENGTHS.length * FLAGS;

/** Index of the type of a cohort. */
export function typeOf(cohort: number): number {
  return Math.floor(cohort / (LENGTHS.length * FLAGS));
}

/** A cohort's name, as LiteLLM writes it. */
export function cohortName(cohort: number): string {
  const flag = (bit: number): number => Math.floor(cohort / bit) % 2;
  const length = LENGTHS[Math.floor(cohort / FLAGS) % LENGTHS.length];
  return `${REQUEST_TYPES[typeOf(cohort)]}|${length}|code=${flag(8)}|math=${flag(4)}|mc=${flag(2)}|intl=${flag(1)}`;
}

let compiled: CohortOf | undefined;

/** Tells cohorts apart; patterns are compiled when first needed. */
export function cohortOf(text: string): number {
  compiled ??= compileCohorts();
  return compiled(text);
}

function compileCohorts(): CohortOf {
  const signs = signsOf(OWN_DIALECT).map((sign) => ({ type: REQUEST_TYPES.indexOf(sign.type), found: finder(sign, '(?i)') }));
  const { code, math, mc } = traitsOf(OWN_DIALECT);
  const [hasCode, hasMath, hasChoices] = [finder(code, '(?i)'), finder(math, '(?i)'), finder(mc, '')];
  return (text) => {
    const lower = asciiLower(text);
    const { codePoints, international } = measured(text);
    const start = codePoints > MOST_TYPED ? firstOf(text, MOST_TYPED) : text;
    const sign = signs.find(({ found }) => found(start, lower));
    const flags =
      (hasCode(text, lower) ? 8 : 0) +
      (hasMath(text, lower) ? 4 : 0) +
      (hasChoices(text, text) ? 2 : 0) +
      (international ? 1 : 0);
    const type = sign === undefined ? REQUEST_TYPES.length - 1 : sign.type;
    return (type * LENGTHS.length + lengthOf(codePoints)) * FLAGS + flags;
  };
}

/** Whether a pattern is found in a text; `has` is looked for first, in `folded`: most texts have none of it. */
function finder(
  { pattern, has }: { readonly pattern: string; readonly has: readonly string[] },
  flags: string,
): (text: string, folded: string) => boolean {
  const matches = compileMatcher(flags + pattern);
  return (text, folded) => {
    for (let i = 0; i < has.length; i++) if (folded.indexOf(has[i] as string) >= 0) return matches(text);
    return false;
  };
}

/** The first code points of a text. */
function firstOf(text: string, most: number): string {
  let at = 0;
  for (let seen = 0; seen < most; seen++) at += codePointAt(text, at) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}
