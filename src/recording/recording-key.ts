import type { Json } from '../domain/json.js';
import type { Message } from '../domain/query.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sha256Hex } from '../router/identity/sha256.js';

/** What makes two calls the same request. */
export interface RequestIdentity {
  readonly modelId: string;
  /** The parameters that shape the answer (temperature, maxOutputTokens …). */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly messages: readonly Message[];
  /** 0-based repetition of the same request. */
  readonly sample: number;
}

/** SHA-256 (hex) of the canonical JSON of a request: the same whatever the order of its members. */
export function recordingKey({ modelId, parameters, messages, sample }: RequestIdentity): string {
  return sha256Hex(canonicalJson({ modelId, parameters, messages, sample }));
}
