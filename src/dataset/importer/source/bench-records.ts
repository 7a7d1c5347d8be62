import type { Usage } from '../../../domain/recording.js';
import type { ImportItem, ImportSettings } from '../importer.js';
import { type GivenCosts, givenCosts } from './given-cost.js';
import { type MeanQuality, meanQuality } from './mean-quality.js';
import { modelItems } from './model-items.js';
import { present } from './present.js';
import { type RecordFields, recordFields } from './record-fields.js';
import type { ResultFile } from './result-files.js';
import { textPrint } from './text-print.js';
import { tokenUsage } from './token-usage.js';

/** What is remembered over all files of LLMRouterBench: ids, prints and sums. */
export interface BenchState {
  readonly scale: number;
  /** The fields that may hold a record's prompt, first choice first. */
  readonly promptFields: readonly string[];
  /** A print of the prompt by query id. */
  readonly prompts: Map<string, string>;
  readonly cells: Set<string>;
  readonly model: (id: string) => Generator<ImportItem>;
  readonly means: MeanQuality;
  readonly costs: GivenCosts;
}

export function benchState(options: ImportSettings): BenchState {
  const promptFields = options.text('prompt') === 'origin_query' ? ['origin_query', 'prompt'] : ['prompt', 'origin_query'];
  return {
    scale: options.number('scale') ?? 1,
    promptFields,
    prompts: new Map(),
    cells: new Set(),
    model: modelItems(),
    means: meanQuality(),
    costs: givenCosts(options.text('zero-costs') === 'free' ? 'free' : 'missing'),
  };
}

/** What the collector writes in place of an answer when a call failed. */
const FAILED = /^(?:Processing failed|Unexpected error): /;

/** One record of a result file. */
export function* readBenchRecord(state: BenchState, run: ResultFile, line: number, record: unknown): Generator<ImportItem> {
  const fields = recordFields(record, run.file, line);
  const index = fields.count('index');
  const prompt = state.promptFields.map((name) => asText(fields.raw(name))).find((text) => text !== undefined);
  const answer = asText(fields.raw('raw_output')) ?? asText(fields.raw('prediction'));
  const score = scoreOf(state, fields, 'score');
  const usage = usageOf(fields);
  const costUsd = fields.number(['cost']);
  yield* fields.problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  if (fields.problems.length > 0) return;
  const place = { kind: 'skipped', what: 'recording', file: run.file, line } as const;
  if (index === undefined) return yield { ...place, reason: 'a record without index' };
  const queryId = [run.dataset, run.split, index].join('-');
  const known = state.prompts.get(queryId);
  if (known === undefined) {
    if (prompt === undefined) return yield { ...place, key: queryId, reason: 'no prompt' };
    yield* newQuery(state, queryId, prompt, { category: run.dataset, reference: asText(fields.raw('ground_truth')) });
  } else if (prompt !== undefined && known !== textPrint(prompt)) {
    return yield { ...place, key: queryId, reason: 'another prompt under the same index (try --prompt origin_query)' };
  }
  if (!newCell(state, queryId, run.model)) return yield { ...place, key: queryId, reason: 'repeated index' };
  yield* state.model(run.model);
  if (score === undefined && answer !== undefined && FAILED.test(answer)) {
    const error = { kind: 'error', message: answer };
    return yield { kind: 'recording', recording: { key: null, queryId, modelId: run.model, sample: 0, error } };
  }
  yield* newRecording(state, { queryId, modelId: run.model }, { answer, usage, costUsd, score });
}

/** One row of an adaptor's JSONL: a query with the scores and usages of all models. */
export function* readAdaptorRow(
  state: BenchState,
  place: { readonly file: string; readonly line: number },
  record: unknown,
  split: string | undefined,
): Generator<ImportItem> {
  const fields = recordFields(record, place.file, place.line);
  const prompt = fields.text('query');
  const dataset = fields.text('dataset');
  const index = fields.count('index');
  const found = Object.keys((fields.raw('records') ?? {}) as object).map((model) => modelOf(state, fields, model));
  yield* fields.problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  if (fields.problems.length > 0) return;
  const row = { kind: 'skipped', what: 'query', ...place } as const;
  if (prompt === undefined || dataset === undefined || index === undefined) {
    return yield { ...row, reason: 'no query, dataset or index' };
  }
  const queryId = freeId(state, `${dataset}-${index}`, prompt);
  if (queryId === undefined) return yield { ...row, key: `${dataset}-${index}`, reason: 'repeated query' };
  yield* newQuery(state, queryId, prompt, { category: dataset, split });
  for (const { model, score, usage, costUsd } of found) {
    yield* state.model(model);
    const filled = score === 0 && costUsd === 0 && usage?.inputTokens === 0 && usage.outputTokens === 0;
    const what = { kind: 'skipped', what: 'recording', ...place, key: queryId } as const;
    if (filled) yield { ...what, reason: 'filled in or failed: a score of 0 without tokens and cost' };
    else if (score !== undefined) yield* newRecording(state, { queryId, modelId: model }, { usage, costUsd, score });
  }
}

function modelOf(state: BenchState, fields: RecordFields, model: string) {
  const score = scoreOf(state, fields.inner('records'), model);
  const usages = fields.inner('usages').inner(model);
  return { model, score, usage: usageOf(usages), costUsd: usages.number(['cost']) };
}

function scoreOf(state: BenchState, fields: RecordFields, name: string): number | undefined {
  const raw = fields.raw(name);
  if (typeof raw === 'boolean') return raw ? 1 : 0;
  const score = fields.number([name], state.scale);
  return score === undefined ? undefined : score / state.scale;
}

function usageOf(fields: RecordFields): Usage | undefined {
  // Which extra fields there are, and under which names, is up to the collector's configuration.
  const extra = recordFields(fields.raw('extra_fields'), '', 0);
  return tokenUsage({
    input: fields.count('prompt_tokens'),
    output: fields.count('completion_tokens'),
    cached: extra.count('cached_tokens'),
    reasoning: extra.count('reasoning_tokens'),
  });
}

interface Answered {
  readonly answer?: string | undefined;
  readonly usage: Usage | undefined;
  readonly costUsd: number | undefined;
  readonly score: number | undefined;
}

function* newRecording(
  state: BenchState,
  cell: { readonly queryId: string; readonly modelId: string },
  { answer, usage, costUsd, score }: Answered,
): Generator<ImportItem> {
  if (score !== undefined) state.means.add(cell.modelId, score);
  const facts = {
    answer: answer === undefined ? undefined : { text: answer },
    usage,
    costUsd: state.costs.take(costUsd, usage),
    quality: score,
  };
  yield { kind: 'recording', recording: { key: null, ...cell, sample: 0, ...present(facts) } };
}

function* newQuery(
  state: BenchState,
  id: string,
  prompt: string,
  facts: { readonly category: string; readonly reference?: string | undefined; readonly split?: string | undefined },
): Generator<ImportItem> {
  state.prompts.set(id, textPrint(prompt));
  yield { kind: 'query', query: { id, prompt }, label: { queryId: id, ...present(facts) } };
}

function newCell(state: BenchState, queryId: string, modelId: string): boolean {
  const cell = JSON.stringify([queryId, modelId]);
  if (state.cells.has(cell)) return false;
  state.cells.add(cell);
  return true;
}

/** An id for a row: the adaptor drops the split, so one index may stand for two prompts. Undefined where the prompt is known. */
function freeId(state: BenchState, id: string, prompt: string): string | undefined {
  const print = textPrint(prompt);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    const known = state.prompts.get(candidate);
    if (known === undefined) return candidate;
    if (known === print) return undefined;
  }
}

/** A value as text: lists and objects as JSON, as the source's own loader makes them; nothing where there is none. */
function asText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
