import type { ScorerDefinition } from './scorer.js';
import { bestOf } from './text/best-of.js';
import { comparable, longestSubsequence } from './text/longest-subsequence.js';
import { referenceTexts } from './text/reference-texts.js';
import { wordTokens } from './text/word-tokens.js';

/**
 * F-measure of the longest common subsequence of words: with L its length, R = L/words of the reference, P = L/words of the
 * answer, F = (1+β²)RP/(R+β²P); the best over several references. The whole text is one sequence (sentence-level ROUGE-L).
 * Words are runs of letters and digits of any script in lower case, Chinese and Japanese characters one by one, not stemmed.
 * Where one side has no word, 1 if both have none, else 0. Null without a reference, and for a pair of texts with more than
 * 2³² pairs of words (65,536 words each).
 *
 * Source: Lin 2004, "ROUGE: a package for automatic evaluation of summaries", §3.1; β = 1 as ROUGE-1.5.5 has by default.
 */
export const rougeL: ScorerDefinition = {
  name: 'rouge_l',
  version: 1,
  needs: 'text',
  description: 'longest common subsequence of words with the reference',
  options: {
    beta: { kind: 'number', default: 1, min: 0, description: 'weight of recall against precision; 0: precision alone' },
  },
  create(settings) {
    // A β too large to square is recall alone, and so is this one to fifteen digits.
    const beta2 = Math.min(settings.number('beta') ** 2, 1e15);
    return (recording, label) => {
      const accepted = referenceTexts(label.reference);
      if (accepted === undefined || recording.answer === undefined) return null;
      const answer = wordTokens(recording.answer.text);
      return bestOf(accepted, (text) => fMeasure(answer, wordTokens(text), beta2));
    };
  },
};

function fMeasure(answer: readonly string[], reference: readonly string[], beta2: number): number | null {
  if (answer.length === 0 || reference.length === 0) return answer.length === reference.length ? 1 : 0;
  if (!comparable(answer, reference)) return null;
  const common = longestSubsequence(reference, answer);
  // (1+β²)RP/(R+β²P) with R = L/m and P = L/n.
  return Math.min(1, ((1 + beta2) * common) / (answer.length + beta2 * reference.length));
}
