import type { RecordRequest } from '../app/record/record-request.js';
import { UserError } from '../domain/user-error.js';

/** A count from the command line; null where none is given. */
export function countOption(option: string, value: unknown, least: number): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw refused(option, value, `a whole number from ${least}`);
}

/** A port; 0 stands for any that is free. */
export function portOption(option: string, value: unknown): number {
  const port = countOption(option, value, 0);
  if (port !== null && port < 65_536) return port;
  throw refused(option, value, 'a port up to 65535; 0 takes one that is free');
}

/** USD from the command line; null where none are given. */
export function usdOption(option: string, value: unknown): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw refused(option, value, 'USD, such as 5 or 0.5');
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration with its unit, in milliseconds. */
export function durationOption(option: string, value: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? [];
  const ms = Number(number) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? Number.NaN);
  if (ms > 0 && ms <= 2 ** 31 - 1) return ms;
  throw refused(option, value, 'a time such as 500ms, 30s, 10m, 2h');
}

/** `4-32`: calls in flight at the start and at most; `8`: from the start, and never more. */
export function concurrencyOption(value: string): RecordRequest['concurrency'] {
  const [, start = '', max = start] = /^(\d+)(?:-(\d+))?$/.exec(value) ?? [];
  if (Number(start) >= 1 && Number(max) >= Number(start)) return { start: Number(start), max: Number(max) };
  throw refused('--concurrency', value, 'a count such as 8, or a range such as 4-32');
}

/** A time; null where none is given. */
export function timeOption(option: string, value: string | undefined): Date | null {
  if (value === undefined) return null;
  const ms = Date.parse(value);
  if (!Number.isNaN(ms)) return new Date(ms);
  throw refused(option, value, 'a time such as 2026-11-25T10:00:00Z');
}

function refused(field: string, value: unknown, accepted: string): UserError {
  return new UserError({ field, message: 'not accepted', value: String(value), accepted });
}
