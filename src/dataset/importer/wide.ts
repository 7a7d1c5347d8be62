import { existsSync, statSync } from 'node:fs';
import type { Json } from '../../domain/json.js';
import type { Label } from '../../domain/label.js';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportedExperiment, type ImportItem, type ImportOption, type ImportSource } from './importer.js';
import { importedModel } from './source/imported-model.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { present } from './source/present.js';
import { promptOf } from './source/prompt-value.js';
import { readCell } from './source/read-cell.js';
import { isAbsent, openRecordTable } from './source/record-table.js';
import type { TableRow } from './source/table-row.js';
import { isTableFile } from './source/table-rows.js';
import { costOf, NAME_OPTION, SCALE_OPTION, workspaceName } from './source/usual-options.js';
import {
  MODEL_FIELDS,
  type ModelColumns,
  type ModelField,
  QUERY_FIELDS,
  type WideColumns,
  wideColumns,
} from './source/wide-columns.js';

const QUERY_OPTIONS = QUERY_FIELDS.map(
  (name): ImportOption => ({
    name,
    type: 'text',
    description: `column that holds the ${name}; guessed from the header if not given`,
  }),
);

const MEANING: Readonly<Record<ModelField, string>> = {
  quality: "a model's scores: True/False or numbers",
  cost: 'USD of one call',
  latency: 'milliseconds of one call',
  answer: "a model's answers",
  'tokens-in': 'input tokens',
  'tokens-out': 'output tokens',
};

const MODEL_OPTIONS = MODEL_FIELDS.map(
  (name): ImportOption => ({
    name,
    type: 'texts',
    placeholder: 'model=column',
    description: `column with ${MEANING[name]}; guessed if not given`,
  }),
);

/** Any table with one row a query and columns for each model: CSV, JSONL or Parquet, mapped by options or by the columns' names. */
export const wide = defineImporter({
  name: 'wide',
  description: 'a CSV, JSONL or Parquet table with one row a query and columns for each model',
  options: [...QUERY_OPTIONS, ...MODEL_OPTIONS, SCALE_OPTION, NAME_OPTION],
  detect: async (path) => isTableFile(path) && existsSync(path) && statSync(path).isFile(),
  sets: async () => [],
  read,
});

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  if (!existsSync(source.path)) throw new UserError({ file: source.path, message: 'no such file' });
  const table = await openRecordTable(source.path);
  const columns = wideColumns(table, source.options);
  yield* columns.notes.map((message): ImportItem => ({ kind: 'note', message }));
  const models = [...columns.models.keys()];
  yield* models.map((id): ImportItem => ({ kind: 'model', model: importedModel(id) }));
  const state: State = { source, columns, ids: new Set(), means: meanQuality(models), costs: 0 };
  let number = 0;
  for await (const row of table.rows()) yield* readRow(state, row, ++number);
  yield { kind: 'experiment', settings: settings(state) };
}

interface State {
  readonly source: ImportSource;
  readonly columns: WideColumns;
  readonly ids: Set<string>;
  readonly means: MeanQuality;
  /** Cost cells that hold a value. */
  costs: number;
}

function* readRow(state: State, row: TableRow, number: number): Generator<ImportItem> {
  const { query: at } = state.columns;
  const text = (column: string | undefined): string | undefined => {
    const value = column === undefined ? undefined : row.cells.get(column);
    return isAbsent(value) ? undefined : String(value);
  };
  const id = at.id === undefined ? String(number) : text(at.id);
  const prompt = promptOf(row.cells.get(at.prompt ?? ''));
  const reason = id === undefined ? 'no id' : prompt === undefined ? 'no prompt' : state.ids.has(id) ? 'repeated id' : undefined;
  if (id === undefined || prompt === undefined || reason !== undefined) {
    const key = id === undefined ? {} : { key: id };
    yield { kind: 'skipped', what: 'query', file: state.source.path, line: row.line, ...key, reason: reason ?? '' };
    return;
  }
  state.ids.add(id);
  const facts = { category: text(at.category), difficulty: text(at.difficulty), group: text(at.group) };
  const reference = at.reference === undefined ? undefined : referenceOf(row.cells.get(at.reference));
  const label: Label = { queryId: id, ...present(facts), ...(reference === undefined ? {} : { reference }) };
  yield { kind: 'query', query: { id, prompt }, label };
  for (const [modelId, columns] of state.columns.models) yield* readModel(state, row, id, modelId, columns);
}

function* readModel(state: State, row: TableRow, queryId: string, modelId: string, columns: ModelColumns): Generator<ImportItem> {
  const scale = state.source.options.number('scale') ?? 1;
  const text = answerOf(columns.answer === undefined ? undefined : row.cells.get(columns.answer));
  const { recording, problems } = readCell({ file: state.source.path, row, columns, queryId, modelId, scale }, text);
  yield* problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  if (recording === undefined) return;
  if (recording.quality !== undefined) state.means.add(modelId, recording.quality);
  if (recording.costUsd !== undefined) state.costs++;
  yield { kind: 'recording', recording };
}

function answerOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text that is plainly a number or JSON becomes that: CSV has no other way to say so. */
function referenceOf(value: Json | undefined): Json | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value !== 'string') return value;
  if (String(Number(value)) === value) return Number(value);
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function settings({ source, columns, means, costs }: State): ImportedExperiment {
  const all = [...columns.models.values()];
  const scored = all.some((model) => model.quality !== undefined);
  if (!scored && columns.query.reference === undefined) {
    const hint = "name the scores (--quality 'model=column') or the column of right answers (--reference <column>)";
    throw new UserError({ file: source.path, message: 'answers without scores need a reference to be scored against', hint });
  }
  const [best = ''] = means.ranking();
  const name = workspaceName(source);
  const cost = costOf(costs, best);
  return { name, scorer: { type: scored ? 'given' : 'by_reference' }, split: 'none', cost };
}
