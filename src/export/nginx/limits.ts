import type { RouterConfig } from '../../router/config.js';
import { readsEmbedding } from '../dispatch/reads-embedding.js';

/** nginx goes from one location to another ten times at most: from the one that decides to each model of a chain. */
const MOST_ASKED = 10;

/** What nginx has no place for: it keeps nothing from one request to the next, and reads no answer before it passes it on. */
const BEYOND: Readonly<Record<string, string>> = {
  cascade:
    'a cascade: nginx passes an answer on as it comes, and its error_page is for errors, not for answers that are not good enough',
  pace: 'pace: njs keeps nothing from one request to the next, so nobody knows what was spent',
  explore: 'explore: njs keeps nothing from one request to the next, so nothing is learned',
  stick: 'stick: njs keeps nothing from one request to the next, so no session is known',
};

/** Policies and chains that can't be had in nginx. */
export function nginxRefuses(config: RouterConfig): string[] {
  const { models, pipeline, fallback, execution = {} } = config;
  const others = models.every(({ id }) => fallback.includes(id)) ? fallback.length - 1 : fallback.length;
  const longest = Math.min(others, execution.fallbacks ?? others) + 1;
  return [
    ...pipeline.flatMap(({ kind }) => BEYOND[kind] ?? []),
    ...(readsEmbedding(config) ? ['an embedding of the request: nginx is handed none'] : []),
    ...(longest > MOST_ASKED ? [`a chain of ${longest} models: nginx asks ${MOST_ASKED} at most`] : []),
  ];
}

/** A router larger than this takes longer to make than a rule takes to decide, for every request anew. */
const LARGE_BYTES = 100_000;

/** What of a router's execution nginx does otherwise or not at all, and what it can't read. */
export function nginxLost(config: RouterConfig): string[] {
  const { execution = {}, pipeline, input } = config;
  const bytes = JSON.stringify(config).length;
  const hashes = pipeline.some(({ kind }) => kind === 'split') && input.stickySignal === undefined;
  return [
    ...(hashes ? ['split of a text with half a surrogate pair: njs reads U+FFFD, whose hash is another'] : []),
    ...(execution.timeoutMs === undefined ? [] : ['execution.timeout: nginx counts it between two reads, not over a whole call']),
    ...(execution.retries === undefined ? [] : ['execution.retries: nginx goes on to the next model at once']),
    ...(execution.hedge === undefined ? [] : ['execution.hedge: nginx makes no second call beside a slow one']),
    ...(execution.breaker === undefined ? [] : ['execution.breaker: nginx keeps no count of errors here']),
    ...(execution.mostInFlight === undefined ? [] : ['execution.most_in_flight: nginx turns nobody away']),
    ...(bytes > LARGE_BYTES
      ? [`quick decisions: njs makes a router of ${Math.round(bytes / 1000)} kB anew for every request`]
      : []),
  ];
}
