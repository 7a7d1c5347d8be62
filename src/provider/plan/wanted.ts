/** Which cells are recorded: none; those without a recording; also those asked differently or too long ago; all. */
export type RecordMode = 'none' | 'missing' | 'stale' | 'all';

/** What is recorded of a sample. */
export interface Held {
  /** Null for rows imported from elsewhere. */
  readonly key: string | null;
  readonly failed: boolean;
  /** NaN where unknown. */
  readonly recordedAtMs: number;
  /** The highest there is of the sample. */
  readonly revision: number;
}

/** Why a call is to be made. */
export type Why = 'missing' | 'failed' | 'changed' | 'old' | 'again';

export interface Wanting {
  readonly mode: Exclude<RecordMode, 'none'>;
  /** Record failed calls again, whatever the mode. */
  readonly retryErrors: boolean;
  /** Mode stale: recordings older than this are; Infinity for none. */
  readonly maxAgeMs: number;
  readonly nowMs: number;
  /** Mode all: what was recorded since is not recorded again, so that an interrupted run goes on where it was. */
  readonly beforeMs: number;
}

/**
 * Whether a call is to be made for a sample. Imported rows satisfy their cell: only `all` asks again for them.
 *
 * @param key of the request as it would be sent now
 */
export function wanted(
  held: Held | undefined,
  key: string,
  { mode, retryErrors, maxAgeMs, nowMs, beforeMs }: Wanting,
): Why | null {
  if (held === undefined) return 'missing';
  if (mode === 'all') return held.recordedAtMs >= beforeMs ? null : 'again';
  if (retryErrors && held.failed) return 'failed';
  if (mode === 'missing' || held.key === null) return null;
  if (held.key !== key) return 'changed';
  return nowMs - held.recordedAtMs > maxAgeMs ? 'old' : null;
}
