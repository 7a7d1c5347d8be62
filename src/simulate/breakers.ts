import { admit, afterCall, type Breaker, CLOSED } from '../router/breaker.js';
import type { DayInput } from './day-input.js';

/** The circuit breakers of a day: one for each of its routers and models, where their policy has any. */
export interface Breakers {
  /** Whether a call may go; counts as gone where it may. */
  admit(side: 0 | 1, model: number, nowMs: number): boolean;
  observe(side: 0 | 1, model: number, ok: boolean, nowMs: number): void;
}

const NONE: Breakers = { admit: () => true, observe: () => undefined };

export function openBreakers({ policy, trial, models }: DayInput): Breakers {
  // Most days have none, and ask at every call.
  if (policy.breaker === undefined && trial?.policy.breaker === undefined) return NONE;
  const sides = [policy.breaker, trial?.policy.breaker].map((own) => ({
    policy: own,
    breakers: models.map((): Breaker => CLOSED),
  }));
  const of = (side: 0 | 1) => sides[side] as (typeof sides)[number];
  return {
    admit(side, model, nowMs) {
      const { policy: own, breakers } = of(side);
      if (own === undefined) return true;
      const [breaker, goes] = admit(breakers[model] as Breaker, own, nowMs);
      breakers[model] = breaker;
      return goes;
    },
    observe(side, model, ok, nowMs) {
      const { policy: own, breakers } = of(side);
      if (own !== undefined) breakers[model] = afterCall(breakers[model] as Breaker, own, ok, nowMs);
    },
  };
}
