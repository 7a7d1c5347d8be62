import type { Message } from '../../domain/query.js';
import type { InputSpec } from '../config.js';

/** A whole number read off a request. Exact: integers only, no clock, no locale. */
export interface Feature {
  readonly name: string;
  readonly unit: string;
  readonly describe: string;
  /** `text` is the request's text under `input`. */
  of(text: string, messages: readonly Message[], input: InputSpec): number;
}
