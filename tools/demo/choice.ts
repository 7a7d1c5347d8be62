import type { Random } from './random.js';

export const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** Options in random order with the letters of the right and the wrong ones. */
export interface ChoiceSet {
  readonly choices: readonly string[];
  readonly right: string;
  readonly wrong: readonly string[];
  /** The options as lines of a prompt. */
  readonly block: string;
}

const MARKS: readonly ((letter: string) => string)[] = [(l) => `${l}) `, (l) => `${l}. `, (l) => `(${l}) `];

/** Mixes one right and three wrong options. */
export function choiceSet(random: Random, rightText: string, wrongTexts: readonly string[]): ChoiceSet {
  const choices = random.shuffle([rightText, ...random.sample(wrongTexts, LETTERS.length - 1)]);
  if (choices.length !== LETTERS.length) throw new Error(`needs three wrong options: ${rightText}`);
  const mark = random.pick(MARKS);
  const right = LETTERS[choices.indexOf(rightText)] as string;
  return {
    choices,
    right,
    wrong: LETTERS.filter((letter) => letter !== right),
    block: choices.map((text, i) => `${mark(LETTERS[i] as string)}${text}`).join('\n'),
  };
}
