import type { Difficulty, Draft } from '../draft.js';
import type { Random } from '../random.js';
import { inventDocument } from './document.js';
import { LEGAL_QUESTIONS, type LegalCategory } from './questions.js';

const LEADS: readonly string[] = [
  'Read the contract below.',
  'Attached is an agreement, copied as plain text.',
  'Excerpt from our contract archive:',
  'Please look at this document.',
  'The following was sent over by counsel.',
  'Scanned text follows.',
];

/** One contract with one question for each category asked; all of them belong to one group. */
export function writeContract(random: Random, difficulty: Difficulty, categories: readonly LegalCategory[]): Draft[] {
  const document = inventDocument(random, difficulty);
  return categories.map((category) => {
    const { ask, ...rest } = LEGAL_QUESTIONS[category](random, document, difficulty);
    const lead = random.pick(LEADS);
    return {
      ...rest,
      prompt: random.chance(0.6) ? `${lead}\n\n${document.text}\n\n${ask}` : `${ask}\n\n${lead}\n\n${document.text}`,
    };
  });
}
