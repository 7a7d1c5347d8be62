import { existsSync } from 'node:fs';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportItem, type ImportSource } from './importer.js';
import { detectTable } from './source/detect-table.js';
import { type GivenCosts, givenCosts } from './source/given-cost.js';
import { importedModel } from './source/imported-model.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { miniTasks } from './source/mini-prompts.js';
import { ID, type MiniQuery, type MiniStrategies, MODEL, miniStrategies, NEEDED, STRATEGY } from './source/mini-strategies.js';
import { readCell } from './source/read-cell.js';
import type { TableRow } from './source/table-row.js';
import { openTable } from './source/table-rows.js';
import { costOf, NAME_OPTION, workspaceName, ZERO_COSTS_OPTION } from './source/usual-options.js';

const COLUMNS = {
  quality: 'correct',
  cost: 'cost',
  latency: 'latency_ms',
  answer: 'answer',
  'tokens-in': 'prompt_tokens',
  'tokens-out': 'completion_tokens',
};

/**
 * routerbench-mini's predictions: a row a query and strategy. Strategies that only ever ask one model are its recordings,
 * the others decisions. Prompts stand in another file. Source: github.com/ken-ab/routerbench-mini, scripts/run_v5_phase2.py.
 */
export const routerbenchMini = defineImporter({
  name: 'routerbench-mini',
  description: "routerbench-mini's predictions, a row a query and strategy, as CSV, JSONL or Parquet",
  options: [
    {
      name: 'prompts',
      type: 'text',
      description: 'manifest of the tasks (.jsonl) with canonical_id or id, question, choices, answer',
    },
    {
      name: 'without-prompts',
      type: 'flag',
      description: 'import results without prompts: the id stands for each, and no router can read it',
    },
    {
      name: 'category',
      type: 'choice',
      choices: ['dataset', 'task_family', 'task_type', 'task_subtype'],
      default: 'dataset',
      description: 'column that is the category',
    },
    {
      name: 'cost-unit',
      type: 'number',
      min: Number.MIN_VALUE,
      description: 'USD that one unit of the cost column is worth; 1 if not given',
    },
    ZERO_COSTS_OPTION,
    NAME_OPTION,
  ],
  detect: (path) => detectTable(path, (columns) => NEEDED.every((name) => columns.includes(name))),
  sets: async () => [],
  read,
});

interface State {
  readonly source: ImportSource;
  readonly strategies: MiniStrategies;
  /** Queries that have a prompt. */
  readonly queries: Set<string>;
  /** Query and strategy pairs seen. */
  readonly rows: Set<string>;
  readonly means: MeanQuality;
  readonly costs: GivenCosts;
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const { path, options } = source;
  if (!existsSync(path)) throw new UserError({ file: path, message: 'no such file' });
  const table = await openTable(path);
  const missing = NEEDED.filter((name) => !table.columns.includes(name));
  if (missing.length > 0) {
    const message = `no column ${missing.join(', ')}: not a table of routerbench-mini`;
    throw new UserError({ file: path, line: 1, message, value: table.columns.join(', '), accepted: NEEDED.join(', ') });
  }
  const strategies = await miniStrategies(table, options.text('category') ?? 'dataset');
  const models = [...strategies.recorded.keys()];
  if (models.length === 0)
    throw new UserError({ file: path, field: STRATEGY, message: 'no strategy asks one model only, once a query' });
  const zeros = options.text('zero-costs') === 'free' ? 'free' : 'missing';
  const state: State = {
    source,
    strategies,
    queries: new Set(),
    rows: new Set(),
    means: meanQuality(models),
    costs: givenCosts(zeros),
  };
  yield* models.map((id): ImportItem => ({ kind: 'model', model: importedModel(id) }));
  yield* readQueries(state);
  for await (const row of (await openTable(path)).rows) yield* readRow(state, row);
  yield* notes(state).map((message): ImportItem => ({ kind: 'note', message }));
  const [strong = '', weak] = state.means.ranking();
  const pair = models.length === 2 && weak !== undefined ? { pair: { weak, strong } } : {};
  const cost = costOf(state.costs.known, strong);
  yield {
    kind: 'experiment',
    settings: { name: workspaceName(source), scorer: { type: 'given' }, split: 'none', cost, ...pair },
  };
}

async function* readQueries(state: State): AsyncGenerator<ImportItem> {
  const { options, path } = state.source;
  const { queries } = state.strategies;
  if (options.flag('without-prompts')) {
    for (const [id, query] of queries) yield* newQuery(state, { id, prompt: id }, query);
    return;
  }
  const file = options.text('prompts');
  if (file === undefined) {
    const hint = '--prompts <manifest.jsonl> names the file that has them; --without-prompts imports the results alone';
    throw new UserError({ file: path, field: '--prompts', message: 'this table has no prompts', hint });
  }
  for await (const { id, query, label, problems } of miniTasks(file)) {
    yield* problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
    const known = queries.get(id);
    if (known !== undefined && query !== undefined && !state.queries.has(id))
      yield* newQuery(state, query, { ...known, ...label });
  }
  for (const [id, { line }] of queries) {
    if (!state.queries.has(id))
      yield { kind: 'skipped', what: 'query', file: path, line, key: id, reason: `no prompt in ${file}` };
  }
}

function* newQuery(
  state: State,
  query: Extract<ImportItem, { kind: 'query' }>['query'],
  { line: _line, ...facts }: MiniQuery,
): Generator<ImportItem> {
  state.queries.add(query.id);
  yield { kind: 'query', query, label: { queryId: query.id, ...facts } };
}

function* readRow(state: State, row: TableRow): Generator<ImportItem> {
  const file = state.source.path;
  const [queryId, strategy, modelId] = [ID, STRATEGY, MODEL].map((column) => String(row.cells.get(column) ?? ''));
  if (queryId === undefined || strategy === undefined || modelId === undefined || !state.queries.has(queryId)) return;
  const place = { kind: 'skipped', what: 'recording', file, line: row.line, key: queryId } as const;
  const pair = JSON.stringify([queryId, strategy]);
  if (state.rows.has(pair)) return yield { ...place, reason: 'repeated row of a query and strategy' };
  state.rows.add(pair);
  if (state.strategies.recorded.get(modelId) === strategy) return yield* recordingOf(state, row, queryId, modelId);
  if (state.strategies.recorded.has(modelId)) return yield { kind: 'decision', strategy, queryId, modelId };
  yield { ...place, reason: 'a choice of a model that no strategy asks alone' };
}

function* recordingOf(state: State, row: TableRow, queryId: string, modelId: string): Generator<ImportItem> {
  const answer = row.cells.get('answer');
  const text = answer === undefined || answer === null ? undefined : String(answer);
  const { recording, problems } = readCell({ file: state.source.path, row, columns: COLUMNS, queryId, modelId, scale: 1 }, text);
  yield* problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  if (recording === undefined) return;
  const { costUsd: given, ...rest } = recording;
  const unit = state.source.options.number('cost-unit') ?? 1;
  const costUsd = state.costs.take(given === undefined ? undefined : given * unit, recording.usage);
  if (recording.quality !== undefined) state.means.add(modelId, recording.quality);
  yield { kind: 'recording', recording: { ...rest, ...(costUsd === undefined ? {} : { costUsd }) } };
}

function notes({ source, strategies, costs }: State): readonly string[] {
  const cascades = [...strategies.cascades].map(
    ([strategy, { several, rows }]) =>
      `${strategy}: ${several} of ${rows} choices took several calls; a decision names the model whose answer was kept, and its one recorded call stands for them`,
  );
  const unit = source.options.number('cost-unit') === undefined && costs.known > 0;
  return [
    ...cascades,
    ...(unit ? ['costs are taken as USD; in another currency: --cost-unit <USD a unit>'] : []),
    ...costs.notes(),
  ];
}
