import { basename, join } from 'node:path';
import type { Price } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportedExperiment, type ImportItem, type ImportSource } from './importer.js';
import { type ArenaOddities, type ArenaParts, arenaCall } from './source/arena-call.js';
import { arenaModel, arenaPriceFile, arenaPrices } from './source/arena-models.js';
import { readJsonArray } from './source/json-array.js';
import { readJsonLines } from './source/json-lines.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { filesIn, firstJsonLine, isFolder, type PeekedRecord } from './source/peek.js';
import { type RecordFields, recordFields } from './source/record-fields.js';

/** Their files write the id with a space or an underscore. */
const ID_FIELDS = ['global_index', 'global index'] as const;

/**
 * RouterArena's cached results: one JSONL file a model, one line a query, joined by `global_index`; prices in a JSON file beside
 * them. Prediction files (JSON arrays, `--predictions`, repeatable) become decisions of a strategy named after the file, and
 * recordings where the cache has none. An answer is right from a score of 1. Source: github.com/RouteWorks/RouterArena,
 * llm_evaluation/run.py.
 */
export const routerarena = defineImporter({
  name: 'routerarena',
  description: "RouterArena's cached results (a folder of <model>.jsonl) and prediction files",
  options: [
    {
      name: 'predictions',
      type: 'texts',
      placeholder: 'file.json',
      description: "a router's prediction file: its choices are compared as a strategy named after the file",
    },
    { name: 'prices', type: 'text', description: 'price file; cost.json or model_cost.json beside the results if not given' },
  ],
  detect: async (path) => {
    const firsts = await Promise.all((await resultFiles(path)).map(firstJsonLine));
    return firsts.some((first) => first !== undefined && isCached(first));
  },
  sets: async () => [],
  read,
});

/** The JSONL files of the folder, or of its `cached_results`. */
function resultFiles(path: string): Promise<readonly string[]> {
  return filesIn(resultFolder(path), '.jsonl', '.jsonl.gz');
}

function resultFolder(path: string): string {
  const inner = join(path, 'cached_results');
  return isFolder(inner) ? inner : path;
}

function isCached(record: PeekedRecord): boolean {
  const isResult = ['generated_answer', 'evaluation_result', 'llm_selected'].some((name) => name in record);
  return isResult && ID_FIELDS.some((name) => name in record);
}

interface State {
  readonly prices: ReadonlyMap<string, Price>;
  /** Query ids seen. */
  readonly queries: Set<string>;
  readonly models: Set<string>;
  /** Query and model of recordings seen. */
  readonly cells: Set<string>;
  readonly means: MeanQuality;
  readonly odd: ArenaOddities;
  /** Recordings with a cost or the means to price one. */
  costs: number;
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const folder = resultFolder(source.path);
  const priceFile = source.options.text('prices') ?? arenaPriceFile(folder);
  const prices = priceFile === undefined ? new Map<string, Price>() : await arenaPrices(priceFile);
  if (priceFile === undefined) yield { kind: 'note', message: 'no cost.json or model_cost.json: no model has a price' };
  const odd = { belowZero: 0, freeWithoutPrice: 0, withReasoning: 0 };
  const seen = { queries: new Set<string>(), models: new Set<string>(), cells: new Set<string>() };
  const state: State = { prices, ...seen, means: meanQuality(), odd, costs: 0 };
  for (const file of await resultFiles(source.path)) {
    const first = await firstJsonLine(file);
    // A file whose first line can't be read is read all the same, so that what is wrong with it is told.
    if (first === undefined || isCached(first)) yield* readResults(state, file);
    else yield { kind: 'note', message: `${basename(file)} holds no cached results: not read` };
  }
  yield* readPredictions(state, source.options.texts('predictions'));
  yield* oddities(odd);
  yield { kind: 'experiment', settings: settings(state, priceFile) };
}

async function* readResults(state: State, file: string): AsyncGenerator<ImportItem> {
  const fileModel = basename(file).replace(/\.jsonl(\.gz)?$/, '');
  for await (const { line, record } of readJsonLines(file)) {
    const fields = recordFields(record, file, line);
    const id = fields.text(...ID_FIELDS);
    const modelId = fields.text('llm_selected') ?? fileModel;
    if (id === undefined) {
      fields.complain({ field: 'global_index', message: 'no query id' });
      yield* problemsOf(fields);
      continue;
    }
    const evaluation = fields.inner('evaluation_result');
    if (!state.queries.has(id)) yield* readQuery(state, id, fields, evaluation);
    if (state.cells.has(cellKey(id, modelId))) {
      yield {
        kind: 'skipped',
        what: 'recording',
        file,
        line,
        key: `${id} ${modelId}`,
        reason: 'repeated: the first one is kept',
      };
      continue;
    }
    const parts = {
      result: fields,
      score: { of: evaluation, field: 'score' },
      cost: { of: evaluation, field: 'inference_cost' },
    };
    yield* readCall(state, id, modelId, fields, parts);
  }
}

/** The query at its first sight. Its category is its data set: the id without its number. */
function* readQuery(state: State, id: string, fields: RecordFields, evaluation: RecordFields): Generator<ImportItem> {
  const prompt = fields.text('question', 'prompt');
  if (prompt === undefined) return fields.complain({ field: 'question', message: 'no prompt' });
  state.queries.add(id);
  const reference = evaluation.text('ground_truth');
  const label = { queryId: id, category: id.replace(/_\d+$/, ''), ...(reference === undefined ? {} : { reference }) };
  yield { kind: 'query', query: { id, prompt }, label };
}

function* readCall(
  state: State,
  queryId: string,
  modelId: string,
  fields: RecordFields,
  parts: ArenaParts,
): Generator<ImportItem> {
  const price = state.prices.get(modelId);
  const call = arenaCall(parts, price, state.odd);
  yield* problemsOf(fields);
  if (fields.problems.length > 0) return;
  if (!state.models.has(modelId)) {
    state.models.add(modelId);
    yield { kind: 'model', model: arenaModel(modelId, parts.result.text('provider'), state.prices) };
  }
  state.cells.add(cellKey(queryId, modelId));
  if (call.quality !== undefined) state.means.add(modelId, call.quality);
  if (call.costUsd !== undefined || (price !== undefined && call.usage !== undefined)) state.costs++;
  yield { kind: 'recording', recording: { key: null, queryId, modelId, sample: 0, ...call } };
}

function* problemsOf(fields: RecordFields): Generator<ImportItem> {
  for (const problem of fields.problems) yield { kind: 'problem', problem };
}

function cellKey(queryId: string, modelId: string): string {
  return `${queryId}\n${modelId}`;
}

async function* readPredictions(state: State, files: readonly string[]): AsyncGenerator<ImportItem> {
  const names = files.map((file) => basename(file).replace(/\.json(\.gz)?$/, ''));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError({ field: '--predictions', message: 'two prediction files have this name', value: twice });
  }
  // All recordings first: a decision for a model that some other file records can be replayed.
  for (const file of files) yield* readPredicted(state, file);
  for (const [index, file] of files.entries()) yield* readDecisions(state, file, names[index] ?? '');
}

/** Recordings that the cached results don't have. */
async function* readPredicted(state: State, file: string): AsyncGenerator<ImportItem> {
  let count = 0;
  for await (const { line, value } of readJsonArray(file)) {
    count++;
    const fields = recordFields(value, file, line);
    const id = fields.text(...ID_FIELDS);
    const modelId = fields.text('prediction');
    if (id === undefined || modelId === undefined) {
      fields.complain({ message: 'not a prediction', accepted: 'an object with "global index" and "prediction"' });
      yield* problemsOf(fields);
    } else if (state.queries.has(id) && !state.cells.has(cellKey(id, modelId)) && fields.raw('generated_result') !== undefined) {
      const parts = {
        result: fields.inner('generated_result'),
        score: { of: fields, field: 'accuracy' },
        cost: { of: fields, field: 'cost' },
      };
      yield* readCall(state, id, modelId, fields, parts);
    }
  }
  if (count > 0) return;
  yield { kind: 'problem', problem: { file, message: 'no predictions in it', accepted: 'a JSON array of predictions' } };
}

async function* readDecisions(state: State, file: string, strategy: string): AsyncGenerator<ImportItem> {
  const decided = new Set<string>();
  for await (const { line, value } of readJsonArray(file)) {
    const fields = recordFields(value, file, line);
    const queryId = fields.text(...ID_FIELDS);
    const modelId = fields.text('prediction');
    // Rows for their optimality metrics show what other models would have done: they are no choice of the router.
    if (queryId === undefined || modelId === undefined || fields.raw('for_optimality') === true) continue;
    const reason = !state.queries.has(queryId)
      ? `decision of ${strategy} on a query that is not in the cached results`
      : !state.models.has(modelId)
        ? `decision of ${strategy} for a model without any recording`
        : decided.has(queryId)
          ? `second decision of ${strategy} on the same query`
          : undefined;
    if (reason !== undefined) yield { kind: 'skipped', what: 'recording', file, line, key: `${queryId} ${modelId}`, reason };
    else yield { kind: 'decision', strategy, queryId, modelId };
    decided.add(queryId);
  }
}

function* oddities({ belowZero, freeWithoutPrice, withReasoning }: ArenaOddities): Generator<ImportItem> {
  const note = (count: number, message: string): ImportItem[] =>
    count === 0 ? [] : [{ kind: 'note', message: `${count} ${message}` }];
  yield* note(belowZero, '× a score below 0, taken as 0: quality starts there');
  yield* note(freeWithoutPrice, '× a cost of 0 for tokens of a model without a price, taken as missing');
  yield* note(withReasoning, '× tokens beyond input and output, taken as reasoning: part of the output');
}

function settings({ means, costs }: State, priceFile: string | undefined): ImportedExperiment {
  const [best = ''] = means.ranking();
  return {
    name: 'routerarena',
    scorer: { type: 'given' },
    split: 'none',
    cost: costs > 0 ? { by: 'usd' } : { by: 'calls', model: best },
    rightAt: 'full',
    ...(priceFile === undefined ? {} : { priceSource: basename(priceFile) }),
  };
}
