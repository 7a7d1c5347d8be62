import { describe, objectAt, refuse, wholeAt, wordAt } from './check.js';

const MEMBERS = ['timeoutMs', 'retries', 'hedge', 'fallbacks', 'breaker', 'mostInFlight'];
const RETRY_MEMBERS = ['most', 'waitMs', 'factor', 'mostWaitMs', 'jitter'];
const HEDGE_MEMBERS = ['afterMs', 'to'];
const BREAKER_MEMBERS = ['failures', 'openMs'];
const HEDGED_TO = ['same', 'next'];

/** Timers of JavaScript count in 32 bits; a longer one would ring at once. */
const LONGEST_MS = 2 ** 31 - 1;
const MOST = 1_000_000;
/** Of one model for one request. */
const MOST_RETRIES = 10;
const MOST_FACTOR = 100;

/**
 * Checks how a router's routes are carried out.
 *
 * @throws UserError naming the member, what it holds and what is accepted
 */
export function checkExecution(value: unknown, field: string): void {
  const { timeoutMs, retries, hedge, fallbacks, breaker, mostInFlight } = objectAt(value, field, MEMBERS);
  if (timeoutMs !== undefined) numberAt(timeoutMs, `${field}.timeoutMs`, 0, LONGEST_MS, true);
  if (retries !== undefined) checkRetries(retries, `${field}.retries`);
  if (hedge !== undefined) {
    const { afterMs, to } = objectAt(hedge, `${field}.hedge`, HEDGE_MEMBERS);
    numberAt(afterMs, `${field}.hedge.afterMs`, 0, LONGEST_MS, true);
    wordAt(to, `${field}.hedge.to`, HEDGED_TO);
  }
  if (fallbacks !== undefined) wholeAt(fallbacks, `${field}.fallbacks`, 0, MOST);
  if (breaker !== undefined) {
    const { failures, openMs } = objectAt(breaker, `${field}.breaker`, BREAKER_MEMBERS);
    wholeAt(failures, `${field}.breaker.failures`, 1, MOST);
    numberAt(openMs, `${field}.breaker.openMs`, 0, LONGEST_MS, true);
  }
  if (mostInFlight !== undefined) wholeAt(mostInFlight, `${field}.mostInFlight`, 1, Number.MAX_SAFE_INTEGER);
}

function checkRetries(value: unknown, field: string): void {
  const { most, waitMs, factor, mostWaitMs, jitter } = objectAt(value, field, RETRY_MEMBERS);
  wholeAt(most, `${field}.most`, 0, MOST_RETRIES);
  numberAt(waitMs, `${field}.waitMs`, 0, LONGEST_MS);
  numberAt(factor, `${field}.factor`, 1, MOST_FACTOR);
  numberAt(mostWaitMs, `${field}.mostWaitMs`, 0, LONGEST_MS);
  numberAt(jitter, `${field}.jitter`, 0, 1);
}

function numberAt(value: unknown, field: string, least: number, most: number, above = false): void {
  if (typeof value === 'number' && (above ? value > least : value >= least) && value <= most) return;
  throw refuse(field, 'not accepted', {
    value: describe(value),
    accepted: `a number ${above ? `above ${least}, up to` : `from ${least} to`} ${most}`,
  });
}
