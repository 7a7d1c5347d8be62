/** How many calls of a model may be in flight, as its answers teach. */
export interface Adaptive {
  limit(): number;
  /** A call was answered. */
  onSuccess(): void;
  /** The provider said "too many". `sentAtMs`: when the refused request was sent. */
  onRefusal(sentAtMs: number, nowMs: number): void;
  /** A fault that says nothing of the load: growth starts again from here. */
  onFault(): void;
}

export interface ConcurrencyRange {
  readonly start: number;
  readonly max: number;
}

/**
 * Slow start and additive increase, multiplicative decrease (RFC 5681, in calls instead of segments): one more for every answer
 * until the first refusal, then one more for every round of answers; a refusal halves it. Requests sent before the last halving
 * say nothing new, so that one burst of refusals halves it once.
 */
export function adaptiveConcurrency({ start, max }: ConcurrencyRange): Adaptive {
  let limit = Math.max(1, Math.min(start, max));
  let slowStart = true;
  let answered = 0;
  let halvedAtMs = Number.NEGATIVE_INFINITY;
  return {
    limit: () => limit,
    onSuccess() {
      answered++;
      if (!slowStart && answered < limit) return;
      answered = 0;
      limit = Math.min(max, limit + 1);
    },
    onRefusal(sentAtMs, nowMs) {
      slowStart = false;
      answered = 0;
      if (sentAtMs <= halvedAtMs) return;
      halvedAtMs = nowMs;
      limit = Math.max(1, Math.floor(limit / 2));
    },
    onFault() {
      answered = 0;
    },
  };
}
