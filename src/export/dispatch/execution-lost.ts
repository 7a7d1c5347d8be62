import type { RouterConfig } from '../../router/config.js';

/** What of a router's execution a gateway's file doesn't say: it goes through the chain once, and that is all. */
export function chainOnly({ execution = {} }: RouterConfig): string[] {
  const settings = {
    timeout: execution.timeoutMs,
    retries: execution.retries,
    hedge: execution.hedge,
    breaker: execution.breaker,
    most_in_flight: execution.mostInFlight,
    fallbacks: execution.fallbacks,
  };
  return Object.entries(settings).flatMap(([name, set]) =>
    set === undefined ? [] : [`execution.${name}: the file names the chain alone`],
  );
}

/** Where nobody but the caller asks models, its execution is the caller's to carry out. */
export function executionIsCallers({ execution = {} }: RouterConfig): string[] {
  return Object.keys(execution).length === 0 ? [] : ['execution: whoever asks for the models carries it out'];
}
