/** What is done to a prompt that a user might as well have typed that way. */
export const PERTURBATIONS = ['letter_case', 'spacing', 'typo', 'courtesy', 'end_punctuation'] as const;
export type Perturbation = (typeof PERTURBATIONS)[number];

/**
 * A prompt that means the same, typed slightly differently. Where the kind does not apply (no letter, no longer word), a
 * courtesy is added, so that the text always differs.
 *
 * @param draw 32 bits that decide where and how
 */
export function perturb(text: string, kind: Perturbation, draw: number): string {
  const changed = apply(text, kind, draw);
  return changed === text ? withCourtesy(text, draw) : changed;
}

function apply(text: string, kind: Perturbation, draw: number): string {
  switch (kind) {
    case 'letter_case':
      return text.replace(/[A-Za-z]/, (letter) => (letter >= 'a' ? letter.toUpperCase() : letter.toLowerCase()));
    case 'spacing':
      return `${text.replace(' ', '  ')}\n`;
    case 'typo':
      return withTypo(text, draw);
    case 'courtesy':
      return withCourtesy(text, draw);
    case 'end_punctuation':
      return /[.?!]\s*$/.test(text) ? text.replace(/[.?!]\s*$/, '') : `${text}.`;
  }
}

function withCourtesy(text: string, draw: number): string {
  return draw % 2 === 0 ? `Hi, ${text}` : `${text} Thanks!`;
}

/** Two neighbouring letters inside one of the longer words change places. */
function withTypo(text: string, draw: number): string {
  const words = [...text.matchAll(/[a-z]{5,}/g)].filter(([word]) => word[1] !== word[2]);
  const word = words[draw % Math.max(1, words.length)];
  if (word === undefined) return text;
  const at = word.index + 1;
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}
