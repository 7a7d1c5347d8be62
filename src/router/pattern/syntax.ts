/** Inclusive code point ranges, ascending. */
export type Ranges = readonly (readonly [number, number])[];

export type Assertion = 'start' | 'end' | 'word' | 'not_word';

/** A parsed pattern. */
export type Node =
  | { readonly kind: 'set'; readonly ranges: Ranges }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'either'; readonly options: readonly Node[] }
  /** `max` null: without bound. */
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number | null }
  | { readonly kind: 'assert'; readonly which: Assertion };

export const LAST_CODE_POINT = 0x10ffff;

/** Largest count in {m,n}: larger ones make programs nobody means. */
export const MOST_REPEATS = 1000;

/** Deepest nesting of groups; the parser goes down one call a level. */
export const MOST_NESTING = 200;

export const ACCEPTED_SYNTAX =
  'literals, ., [classes], \\d \\w \\s \\b and their negations, ^ $, (groups), |, * + ? {m,n}, leading (?i) (?s); no look-around, no back-references';

export const DIGIT: Ranges = [[48, 57]];
export const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
/** Tab, line feed, form feed, carriage return, space (RE2's \s). */
export const SPACE: Ranges = [
  [9, 10],
  [12, 13],
  [32, 32],
];

/** Everything the ranges leave out. */
export function inverted(ranges: Ranges): Ranges {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [low, high] of merged(ranges)) {
    if (low > next) gaps.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

/** The same set with ASCII letters in both cases. */
export function caseFolded(ranges: Ranges): Ranges {
  const added: [number, number][] = [];
  for (const [low, high] of ranges) {
    const lowerFrom = Math.max(low, 97);
    const lowerTo = Math.min(high, 122);
    if (lowerFrom <= lowerTo) added.push([lowerFrom - 32, lowerTo - 32]);
    const upperFrom = Math.max(low, 65);
    const upperTo = Math.min(high, 90);
    if (upperFrom <= upperTo) added.push([upperFrom + 32, upperTo + 32]);
  }
  return merged([...ranges, ...added]);
}

/** Ascending and disjoint. */
export function merged(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = joined[joined.length - 1];
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}
