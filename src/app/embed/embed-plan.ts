import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modelListOf, modelsSchema } from '../../dataset/models-schema.js';
import type { Json } from '../../domain/json.js';
import type { Embedder, ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import type { Message } from '../../domain/query.js';
import type { Recording } from '../../domain/recording.js';
import { UserError } from '../../domain/user-error.js';
import { expectedCost } from '../../provider/plan/expected-cost.js';
import type { PlannedCall } from '../../provider/planned-call.js';
import { spentBefore } from '../../provider/spend-entries.js';
import { type CountTokens, countTokens } from '../../provider/tokens.js';
import { worstCasePico } from '../../provider/worst-case.js';
import { readRecordingFile } from '../../recording/read-recordings.js';
import { bookkeepingDir, recordingFileName } from '../../recording/recording-file.js';
import { recordingKey } from '../../recording/recording-key.js';
import { standingRank } from '../../recording/standing.js';
import { isPriced, type ModelPlan, type PlannedModel } from '../call/plan-recording.js';
import { type RecordKeys, recordKeys } from '../call/record-keys.js';
import { type RecordTarget, recordTarget, variablesOf } from '../call/record-target.js';
import { parseConfig, readConfigFile } from '../load/config-file.js';
import { withPlaces } from '../load/load-experiment.js';
import type { RecordRequest } from '../record/record-request.js';
import { type EmbedFiles, embeddedTexts } from './embed-dataset.js';

/** A dataset that is embedded by a model at its provider. */
export interface EmbedLiveRequest
  extends EmbedFiles,
    Pick<RecordRequest, 'maxCostUsd' | 'allowUnpriced' | 'concurrency' | 'policy' | 'giveUpAfterMs' | 'envFile' | 'env'> {
  /** Id of an embedder in the models file. */
  readonly model: string;
  readonly modelsFile: string;
}

/** What embedding a dataset comes to. */
export interface EmbedPlan {
  readonly dataset: string;
  /** Where embeddings are kept as they come. */
  readonly recordings: string;
  readonly queries: number;
  /** Different texts: equal ones are asked for once. */
  readonly texts: number;
  readonly model: ModelPlan;
  readonly spentUsd: number;
  readonly unresolvedUsd: number;
}

export interface PreparedEmbedding {
  readonly plan: EmbedPlan;
  readonly planned: PlannedModel;
  readonly target: RecordTarget;
  readonly keys: RecordKeys;
  readonly countTokens: CountTokens;
  readonly dir: string;
  readonly spendFile: string;
}

const USD = 1e12;

/** The folder beside a dataset that holds the embeddings of its texts, one file a model. */
export function embeddingsDir(dataset: string): string {
  return dataset.replace(/(\.(jsonl|ndjson|csv))?(\.gz)?$/i, '.embeddings');
}

/** The request for a text's embedding, and its key. */
export function embeddingRequest({ model, parameters }: RecordTarget, text: string): { messages: Message[]; key: string } {
  const messages: Message[] = [{ role: 'user', content: text }];
  const request = { ...parameters } as unknown as Readonly<Record<string, Json>>;
  return { messages, key: recordingKey({ modelId: model.id, parameters: request, messages, sample: 0 }) };
}

/** Plans the calls for texts without an embedding. Opens no client and sends nothing. */
export async function prepareEmbedding(request: EmbedLiveRequest): Promise<PreparedEmbedding> {
  const target = await embedTarget(request);
  const { dataset } = request;
  const dir = embeddingsDir(dataset);
  const keys = await recordKeys(request.envFile, variablesOf(target), request.env);
  const count = await countTokens();
  const held = await storedEmbeddings(dir, target.model.id);
  const { calls, texts, queries, sums } = await missingTexts(dataset, target, held, count);
  const { model, keyEnv } = target;
  const spendFile = join(bookkeepingDir(dir), 'spend.jsonl');
  const spent = await spentBefore(spendFile);
  const nothing = { low: 0, mean: 0, n: 0, of: 'model', own: 0 } as const;
  const plan: ModelPlan = {
    modelId: model.id,
    calls: calls.length,
    why: calls.length === 0 ? {} : { missing: calls.length },
    recorded: sums.texts - calls.length,
    inputTokens: sums.inputTokens,
    outputs: null,
    maxOutputTokens: 0,
    priced: isPriced(model),
    paid: sums.worstPico > 0,
    near: null,
    key: keyEnv === null ? null : { env: keyEnv, present: keys.read(keyEnv) !== undefined },
    ...expectedCost(model, calls.length, sums.inputTokens, nothing, sums.worstPico, 0),
  };
  return {
    plan: {
      dataset,
      recordings: dir,
      queries,
      texts: sums.texts,
      model: plan,
      spentUsd: spent.settledPico / USD,
      unresolvedUsd: spent.unresolvedPico / USD,
    },
    planned: { target, calls, messages: (at) => [{ role: 'user', content: texts[at] ?? '' }], plan },
    target,
    keys,
    countTokens: count,
    dir,
    spendFile,
  };
}

/** Each text that has no embedding, once. What failed is asked for again: a dataset needs all. */
async function missingTexts(dataset: string, target: RecordTarget, held: ReadonlyMap<string, Recording>, count: CountTokens) {
  const seen = new Set<string>();
  const texts: string[] = [];
  const calls: PlannedCall[] = [];
  const sums = { texts: 0, inputTokens: 0, worstPico: 0 };
  let queries = 0;
  for await (const { row, text } of embeddedTexts(dataset)) {
    queries++;
    const { messages, key } = embeddingRequest(target, text);
    if (seen.has(key)) continue;
    seen.add(key);
    sums.texts++;
    const recording = held.get(key);
    if (recording?.embedding !== undefined) continue;
    const revision = recording === undefined ? 0 : (recording.revision ?? 0) + 1;
    calls.push({ query: texts.push(text) - 1, queryId: row.id, sample: 0, revision, answered: false, key });
    sums.inputTokens += count(messages).input;
    sums.worstPico += worstCasePico(messages, target.parameters, target.model);
  }
  return { calls, texts, queries, sums };
}

/** Recorded embeddings of a model by the key of their request. */
export async function storedEmbeddings(dir: string, modelId: string): Promise<ReadonlyMap<string, Recording>> {
  const file = join(dir, recordingFileName(modelId));
  const byKey = new Map<string, Recording>();
  if (!existsSync(file)) return byKey;
  for await (const { recording } of readRecordingFile(file)) {
    const held = byKey.get(recording.key ?? '');
    if (recording.key !== null && (held === undefined || standingRank(held) <= standingRank(recording)))
      byKey.set(recording.key, recording);
  }
  return byKey;
}

/** How the embedder is asked. */
async function embedTarget({ model: id, modelsFile }: EmbedLiveRequest): Promise<RecordTarget> {
  const file = await readConfigFile(modelsFile);
  const list = modelListOf(parseConfig(file, modelsSchema));
  const embedder = embedderNamed(id, list, modelsFile);
  return withPlaces(file, () => {
    const target = recordTarget(embedder, list);
    const { embeddings, name } = target.api;
    if (embeddings === null)
      throw new UserError({
        field: `embedders[${list.embedders?.indexOf(embedder) ?? 0}]`,
        message: `${name} has no embeddings`,
        value: id,
        accepted: 'a model at openai, google or an openai_compatible endpoint',
      });
    const { dimensions } = embedder;
    const options = dimensions === undefined ? {} : { options: { [embeddings.dimensions]: dimensions } };
    return { ...target, parameters: { ...target.parameters, ...options } };
  });
}

function embedderNamed(id: string, { embedders = [] }: ModelList, file: string): Embedder {
  const found = embedders.find((one) => one.id === id);
  if (found !== undefined) return found;
  const ids = embedders.map((one) => one.id);
  const close = nearest(id, ids);
  throw new UserError({
    field: '--model',
    message: `no such embedder in ${file}`,
    value: id,
    accepted: ids.length === 0 ? 'an entry under embedders: in that file' : ids.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
