import type { ScorerDefinition } from './scorer.js';

/**
 * Weighted mean of other scorers: Σ wᵢ·qᵢ / Σ wᵢ over the scorers of the list, each with its own options and a `weight`
 * above 0 (1 when absent). All score the same answer against the same label. Where one of them can't score (null), neither
 * can the mean, unless `when_missing: left_out`: then the weights of the others count, and only none at all gives null.
 */
export const weighted: ScorerDefinition = {
  name: 'weighted',
  version: 1,
  needs: 'text',
  description: 'weighted mean of other scorers',
  options: {
    scorers: { kind: 'scorers', description: 'the scorers, each with a weight' },
    when_missing: {
      kind: 'choice',
      default: 'unscored',
      choices: ['unscored', 'left_out'],
      description: 'an answer that one of them can’t score is unscored, or scored by the others',
    },
  },
  parts: (settings) => settings.scorers('scorers').map(({ scorer, weight }) => ({ ...scorer.identity, weight })),
  judgings: (settings) => settings.scorers('scorers').flatMap(({ scorer }) => scorer.judgings),
  create(settings) {
    const parts = settings.scorers('scorers');
    const leaveOut = settings.choice('when_missing') === 'left_out';
    return (recording, label) => {
      let sum = 0;
      let weights = 0;
      for (const { scorer, weight } of parts) {
        const quality = scorer.score(recording, label);
        if (quality === null && !leaveOut) return null;
        if (quality === null) continue;
        sum += weight * quality;
        weights += weight;
      }
      return weights === 0 ? null : Math.min(1, sum / weights);
    };
  },
};
