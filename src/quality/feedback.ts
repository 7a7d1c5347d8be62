import type { Feedback } from '../domain/recording.js';
import type { ScorerDefinition } from './scorer.js';

/**
 * What users said of the recorded answer: thumbs up is 1, down is 0; stars are (stars − 1)/4, so that 1 star is 0 and 5 are 1.
 * Several ratings of an answer are averaged. Null for an answer nobody rated (or not in the way that `of` asks for).
 */
export const feedback: ScorerDefinition = {
  name: 'feedback',
  version: 1,
  needs: 'given',
  description: 'the users’ feedback that came with the recording: thumbs or stars',
  options: {
    of: { kind: 'choice', default: 'any', choices: ['any', 'thumbs', 'stars'], description: 'which feedback counts' },
  },
  create(settings) {
    const of = settings.choice('of');
    return (recording) => {
      const ratings = (recording.feedback ?? []).filter((one) => of === 'any' || of in one).map(rating);
      return ratings.length === 0 ? null : ratings.reduce((sum, one) => sum + one, 0) / ratings.length;
    };
  },
};

function rating(one: Feedback): number {
  return 'thumbs' in one ? Number(one.thumbs === 'up') : (one.stars - 1) / 4;
}
