import type { ScorerDefinition } from './scorer.js';
import { bestOf } from './text/best-of.js';
import { characters, GRAM_ORDERS, gramTree, sharedGrams } from './text/character-grams.js';
import { referenceTexts } from './text/reference-texts.js';

/** Characters a reference may have; its runs are held in memory. */
const LONGEST_REFERENCE = 200_000;

/**
 * F-score of character n-grams: chrF = (1+β²)·P·R/(β²·P+R), P and R the means over n = 1…6 of the share of the answer's and
 * of the reference's n-grams that the other has, counted as often as both have them; the best over several references. White
 * space is left out and case counts. Lengths n that either text is too short for are left out of the means (effective order).
 * Where one side is empty, 1 if both are, else 0. Null without a reference, and for one over 200,000 characters.
 *
 * Source: Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation", with n = 6 and β = 2 (Popović 2016);
 * equal to sacreBLEU's sentence chrF2 (`nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no`) divided by 100.
 */
export const chrf: ScorerDefinition = {
  name: 'chrf',
  version: 1,
  needs: 'text',
  description: 'character n-grams shared with the reference (chrF2)',
  options: {
    beta: { kind: 'number', default: 2, min: 0, description: 'weight of recall against precision; 0: precision alone' },
  },
  create(settings) {
    // A β too large to square is recall alone, and so is this one to fifteen digits.
    const beta2 = Math.min(settings.number('beta') ** 2, 1e15);
    return (recording, label) => {
      const accepted = referenceTexts(label.reference)?.map(characters);
      if (accepted === undefined || recording.answer === undefined) return null;
      if (accepted.some((reference) => reference.length > LONGEST_REFERENCE)) return null;
      const answer = characters(recording.answer.text);
      return bestOf(accepted, (reference) => fScore(answer, reference, beta2));
    };
  },
};

function fScore(answer: Uint32Array, reference: Uint32Array, beta2: number): number {
  const orders = Math.min(GRAM_ORDERS, answer.length, reference.length);
  if (orders === 0) return answer.length === reference.length ? 1 : 0;
  const shared = sharedGrams(answer, gramTree(reference));
  let precision = 0;
  let recall = 0;
  for (let order = 0; order < orders; order++) {
    precision += (shared[order] as number) / (answer.length - order);
    recall += (shared[order] as number) / (reference.length - order);
  }
  if (precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  return Math.min(1, ((1 + beta2) * precision * recall) / (beta2 * precision + recall));
}
