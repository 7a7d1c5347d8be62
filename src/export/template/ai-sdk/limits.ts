import { admit, afterCall, type Breaker, CLOSED, type ExecutionPolicy } from '../../../router/index.js';

/** What the requests of this module share: how many are under way, and which models keep failing. */
export interface Limits {
  /**
   * Counts a request in; what it gives back counts it out, once.
   *
   * @throws Error at once where as many are under way as the router's file allows
   */
  enter(): () => void;
  /**
   * Makes a call, but of a model that kept failing none for a while, as its circuit breaker says.
   *
   * @throws what the call throws, or an error after which the machine goes on to the next model
   */
  call<T>(modelId: string, signal: AbortSignal, make: () => PromiseLike<T>): Promise<T>;
}

export function limitsOf({ breaker: policy, mostInFlight = Number.POSITIVE_INFINITY }: ExecutionPolicy): Limits {
  const breakers = new Map<string, Breaker>();
  const breakerOf = (modelId: string): Breaker => breakers.get(modelId) ?? CLOSED;
  let underWay = 0;
  return {
    enter() {
      if (underWay >= mostInFlight) throw new Error(`the router allows ${mostInFlight} under way at once`);
      underWay++;
      let inside = true;
      return () => {
        if (inside) underWay--;
        inside = false;
      };
    },
    async call(modelId, signal, make) {
      if (policy === undefined) return await make();
      const [breaker, goes] = admit(breakerOf(modelId), policy, Date.now());
      breakers.set(modelId, breaker);
      if (!goes) throw Object.assign(new Error(`${modelId} kept failing and is left alone for a while`), { isRetryable: false });
      const came = (ok: boolean): void => {
        breakers.set(modelId, afterCall(breakerOf(modelId), policy, ok, Date.now()));
      };
      try {
        const result = await make();
        came(true);
        return result;
      } catch (error) {
        if (breaks(error, signal)) came(false);
        throw error;
      }
    },
  };
}

/** Whether it is the model that fails: not where the caller gave up, nor where the same call could only fail again. */
function breaks(error: unknown, { aborted, reason }: AbortSignal): boolean {
  if (aborted) return (reason as { readonly name?: string } | null)?.name === 'TimeoutError';
  return (error as { readonly isRetryable?: boolean } | null)?.isRetryable !== false;
}
