import type { Failure } from '../failure.js';
import { PREFIX } from './redis.js';
import type { WireMessage } from './wire.js';

/** What both ends must have in common, to the bit: two versions could come to two results. */
export interface Code {
  readonly version: string;
  /** SHA-256 over the program's own files. */
  readonly sha256: string;
}

/** A unit as it travels. Names and numbers only: a worker runs nothing but the kinds it knows. */
export interface UnitJob {
  readonly code: Code;
  readonly kind: string;
  /** Hash of the common value's message, which lies apart. */
  readonly common: string;
  readonly input: WireMessage;
  /** Who waits for it; no part of its id. */
  readonly asker: string;
}

/** What came of a unit, as it travels back. */
export type JobResult =
  | { readonly output: WireMessage }
  | { readonly failure: Failure }
  /** Not done, because nobody waited for it. */
  | { readonly abandoned: true };

/** The queue of one code: workers of another never see its units. */
export function queueName({ version, sha256 }: Code): string {
  return `units-${version}-${sha256.slice(0, 12)}`;
}

export function codeText({ version, sha256 }: Code): string {
  return `${version} (code ${sha256.slice(0, 12)})`;
}

/** Where a worker tells that it is there. */
export const PRESENCE = `${PREFIX}:worker:`;

/** What a worker tells of itself. */
export interface Presence {
  readonly code: Code;
  readonly host: string;
  readonly pid: number;
  readonly threads: number;
  /** Models that it may ask; absent where it makes no calls. */
  readonly asks?: readonly string[];
}
