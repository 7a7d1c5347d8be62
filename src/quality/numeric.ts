import type { ScorerDefinition } from './scorer.js';
import { EXTRACTIONS, type Extraction, extractNumber } from './text/final-number.js';
import { referenceTexts } from './text/reference-texts.js';

/**
 * 1 when the number an answer gives equals an accepted number, else 0; 0 too when the answer gives none. Equal means
 * |answer − reference| ≤ max(tolerance, relative_tolerance · |reference|). A reference is a number, a text that holds one
 * (read by the same extraction as the answer), a list, or `{any_of: […]}`; null where no number can be read from it.
 */
export const numeric: ScorerDefinition = {
  name: 'numeric',
  version: 1,
  needs: 'text',
  description: 'the final number of the answer equals the reference, within a tolerance',
  options: {
    extract: { kind: 'choice', default: 'final', choices: EXTRACTIONS, description: 'which number of the text is meant' },
    tolerance: { kind: 'number', default: 0, min: 0, description: 'largest difference that still counts as equal' },
    relative_tolerance: { kind: 'number', default: 0, min: 0, description: 'the same, as a fraction of the reference' },
    percent: { kind: 'choice', default: 'number', choices: ['number', 'fraction'], description: 'read 50% as 50 or as 0.5' },
  },
  create(settings) {
    const extraction = settings.choice('extract') as Extraction;
    const percent = settings.choice('percent') === 'fraction' ? 'fraction' : 'number';
    const absolute = settings.number('tolerance');
    const relative = settings.number('relative_tolerance');
    return (recording, label) => {
      const accepted = (referenceTexts(label.reference) ?? [])
        .map((text) => extractNumber(text, extraction, percent))
        .filter((value) => value !== undefined);
      if (accepted.length === 0 || recording.answer === undefined) return null;
      const answer = extractNumber(recording.answer.text, extraction, percent);
      if (answer === undefined) return 0;
      return accepted.some((value) => Math.abs(answer - value) <= Math.max(absolute, relative * Math.abs(value))) ? 1 : 0;
    };
  },
};
