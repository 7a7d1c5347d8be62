import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import type { Model, ProviderSettings } from '../../domain/model.js';
import type { Message } from '../../domain/query.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';

/** A call as it travels to the worker that makes it. Where it goes, and with which key, the worker knows by itself. */
export interface CallPayload {
  readonly modelId: string;
  /** Of what the asking side's models file says of the model: the worker's must say the same. */
  readonly definition: string;
  readonly parameters: CallParameters;
  readonly messages: readonly Message[];
  readonly timeoutMs: number;
}

/** Hash of all that says where a model is asked, and how fast. */
export function definitionOf({ id, provider, name, limits }: Model, settings: ProviderSettings): string {
  const told = JSON.stringify({ id, provider, name, limits: limits ?? null, settings });
  return sha256Hex(canonicalJson(JSON.parse(told) as Json));
}
