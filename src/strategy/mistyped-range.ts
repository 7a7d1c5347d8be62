import type { Json } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { operatorNames } from '../router/operator.js';

const RANGES = ['$choice', '$linear', '$log'];
const ACCEPTED = '{ $choice: [value, value, …] }, { $linear: [from, to, count] } or { $log: [from, to, count] }';
/** What stands between conditions. */
const CONNECTIVES = ['$and', '$or', '$not'];
/** Members of a policy below which `$…` is an operator before it is anything else. */
const CONDITIONS = ['when', 'accept', 'keep', 'unless', 'categories', 'difficulties'];

/**
 * Refuses what was most likely meant as a range and is none: an unknown `$word` in the place of a value, a range's name without its `$`, and a
 * range with something beside it. What was more likely meant as an operator is left to whoever reads conditions.
 *
 * @throws UserError with the ranges there are, and the nearest one
 */
export function refuseMistypedRange(value: Json, path: readonly (string | number)[], field: string): void {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  const keys = Object.keys(value);
  const range = keys.find((key) => RANGES.includes(key));
  if (range !== undefined && keys.length > 1) throw refusal(field, keys.join(', '), 'a range stands alone', undefined);
  for (const key of keys) {
    const [bare] = RANGES.filter((name) => name === `$${key}`);
    const isBare = bare !== undefined && keys.length === 1 && Array.isArray((value as Readonly<Record<string, Json>>)[key]);
    if (isBare || isMistyped(key, path)) throw refusal(`${field}.${key}`, key, 'no such range', bare ?? nearest(key, RANGES));
  }
}

function isMistyped(key: string, path: readonly (string | number)[]): boolean {
  if (!key.startsWith('$') || [...RANGES, ...CONNECTIVES, ...operatorNames].includes(key)) return false;
  return isOperand(path) || RANGES.includes(nearest(key, [...operatorNames, ...CONNECTIVES, ...RANGES]) ?? '');
}

/** Whether a value stands there, and no operator can: outside conditions, and behind an operator. */
function isOperand(path: readonly (string | number)[]): boolean {
  const last = String(path.at(-1));
  const inCondition = path.some((member) => CONDITIONS.includes(String(member)));
  return !inCondition || (last.startsWith('$') && !CONNECTIVES.includes(last));
}

function refusal(field: string, value: string, message: string, close: string | undefined): UserError {
  return new UserError({ field, message, value, accepted: ACCEPTED, ...(close === undefined ? {} : { nearest: close }) });
}
