import { existsSync } from 'node:fs';
import type { Json } from '../../domain/json.js';
import type { Query } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportItem, type ImportSource } from './importer.js';
import { detectTable } from './source/detect-table.js';
import { type ListCells, literalCell } from './source/literal-cell.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { modelItems } from './source/model-items.js';
import { messagesOf } from './source/prompt-value.js';
import { readCell } from './source/read-cell.js';
import { cellNumber, isAbsent } from './source/record-table.js';
import { CATEGORY, ID, MODEL, ORACLE, PROMPT, type RouterBenchLayout, routerBenchLayout } from './source/routerbench-layout.js';
import type { TableRow } from './source/table-row.js';
import { openTable } from './source/table-rows.js';
import { textPrint } from './source/text-print.js';
import { costOf, NAME_OPTION, SCALE_OPTION, workspaceName } from './source/usual-options.js';
import type { ModelColumns } from './source/wide-columns.js';

/** The name RouterBench gives a query that no model got right. */
const NO_MODEL = 'no_model_correct';

/**
 * RouterBench tables, exported from its pickles: wide (a row a query) or long (a row a query and model). Prompts and answers
 * are Python lists of turns. An empty score is missing, never 0. Source: github.com/withmartian/routerbench,
 * convertors/common.py.
 */
export const routerbench = defineImporter({
  name: 'routerbench',
  description: "RouterBench's table of scores, answers and costs, wide or long, as CSV, JSONL or Parquet",
  options: [
    {
      name: 'lists',
      type: 'choice',
      choices: ['literal', 'plain'],
      default: 'literal',
      description: 'prompts and answers are Python lists where they begin with a bracket, or plain texts throughout',
    },
    {
      name: 'oracle-decisions',
      type: 'flag',
      description: "keep the oracle column as decisions; where no model is right, the row's cheapest model stands for it",
    },
    SCALE_OPTION,
    NAME_OPTION,
  ],
  detect: (path) => detectTable(path, (columns) => routerBenchLayout(columns) !== undefined),
  sets: async () => [],
  read,
});

interface State {
  readonly source: ImportSource;
  readonly lists: ListCells;
  /** A print of the prompt by query id. */
  readonly prompts: Map<string, string>;
  readonly model: (id: string) => Generator<ImportItem>;
  /** Long: query and model pairs seen. */
  readonly cells: Set<string>;
  readonly means: MeanQuality;
  costs: number;
  conversations: number;
  unsolved: number;
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  if (!existsSync(source.path)) throw new UserError({ file: source.path, message: 'no such file' });
  const table = await openTable(source.path);
  const layout = routerBenchLayout(table.columns);
  if (layout === undefined) throw noLayout(source.path, table.columns);
  const state: State = {
    source,
    lists: source.options.text('lists') === 'plain' ? 'plain' : 'literal',
    prompts: new Map(),
    model: modelItems(),
    cells: new Set(),
    means: meanQuality(),
    costs: 0,
    conversations: 0,
    unsolved: 0,
  };
  if (layout.kind === 'wide') for (const id of layout.models.keys()) yield* state.model(id);
  let number = 0;
  for await (const row of table.rows) yield* readRow(state, layout, row, ++number);
  yield* closing(state, table.columns);
}

function noLayout(file: string, columns: readonly string[]): UserError {
  const wide = `${ID}, ${PROMPT}, ${CATEGORY}, <model>, <model>|model_response, <model>|total_cost`;
  const accepted = `${wide}; or ${ID}, ${CATEGORY}, ${MODEL}, ${PROMPT}, model_response, performance, cost`;
  return new UserError({ file, line: 1, message: 'not a table of RouterBench', value: columns.join(', '), accepted });
}

function* readRow(state: State, layout: RouterBenchLayout, row: TableRow, number: number): Generator<ImportItem> {
  const id = row.cells.has(ID) ? textOf(row.cells.get(ID)) : String(number);
  if (id === undefined) return yield skipped(state, row, layout, 'no sample_id');
  const print = textPrint(JSON.stringify(row.cells.get(PROMPT) ?? null));
  const known = state.prompts.get(id);
  if (known === undefined) {
    const cell = literalCell(state.source.path, row, PROMPT, state.lists);
    if ('problem' in cell) return yield { kind: 'problem', problem: cell.problem };
    const prompt = promptFrom(cell.items);
    if (prompt === undefined) return yield skipped(state, row, layout, 'no prompt', id);
    if (typeof prompt !== 'string') state.conversations++;
    const category = textOf(row.cells.get(CATEGORY));
    state.prompts.set(id, print);
    yield { kind: 'query', query: { id, prompt }, label: { queryId: id, ...(category === undefined ? {} : { category }) } };
  } else if (layout.kind === 'wide') {
    return yield skipped(state, row, layout, 'repeated sample_id', id);
  } else if (known !== print) {
    return yield skipped(state, row, layout, 'another prompt under the same sample_id', id);
  }
  if (layout.kind === 'long') return yield* readLong(state, row, id, layout.columns);
  for (const [modelId, columns] of layout.models) yield* readModel(state, row, id, modelId, columns);
  if (state.source.options.flag('oracle-decisions')) yield* oracleDecision(state, row, id, layout.models);
}

function* readLong(state: State, row: TableRow, queryId: string, columns: ModelColumns): Generator<ImportItem> {
  const modelId = textOf(row.cells.get(MODEL));
  const cell = `${queryId}\n${modelId}`;
  const what = 'recording';
  const place = { kind: 'skipped', what, file: state.source.path, line: row.line, key: queryId } as const;
  if (modelId === undefined) return yield { ...place, reason: 'no model_name' };
  if (state.cells.has(cell)) return yield { ...place, reason: 'repeated row of a query and model' };
  state.cells.add(cell);
  yield* state.model(modelId);
  yield* readModel(state, row, queryId, modelId, columns);
}

function* readModel(state: State, row: TableRow, queryId: string, modelId: string, columns: ModelColumns): Generator<ImportItem> {
  const file = state.source.path;
  const cell = columns.answer === undefined ? { items: [] } : literalCell(file, row, columns.answer, state.lists);
  if ('problem' in cell) yield { kind: 'problem', problem: cell.problem };
  const scale = state.source.options.number('scale') ?? 1;
  const answer = 'problem' in cell ? undefined : answerFrom(cell.items);
  const { recording, problems } = readCell({ file, row, columns, queryId, modelId, scale }, answer);
  yield* problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  if (recording === undefined) return;
  if (recording.quality !== undefined) state.means.add(modelId, recording.quality);
  if (recording.costUsd !== undefined) state.costs++;
  yield { kind: 'recording', recording };
}

function* oracleDecision(
  state: State,
  row: TableRow,
  queryId: string,
  models: ReadonlyMap<string, ModelColumns>,
): Generator<ImportItem> {
  const named = textOf(row.cells.get(ORACLE));
  const modelId = named === NO_MODEL ? cheapest(row, models) : named;
  if (named === NO_MODEL) state.unsolved++;
  if (modelId === undefined) return;
  if (models.has(modelId)) return yield { kind: 'decision', strategy: 'routerbench-oracle', queryId, modelId };
  const accepted = [...models.keys(), NO_MODEL].join(', ');
  const problem = { file: state.source.path, line: row.line, field: ORACLE, message: 'no model of this table', value: modelId };
  yield { kind: 'problem', problem: { ...problem, accepted } };
}

function cheapest(row: TableRow, models: ReadonlyMap<string, ModelColumns>): string | undefined {
  const costs = [...models].flatMap(([id, { cost }]) => {
    const usd = cost === undefined ? undefined : cellNumber(row.cells.get(cost));
    return usd === undefined ? [] : [{ id, usd }];
  });
  return costs.sort((a, b) => a.usd - b.usd)[0]?.id;
}

/** One item is the prompt; several are turns of a user, unless they say who speaks. */
function promptFrom(items: readonly Json[]): Query['prompt'] | undefined {
  const messages = messagesOf(items);
  if (messages !== undefined) return messages;
  const turns = items.filter((item) => item !== null && item !== '').map(plainText);
  if (turns.length < 2) return turns[0];
  return turns.map((content) => ({ role: 'user', content }));
}

/** The answers to all turns; an empty answer is an answer, an empty list is none. */
function answerFrom(items: readonly Json[]): string | undefined {
  return items.length === 0 ? undefined : items.map(plainText).join('\n\n');
}

function plainText(item: Json): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}

function textOf(value: Json | undefined): string | undefined {
  return isAbsent(value) ? undefined : String(value);
}

function skipped(state: State, row: TableRow, layout: RouterBenchLayout, reason: string, key?: string): ImportItem {
  const what = layout.kind === 'wide' || key === undefined || !state.prompts.has(key) ? 'query' : 'recording';
  const place = { file: state.source.path, line: row.line, ...(key === undefined ? {} : { key }) };
  return { kind: 'skipped', what, ...place, reason };
}

function* closing(state: State, columns: readonly string[]): Generator<ImportItem> {
  const { options } = state.source;
  const notes = [
    ...(state.conversations === 0
      ? []
      : [`prompts of several turns: ${state.conversations}; each turn is a message, all answers are one text`]),
    ...(columns.includes(ORACLE) && !options.flag('oracle-decisions')
      ? [`${ORACLE} is not used (RouteLab has oracles of its own); --oracle-decisions keeps it`]
      : []),
    ...(state.unsolved === 0
      ? []
      : [`${state.unsolved} oracle decisions are ${NO_MODEL}: the row's cheapest model stands for it`]),
  ];
  yield* notes.map((message): ImportItem => ({ kind: 'note', message }));
  const [best = ''] = state.means.ranking();
  const settings = { name: workspaceName(state.source), scorer: { type: 'given' }, cost: costOf(state.costs, best) };
  yield { kind: 'experiment', settings: { ...settings, split: 'none' } };
}
