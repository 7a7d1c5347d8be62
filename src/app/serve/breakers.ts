import { admit, afterCall, type Breaker, CLOSED } from '../../router/breaker.js';
import type { BreakerPolicy } from '../../router/execution-policy.js';

/** The circuit breakers of a server, one a model, where the router has any. */
export interface Breakers {
  /** Whether a call may go; counts as gone where it may. */
  admit(modelId: string, nowMs: number): boolean;
  observe(modelId: string, ok: boolean, nowMs: number): void;
}

export function openBreakers(policy: BreakerPolicy | undefined): Breakers {
  if (policy === undefined) return { admit: () => true, observe: () => undefined };
  const breakers = new Map<string, Breaker>();
  return {
    admit(modelId, nowMs) {
      const [breaker, goes] = admit(breakers.get(modelId) ?? CLOSED, policy, nowMs);
      breakers.set(modelId, breaker);
      return goes;
    },
    observe(modelId, ok, nowMs) {
      breakers.set(modelId, afterCall(breakers.get(modelId) ?? CLOSED, policy, ok, nowMs));
    },
  };
}
