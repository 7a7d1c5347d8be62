import type { Usage } from '../../../domain/recording.js';

/** What a cost of exactly 0 beside tokens means. */
export type ZeroCosts = 'missing' | 'free';

/** Costs a source gives, and how many of them were zeros that say nothing. */
export interface GivenCosts {
  /** The cost as a recording should carry it. */
  take(costUsd: number | undefined, usage: Usage | undefined): number | undefined;
  /** Costs taken. */
  readonly known: number;
  /** One line where zeros were dropped, else nothing. */
  notes(): readonly string[];
}

/**
 * Sources write 0 where they know no price, and then the unpriced model wins. A cost of 0 for a call that used tokens is
 * therefore missing, unless the user says that those models are free.
 */
export function givenCosts(zeros: ZeroCosts): GivenCosts {
  let known = 0;
  let dropped = 0;
  return {
    take(costUsd, usage) {
      if (costUsd === undefined) return undefined;
      const tokens = (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0);
      if (costUsd === 0 && tokens > 0 && zeros === 'missing') {
        dropped++;
        return undefined;
      }
      known++;
      return costUsd;
    },
    get known() {
      return known;
    },
    notes: () =>
      dropped === 0 ? [] : [`costs of 0 for calls that used tokens: ${dropped}, taken as missing; --zero-costs free keeps them`],
  };
}
