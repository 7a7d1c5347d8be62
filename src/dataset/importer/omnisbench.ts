import { join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportedExperiment, type ImportItem, type ImportSource } from './importer.js';
import { importedModel } from './source/imported-model.js';
import { readJsonAround } from './source/json-array.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { modelItems } from './source/model-items.js';
import { type OmnisItem, omnisItems } from './source/omnis-item.js';
import { type OmnisPrices, omnisPrices } from './source/omnis-prices.js';
import { omnisQueryId, promptFiles, readPrompts } from './source/omnis-prompts.js';
import { firstInArray, isFile, isFolder } from './source/peek.js';
import { type RecordFields, recordFields } from './source/record-fields.js';
import { textPrint } from './source/text-print.js';

/**
 * OmnisBench's `results.json`: one item a policy and task, with the model it chose and that model's answer, tokens, cost and
 * latency. An answer of a model is one recording, however many policies reached it; policies that always choose the same model
 * are that model's row, all others become decisions. Prompts come from JSONL files, prices from a dated YAML file. Source:
 * github.com/Fortitude-Group/OmnisBench, src/omnisbench/runner.py.
 */
export const omnisbench = defineImporter({
  name: 'omnisbench',
  description: "OmnisBench's results.json by policy, with its prompts and dated prices",
  options: [
    {
      name: 'prompts',
      type: 'texts',
      placeholder: 'dataset.jsonl',
      description: 'file of prompts; those beside the results, or in the data folder of the project, if not given',
    },
    {
      name: 'prices',
      type: 'text',
      description: 'dated price file; found beside the results, or in config/pricing, if not given',
    },
  ],
  detect: async (path) => {
    const first = (await firstInArray(resultsFile(path), 'items')) ?? {};
    return ['policy', 'item_id', 'chosen_model'].every((name) => name in first);
  },
  sets: async () => [],
  read,
});

function resultsFile(path: string): string {
  return isFolder(path) ? join(path, 'results.json') : path;
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const file = resultsFile(source.path);
  if (!isFile(file)) throw new UserError({ file, message: 'no such file', accepted: 'results.json of OmnisBench' });
  const provenance = recordFields(await readJsonAround(file, 'items'), file, 1).inner('provenance');
  const list = await omnisPrices(source, file, provenance.text('snapshot_date'));
  if (list.source === undefined) yield { kind: 'note', message: 'no dated price file: no model has a price' };
  const survey = yield* surveyed(file);
  const items = survey.items;
  const queries = yield* readPrompts(await promptFiles(source.options.texts('prompts'), file), items);
  for (const [dataset, ids] of items) for (const id of ids) yield* withoutPrompt(file, omnisQueryId(dataset, id), queries);
  const unpriced = new Set([provenance.raw('unpriced_models') ?? []].flat().map(String));
  const state = startState(file, list, unpriced, queries);
  yield* readRecordings(state, survey);
  yield* readDecisions(state, survey);
  yield { kind: 'experiment', settings: settings(state) };
}

function* withoutPrompt(file: string, key: string, queries: ReadonlySet<string>): Generator<ImportItem> {
  if (!queries.has(key)) yield { kind: 'skipped', what: 'query', file, key, reason: 'no prompt in the files of prompts' };
}

interface Survey {
  /** Item ids by data set, in order of first appearance. */
  readonly items: Map<string, Set<string>>;
  /** Models by policy. */
  readonly policies: Map<string, Set<string>>;
}

/** First pass: which items and policies there are, and what is wrong with the file. */
async function* surveyed(file: string): AsyncGenerator<ImportItem, Survey> {
  const survey: Survey = { items: new Map(), policies: new Map() };
  const problems: ImportItem[] = [];
  const wrong = (fields: RecordFields): void => {
    problems.push(...fields.problems.map((problem): ImportItem => ({ kind: 'problem', problem })));
  };
  for await (const { dataset, item, policy, modelId } of omnisItems(file, wrong)) {
    addTo(survey.items, dataset, item);
    addTo(survey.policies, policy, modelId);
  }
  yield* problems;
  for (const [policy, models] of survey.policies) {
    if (models.size > 1) continue;
    yield { kind: 'note', message: `policy ${policy} always chose ${[...models].join('')}: it is that model's row` };
  }
  return survey;
}

function addTo(sets: Map<string, Set<string>>, name: string, value: string): void {
  const held = sets.get(name) ?? new Set<string>();
  sets.set(name, held);
  held.add(value);
}

/** What is kept of a recording to tell the same answer from another. */
interface Seen {
  readonly print: string;
  readonly costUsd: number | undefined;
}

interface State {
  readonly file: string;
  readonly list: OmnisPrices;
  readonly unpriced: ReadonlySet<string>;
  readonly queries: ReadonlySet<string>;
  readonly cells: Map<string, Seen>;
  readonly means: MeanQuality;
  readonly model: (id: string) => Generator<ImportItem>;
  costs: number;
  freeWithoutPrice: number;
}

function startState(file: string, list: OmnisPrices, unpriced: ReadonlySet<string>, queries: ReadonlySet<string>): State {
  const model = modelItems((id) => {
    const price = list.prices.get(id);
    return price === undefined ? importedModel(id) : { ...importedModel(id), price };
  });
  return { file, list, unpriced, queries, cells: new Map(), means: meanQuality(), model, costs: 0, freeWithoutPrice: 0 };
}

/**
 * Single models first: where several policies reached a model's answer, its own row's cost and latency are those of one call,
 * while another policy's may be those of several.
 */
async function* readRecordings(state: State, { policies }: Survey): AsyncGenerator<ImportItem> {
  for (const single of [true, false]) {
    for await (const row of omnisItems(state.file)) {
      const isSingle = policies.get(row.policy)?.size === 1;
      if (isSingle === single && state.queries.has(omnisQueryId(row.dataset, row.item))) yield* recordingOf(state, row);
    }
  }
  if (state.freeWithoutPrice === 0) return;
  const message = `${state.freeWithoutPrice} × a cost of 0 for tokens of a model without a price, taken as missing`;
  yield { kind: 'note', message };
}

function* recordingOf(state: State, { line, dataset, item, modelId, call }: OmnisItem): Generator<ImportItem> {
  const queryId = omnisQueryId(dataset, item);
  const key = `${queryId} ${modelId}`;
  const print = textPrint(JSON.stringify([call.answer?.text, call.quality]));
  const before = state.cells.get(key);
  if (before !== undefined) {
    const reason =
      before.print === print
        ? 'the same answer, by another policy'
        : 'another answer of the model to the item: the first is kept';
    yield { kind: 'skipped', what: 'recording', file: state.file, line, key, reason };
    return;
  }
  const priced = costed(state, modelId, call);
  state.cells.set(key, { print, costUsd: priced.costUsd });
  if (priced.quality !== undefined) state.means.add(modelId, priced.quality);
  if (priced.costUsd !== undefined || (priced.usage !== undefined && state.list.prices.has(modelId))) state.costs++;
  yield* state.model(modelId);
  yield { kind: 'recording', recording: { key: null, queryId, modelId, sample: 0, ...priced } };
}

/** Their code costs a model without a price at 0: that is no cost. */
function costed(state: State, modelId: string, call: OmnisItem['call']): OmnisItem['call'] {
  const tokens = (call.usage?.inputTokens ?? 0) + (call.usage?.outputTokens ?? 0);
  const isPriced = state.list.prices.has(modelId) && !state.unpriced.has(modelId);
  if (call.costUsd !== 0 || tokens === 0 || isPriced) return call;
  state.freeWithoutPrice++;
  const { costUsd: _, ...rest } = call;
  return rest;
}

async function* readDecisions(state: State, { policies }: Survey): AsyncGenerator<ImportItem> {
  const decided = new Set<string>();
  const otherCost = new Map<string, number>();
  for await (const { line, policy, dataset, item, modelId, call } of omnisItems(state.file)) {
    const queryId = omnisQueryId(dataset, item);
    if ((policies.get(policy)?.size ?? 0) < 2 || !state.queries.has(queryId)) continue;
    const key = `${policy} ${queryId}`;
    if (decided.has(key)) {
      const reason = `second decision of ${policy} on the same item`;
      yield { kind: 'skipped', what: 'recording', file: state.file, line, key, reason };
      continue;
    }
    decided.add(key);
    const kept = state.cells.get(`${queryId} ${modelId}`)?.costUsd;
    if (differs(kept, call.costUsd)) otherCost.set(policy, (otherCost.get(policy) ?? 0) + 1);
    yield { kind: 'decision', strategy: policy, queryId, modelId };
  }
  for (const [policy, count] of otherCost) {
    const message = `policy ${policy}: ${count} items cost other than one call of the model chosen; a decision replays as one call`;
    yield { kind: 'note', message };
  }
}

function differs(kept: number | undefined, cost: number | undefined): boolean {
  return kept !== undefined && cost !== undefined && Math.abs(cost - kept) > 0.01 * kept;
}

function settings({ list, means, costs }: State): ImportedExperiment {
  const [best = ''] = means.ranking();
  return {
    name: 'omnisbench',
    scorer: { type: 'given' },
    split: 'none',
    cost: costs > 0 ? { by: 'usd' } : { by: 'calls', model: best },
    ...(list.pricedAt === undefined ? {} : { pricedAt: list.pricedAt }),
    ...(list.source === undefined ? {} : { priceSource: list.source }),
  };
}
