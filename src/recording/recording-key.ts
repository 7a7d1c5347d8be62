import { createHash } from 'node:crypto';
import type { Json } from '../domain/json.js';
import type { Message } from '../domain/query.js';
import { canonicalJson } from '../router/identity/canonical-json.js';

/** What makes two calls the same request. */
export interface RequestIdentity {
  readonly modelId: string;
  /** The parameters that shape the answer (temperature, maxOutputTokens …). */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly messages: readonly Message[];
  /** 0-based repetition of the same request. */
  readonly sample: number;
}

/**
 * SHA-256 (hex) of the canonical JSON of a request: the same whatever the order of its members. By the system's hash, not by the
 * runtime's own: a run makes one for every recording.
 */
export function recordingKey({ modelId, parameters, messages, sample }: RequestIdentity): string {
  return createHash('sha256').update(canonicalJson({ modelId, parameters, messages, sample }), 'utf8').digest('hex');
}
