import { codedValue } from '../domain/column.js';
import type { InputSpec } from './config.js';
import { canonicalJson } from './identity/canonical-json.js';
import type { RequestBatch } from './router.js';

/**
 * What makes a random choice stick: the request's own key, else the declared signal, else the canonical JSON of the
 * messages (so that the same request always gets the same choice). Prefixes keep the three kinds apart.
 */
export function stickyKey(batch: RequestBatch, row: number, input: InputSpec): string {
  return sessionKey(batch, row, input) ?? `m:${canonicalJson(batch.messages(row))}`;
}

/** The same where the request says to which session it belongs; undefined where it doesn't. */
export function sessionKey(batch: RequestBatch, row: number, input: InputSpec): string | undefined {
  const own = batch.stickyKey?.(row);
  if (own !== undefined) return `k:${own}`;
  const column = input.stickySignal === undefined ? undefined : batch.signals.get(input.stickySignal);
  const signal = column === undefined ? undefined : codedValue(column, row);
  return signal === undefined ? undefined : `s:${String(signal)}`;
}
