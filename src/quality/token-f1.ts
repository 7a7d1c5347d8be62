import type { ScorerDefinition } from './scorer.js';
import { bestOf } from './text/best-of.js';
import { referenceTexts } from './text/reference-texts.js';
import { sharedCount } from './text/shared-count.js';
import { squadTokens } from './text/squad-tokens.js';

/**
 * Harmonic mean of precision and recall of the tokens that answer and reference share, counted as often as both have them:
 * F1 = 2PR/(P+R) with P = shared/tokens of the answer, R = shared/tokens of the reference; the best over several references.
 * Texts are normalised as SQuAD's evaluation does: lower case, no ASCII punctuation, no articles. Where one side has no token
 * left, 1 if both have none, else 0 (SQuAD 2.0). Null without a text, number, list or `{any_of: […]}` as reference.
 *
 * Source: Rajpurkar et al. 2016, SQuAD, §6.1 and its evaluation script; Rajpurkar et al. 2018 for the empty case.
 */
export const tokenF1: ScorerDefinition = {
  name: 'token_f1',
  version: 1,
  needs: 'text',
  description: 'F1 of the words shared with the reference, as SQuAD counts them',
  options: {
    drop_articles: { kind: 'flag', default: true, description: 'English articles (a, an, the) do not count' },
  },
  create(settings) {
    const dropArticles = settings.flag('drop_articles');
    return (recording, label) => {
      const accepted = referenceTexts(label.reference);
      if (accepted === undefined || recording.answer === undefined) return null;
      const answer = squadTokens(recording.answer.text, dropArticles);
      return bestOf(accepted, (text) => f1(answer, squadTokens(text, dropArticles)));
    };
  },
};

function f1(answer: readonly string[], reference: readonly string[]): number {
  if (answer.length === 0 || reference.length === 0) return answer.length === reference.length ? 1 : 0;
  // 2PR/(P+R) with the divisions taken together, so that equal token counts give exactly 1.
  return (2 * sharedCount(answer, reference)) / (answer.length + reference.length);
}
