import type { GoldenDecision } from '../../router/golden.js';
import type { Router } from '../../router/router.js';
import type { OpenedExport } from './open-export.js';

/** Tokens that an answer may have: the choice is all that is wanted. */
export const MAX_TOKENS = 16;

/** A golden decision that is put to a proxy. */
export interface Probe extends GoldenDecision {
  /** Its line in the golden file. */
  readonly number: number;
}

/** Requests that every upstream takes, evenly from all of them: something to say in every message, parts of text alone. */
export function chosenProbes({ golden, record }: OpenedExport, limit: number): readonly Probe[] {
  const takesKeys = record.target === 'nginx';
  const sendable = golden
    .map((one, at): Probe => ({ ...one, number: at + 1 }))
    .filter(({ request, route }) => {
      const { messages, stickyKey } = request;
      const texts = messages.map(({ content }) =>
        typeof content === 'string' ? [content] : content.map(({ text }) => text ?? ''),
      );
      return (
        (stickyKey === undefined || takesKeys) &&
        route.models.length > 0 &&
        messages.some(({ role }) => role === 'user') &&
        messages.every(({ role }) => role !== 'tool') &&
        texts.every((parts) => parts.length > 0 && parts.every((part) => part.trim() !== ''))
      );
    });
  const step = Math.max(1, sendable.length / limit);
  return Array.from({ length: Math.min(limit, sendable.length) }, (_, at) => sendable[Math.floor(at * step)] as Probe);
}

/** What probes cost at most, all of them asked of the router's dearest model: a token a byte; null where a price is missing. */
export function worstUsd({ config }: Router, probes: readonly Probe[]): number | null {
  let most = 0;
  for (const { price } of config.models) {
    if (price?.inputUsdPerMTok === undefined || price.outputUsdPerMTok === undefined) return null;
    const bytes = probes.reduce((sum, { request }) => sum + Buffer.byteLength(JSON.stringify(request.messages)), 0);
    most = Math.max(most, (bytes * price.inputUsdPerMTok + probes.length * MAX_TOKENS * price.outputUsdPerMTok) / 1e6);
  }
  return most;
}
