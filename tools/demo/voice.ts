import { LETTERS } from './choice.js';
import type { Draft } from './draft.js';
import type { Random } from './random.js';
import type { DemoModel } from './skill.js';

/** How a model talks: how many sentences of reasoning it shows, and how it frames a conclusion. */
interface Voice {
  readonly reasons: readonly [least: number, most: number];
  readonly intros: readonly string[];
  readonly letters: readonly ((letter: string, option: string) => string)[];
}

const VOICES: Readonly<Record<DemoModel, Voice>> = {
  'demo/small': { reasons: [0, 0], intros: [''], letters: [(l) => l, (l) => `(${l})`, (l, option) => `${l}) ${option}`] },
  'demo/medium': {
    reasons: [0, 1],
    intros: ['', '', 'Sure. '],
    letters: [(l) => `The answer is (${l}).`, (l, option) => `Answer: ${l}) ${option}`, (l) => `${l}.`],
  },
  'demo/onprem': {
    reasons: [0, 1],
    intros: ['Based on the text given: ', '', 'According to the material: '],
    letters: [(l) => `Answer: ${l}`, (l, option) => `The answer is ${l}: ${option}.`],
  },
  'demo/frontier': {
    reasons: [1, 3],
    intros: ['', 'Let me go through this. ', 'Taking it step by step. '],
    letters: [(l, option) => `The answer is (${l}): ${option}.`, (l) => `**Answer: ${l}**`],
  },
};

/** The text of an answer that comes to the given conclusion, in the model's voice. Exact answers stay bare, as their prompts ask. */
export function speak(random: Random, model: DemoModel, draft: Draft, conclusion: string): string {
  if (draft.scorer === 'exact') return conclusion;
  const voice = VOICES[model];
  const [least, most] = voice.reasons;
  const reasons = draft.reasoning.slice(0, random.int(least, most));
  const intro = random.pick(voice.intros);
  if (draft.scorer !== 'multiple_choice') return `${intro}${[...reasons, conclusion].join(' ')}`;
  const option = draft.choices?.[LETTERS.indexOf(conclusion as (typeof LETTERS)[number])] ?? '';
  const letter = random.pick(voice.letters)(conclusion, option);
  if (reasons.length === 0) return letter;
  // After sentences a bare letter could be taken for a word of them.
  return `${intro}${reasons.join(' ')}\n\n${/answer/i.test(letter) ? letter : `The answer is (${conclusion}).`}`;
}

/** An answer that ran into its length limit before reaching a conclusion; digits go, so that none is taken for the result. */
export function breakOff(random: Random, draft: Draft): string {
  const start = (draft.reasoning[0] ?? 'To answer this, it is best to begin with the question itself').replace(/\d+/g, 'so many');
  return start.slice(0, Math.max(12, Math.floor(start.length * (0.4 + random.next() * 0.4))));
}

const REFUSALS: readonly string[] = [
  'I can’t help with that request.',
  'I’m not able to assist with this.',
  'I can’t help with that, as it may concern private matters of a person.',
  'Sorry, this is something I must decline.',
];

export function refuse(random: Random): string {
  return random.pick(REFUSALS);
}
