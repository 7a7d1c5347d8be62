import { withSynonym } from './synonyms.js';

/** What is done to a prompt that a user might as well have typed that way. */
export const PERTURBATIONS = ['letter_case', 'spacing', 'typo', 'synonym', 'courtesy', 'noise', 'end_punctuation'] as const;
export type Perturbation = (typeof PERTURBATIONS)[number];

/**
 * A prompt that means the same, typed slightly differently. Where the kind does not apply (no letter, no longer word), a
 * courtesy is added, so that the text always differs.
 *
 * @param draw 32 bits that decide where and how
 */
export function perturb(text: string, kind: Perturbation, draw: number): string {
  return perturbedAs(text, kind, draw) ?? withCourtesy(text, draw);
}

/** The prompt changed in the way of one kind; null where the kind does not apply to it. */
export function perturbedAs(text: string, kind: Perturbation, draw: number): string | null {
  const changed = apply(text, kind, draw);
  return changed === text ? null : changed;
}

function apply(text: string, kind: Perturbation, draw: number): string | null {
  switch (kind) {
    case 'letter_case':
      return withOtherCase(text, draw);
    case 'spacing':
      return `${text.replace(' ', '  ')}\n`;
    case 'typo':
      return withTypo(text, draw);
    case 'synonym':
      return withSynonym(text, draw);
    case 'courtesy':
      return withCourtesy(text, draw);
    case 'noise':
      return withNoise(text, draw);
    case 'end_punctuation':
      return /[.?!]\s*$/.test(text) ? text.replace(/[.?!]\s*$/, '') : `${text}.`;
  }
}

/** The first letter in the other case, or everything in small letters. */
function withOtherCase(text: string, draw: number): string {
  const small = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (draw % 2 === 1 && small !== text) return small;
  return text.replace(/[A-Za-z]/, (letter) => (letter >= 'a' ? letter.toUpperCase() : letter.toLowerCase()));
}

function withCourtesy(text: string, draw: number): string {
  return draw % 2 === 0 ? `Hi, ${text}` : `${text} Thanks!`;
}

/** What programs put around a text. */
const NOISE: readonly (readonly [before: string, after: string])[] = [
  ['Question: ', ''],
  ['> ', ''],
  ['[web] ', ''],
  ['', '\n\nSent from my phone'],
  ['', '\n--\n'],
  ['"', '"'],
];

function withNoise(text: string, draw: number): string {
  const [before, after] = NOISE[draw % NOISE.length] as (typeof NOISE)[number];
  return before + text + after;
}

/** Two neighbouring letters inside one of the longer words change places. */
function withTypo(text: string, draw: number): string {
  const words = [...text.matchAll(/[a-z]{5,}/g)].filter(([word]) => word[1] !== word[2]);
  const word = words[draw % Math.max(1, words.length)];
  if (word === undefined) return text;
  const at = word.index + 1;
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}
