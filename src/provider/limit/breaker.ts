/** Stops sending while a provider is down, and lets one request at a time find out whether it is back. */
export interface Breaker {
  /** Milliseconds until a request may be sent: 0 now, Infinity when a probe is out or the provider was given up. */
  waitMs(nowMs: number): number;
  /** A request is sent; after an open phase it is the probe. */
  onSend(): void;
  onSuccess(): void;
  onFault(nowMs: number): void;
  /** The request was answered by neither (refused, aborted): a probe may be sent again. */
  onOther(): void;
  /** Open so often in a row that waiting is no use. */
  givenUp(): boolean;
}

const FAULTS_TO_OPEN = 8;
const FIRST_OPEN_MS = 5000;
const LONGEST_OPEN_MS = 60_000;
const OPENINGS_TO_GIVE_UP = 5;

/** A circuit breaker: opens after 8 faults in a row for 5 s, doubling up to 60 s; given up when 5 openings brought no answer. */
export function circuitBreaker(): Breaker {
  let faults = 0;
  let openings = 0;
  let openUntilMs = Number.NEGATIVE_INFINITY;
  let probing = false;
  return {
    waitMs(nowMs) {
      if (openings === 0) return 0;
      if (probing || openings >= OPENINGS_TO_GIVE_UP) return Number.POSITIVE_INFINITY;
      return Math.max(0, openUntilMs - nowMs);
    },
    onSend() {
      if (openings > 0) probing = true;
    },
    onSuccess() {
      faults = 0;
      openings = 0;
      probing = false;
    },
    onFault(nowMs) {
      faults++;
      // Requests sent before it opened still come back: they don't open it a second time.
      const opens = openings === 0 ? faults >= FAULTS_TO_OPEN : probing;
      if (!opens) return;
      openUntilMs = nowMs + Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** openings);
      openings++;
      probing = false;
    },
    onOther() {
      probing = false;
    },
    givenUp: () => openings >= OPENINGS_TO_GIVE_UP,
  };
}
