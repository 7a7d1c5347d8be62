import { basename } from 'node:path';
import type { Model } from '../../domain/model.js';
import type { Recording } from '../../domain/recording.js';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportedExperiment, type ImportItem, type ImportSource } from './importer.js';
import { importedModel } from './source/imported-model.js';
import { readDcRouter } from './source/llmrouter-dcrouter.js';
import { llmRouterFiles, llmRouterModels } from './source/llmrouter-files.js';
import { readRouting } from './source/llmrouter-routing.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';

/**
 * LLMRouter's data. Set `dcrouter`: questions with a score of every model (RouterDC's files are the same), tasks from query files,
 * no tokens, no costs. Set `routing`: one row a query and model with tokens and time. Prices come from its model list. Files are
 * told apart by what they hold. Source: github.com/ulab-uiuc/LLMRouter, llmrouter/data/README.md.
 */
export const llmrouter = defineImporter({
  name: 'llmrouter',
  description: "LLMRouter's dcrouter scores and routing rows, with its query files and model list",
  options: [
    { name: 'prices', type: 'text', description: 'model list with prices; found beside the data if not given' },
    {
      name: 'assume-output-tokens',
      type: 'number',
      min: 0,
      description: 'dcrouter: estimate costs from prompts at 4 characters a token and answers of this many tokens',
    },
  ],
  detect: async (path) => (await setsIn(path)).length > 0,
  sets: setsIn,
  read,
});

async function setsIn(path: string): Promise<readonly string[]> {
  const { dcrouter, routing } = await llmRouterFiles(path);
  return [...(dcrouter.length > 0 ? ['dcrouter'] : []), ...(routing.length > 0 ? ['routing'] : [])];
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const files = await llmRouterFiles(source.path);
  const set = source.set ?? 'dcrouter';
  const found = set === 'routing' ? files.routing : files.dcrouter;
  if (found.length === 0) throw new UserError({ file: source.path, message: `no ${set} data here` });
  const [beside, ...others] = files.prices;
  const priceFile = source.options.text('prices') ?? beside;
  const known = priceFile === undefined ? new Map<string, Model>() : await llmRouterModels(priceFile);
  yield* priceNotes(priceFile, source.options.text('prices') === undefined ? others : []);
  const state: State = { known, seen: new Set(), means: meanQuality(), priced: 0 };
  const outputTokens = assumedTokens(source);
  if (set === 'routing') yield* readRouting(found, (queryId, modelId, call) => recording(state, { queryId, modelId, ...call }));
  else {
    const cell = (scored: CellOf) => recording(state, scored);
    yield* readDcRouter({ files: found, queryFiles: files.queries, outputTokens, cell });
  }
  if (set === 'routing' && found.length > 1) yield { kind: 'note', message: SPLIT_BY_ROW };
  yield* settings(state, set, priceFile, outputTokens);
}

function assumedTokens({ options }: ImportSource): number | undefined {
  const tokens = options.number('assume-output-tokens');
  if (tokens === undefined || Number.isSafeInteger(tokens)) return tokens;
  throw new UserError({
    field: '--assume-output-tokens',
    message: 'not a number of tokens',
    value: String(tokens),
    accepted: 'a whole number',
  });
}

const SPLIT_BY_ROW =
  'rows of the same query may lie in several of the files: their split is by row, leaks, and is not taken over';

interface State {
  readonly known: ReadonlyMap<string, Model>;
  readonly seen: Set<string>;
  readonly means: MeanQuality;
  /** Recordings that can be priced. */
  priced: number;
}

type CellOf = Pick<Recording, 'queryId' | 'modelId' | 'answer' | 'error' | 'timing' | 'quality'> & {
  readonly usage?: Recording['usage'] | undefined;
};

function* recording(state: State, { usage, ...cell }: CellOf): Generator<ImportItem> {
  const { modelId, quality } = cell;
  const model = state.known.get(modelId) ?? importedModel(modelId);
  if (!state.seen.has(modelId)) yield { kind: 'model', model };
  state.seen.add(modelId);
  if (quality !== undefined) state.means.add(modelId, quality);
  if (usage !== undefined && model.price !== undefined) state.priced++;
  yield { kind: 'recording', recording: { key: null, sample: 0, ...cell, ...(usage === undefined ? {} : { usage }) } };
}

function* priceNotes(file: string | undefined, others: readonly string[]): Generator<ImportItem> {
  if (file === undefined) yield { kind: 'note', message: 'no model list with prices: models have none' };
  const names = others.map((other) => basename(other)).join(', ');
  if (names !== '') yield { kind: 'note', message: `prices are those of ${basename(file ?? '')}; not read: ${names}` };
}

function* settings(
  { means, priced }: State,
  set: string,
  priceFile: string | undefined,
  outputTokens: number | undefined,
): Generator<ImportItem> {
  const [best = ''] = means.ranking();
  const cost: ImportedExperiment['cost'] = priced > 0 ? { by: 'usd' } : { by: 'calls', model: best };
  if (set === 'dcrouter' && outputTokens !== undefined) {
    const message = `costs are estimates: prompts at 4 characters a token, answers of ${outputTokens} tokens, at the list's prices`;
    yield { kind: 'note', message: priced > 0 ? message : 'no costs could be estimated: no model has a price' };
  } else if (cost.by === 'calls') {
    const hint = set === 'dcrouter' && priceFile !== undefined ? ' (an estimate in USD: --assume-output-tokens 256)' : '';
    yield { kind: 'note', message: `no tokens or no prices: cost is the share of calls to ${best}${hint}` };
  }
  const priceSource = priceFile === undefined ? {} : { priceSource: basename(priceFile) };
  const name = `llmrouter-${set}`;
  // Scores are graded (F1, coverage): some of it right counts as right, as in the source's own figures.
  const settings: ImportedExperiment = { name, scorer: { type: 'given' }, split: 'none', cost, rightAt: 'any', ...priceSource };
  yield { kind: 'experiment', settings };
}
