import type { ScorerDefinition } from './scorer.js';
import { normaliseText } from './text/normalise-text.js';
import { referenceTexts } from './text/reference-texts.js';

/**
 * 1 when the whole answer equals an accepted text, else 0. Both are brought to Unicode NFC with white space collapsed and
 * trimmed; by default case and punctuation at either end are ignored too. The reference is a text, a number, a list of
 * accepted texts, or `{any_of: […]}`; null for any other.
 */
export const exactMatch: ScorerDefinition = {
  name: 'exact_match',
  version: 1,
  needs: 'text',
  description: 'the whole answer equals the reference, or one of several accepted texts',
  options: {
    fold_case: { kind: 'flag', default: true, description: 'upper and lower case count as equal' },
    strip_punctuation: {
      kind: 'flag',
      default: true,
      description: 'quotes, sentence punctuation and Markdown emphasis at either end are ignored',
    },
  },
  create(settings) {
    const rules = { foldCase: settings.flag('fold_case'), stripPunctuation: settings.flag('strip_punctuation') };
    return (recording, label) => {
      const accepted = referenceTexts(label.reference);
      if (accepted === undefined || recording.answer === undefined) return null;
      const answer = normaliseText(recording.answer.text, rules);
      return accepted.some((text) => normaliseText(text, rules) === answer) ? 1 : 0;
    };
  },
};
