import { modelListOf, modelsSchema } from '../../dataset/models-schema.js';
import type { Json } from '../../domain/json.js';
import type { ModelList } from '../../domain/model.js';
import type { CallMaker } from '../../engine/bullmq/serve-calls.js';
import { callFault } from '../../provider/call-fault.js';
import { type Reply, type Send, sender } from '../../provider/send/send.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { type RecordKeys, recordKeys } from '../call/record-keys.js';
import { recordTarget, variablesOf } from '../call/record-target.js';
import { parseConfig, readConfigFile } from '../load/config-file.js';
import { withPlaces } from '../load/load-experiment.js';
import { type CallPayload, definitionOf } from '../record/call-payload.js';
import { clientSettings } from '../record/record-into.js';

/** What a worker that makes calls goes by. */
export interface CallMakerOptions {
  /** Models file: what is not in it is not asked. */
  readonly models: string;
  readonly envFile: string | null;
  readonly env: NodeJS.ProcessEnv;
}

/** Secrets shorter than this are too common to be looked for. */
const SHORTEST = 8;

/**
 * Makes calls by this machine's own models file and keys. A call names a model and brings its messages; it can't say where they go, nor which
 * variable is read.
 *
 * @returns with the variables that are not set here
 */
export async function openCallMaker({
  models: path,
  envFile,
  env,
}: CallMakerOptions): Promise<CallMaker & { readonly lacking: string[] }> {
  const file = await readConfigFile(path);
  const list = withPlaces(file, () => modelListOf(parseConfig(file, modelsSchema)));
  const models = [...list.models, ...(list.judges ?? [])];
  const variables = withPlaces(file, () => models.flatMap((model) => variablesOf(recordTarget(model, list))));
  const keys = await recordKeys(envFile, variables, env);
  const open = new Map<string, Send>();
  const never = new AbortController().signal;
  return {
    models: models.map(({ id }) => id),
    lacking: [...new Set(variables)].filter((name) => keys.read(name) === undefined),
    async make(text) {
      const payload = JSON.parse(text) as CallPayload;
      const send = senderFor(payload, list, keys, open);
      const reply =
        typeof send === 'string' ? refused(send) : await send(payload.messages, { timeoutMs: payload.timeoutMs, stop: never });
      return withoutSecrets(JSON.stringify(reply), keys.secrets);
    },
  };
}

/** What sends to a call's model; a sentence where this worker doesn't. */
function senderFor(
  { modelId, definition, parameters }: CallPayload,
  list: ModelList,
  keys: RecordKeys,
  open: Map<string, Send>,
): Send | string {
  const found = [...(list.judges ?? []), ...list.models].find(({ id }) => id === modelId);
  if (found === undefined) return `the worker's models file has no ${modelId}`;
  if (definitionOf(found, list.providers?.[found.provider] ?? {}) !== definition)
    return `the worker's models file says something else of ${modelId}, or of its provider`;
  const target = { ...recordTarget(found, list), parameters };
  const absent = variablesOf(target).find((name) => keys.read(name) === undefined);
  if (absent !== undefined) return `${absent} is not set where the worker runs`;
  const name = `${modelId} ${canonicalJson(parameters as unknown as Json)}`;
  const send = open.get(name) ?? sender(target.api, clientSettings(target, keys), parameters);
  open.set(name, send);
  return send;
}

function refused(message: string): Reply {
  return { kind: 'failed', fault: callFault('unsendable', message, { unbilled: true }), latencyMs: 0 };
}

/** Providers may quote the key, and so may answers: it stays on this machine. */
function withoutSecrets(reply: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= SHORTEST)
    .reduce((text, secret) => text.split(JSON.stringify(secret).slice(1, -1)).join('[redacted:secret]'), reply);
}
