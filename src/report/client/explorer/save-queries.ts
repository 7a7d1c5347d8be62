import type { Results } from '../../../domain/results.js';
import type { PairColumns } from '../../explore/query-pair.js';
import { type Supposition, suppositionText } from '../../explore/what-if/supposition.js';
import { inertText } from '../../inert-text.js';
import type { QueryTexts } from '../../pack/pack-header.js';
import { answersOf } from '../../query-text.js';
import { csvBlob, download } from '../dom/download.js';
import type { ViewedQueries } from '../page/page-data.js';
import { breath } from '../page/steps.js';

/** Queries as they are picked and ordered now. */
export interface SavedQueries {
  readonly results: Results;
  readonly queries: ViewedQueries;
  readonly pair: PairColumns;
  readonly shown: Uint32Array;
  /** Costs are then not what was recorded, and the file says so. */
  readonly supposed: Supposition | null;
}

type Value = string | number | null;

/** Names and values of one query, as both files hold them; what is not known is null. */
function record({ results, queries: { columns, ids }, pair, supposed }: SavedQueries, query: number): Record<string, Value> {
  const { own, other } = pair;
  const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
  // Whole pico-units divide into the nearest double: what the run's own files say.
  const cost = (pico: number | undefined): number | null => (known(pico) === null ? null : (pico as number) / 1e12);
  const unit = results.protocol.costUnit;
  const path = own.path(query);
  return {
    query_id: ids[query] ?? '',
    row_id: results.rows[pair.pair.own]?.id ?? '',
    baseline_id: results.rows[pair.pair.other]?.id ?? '',
    category: columns.header.categories[columns.category[query] as number] ?? null,
    models: path === null ? null : path.map(({ model }) => columns.header.models[model]).join(' '),
    served: columns.header.models[own.served[query] as number] ?? null,
    reason: own.reason(query),
    quality: known(own.quality[query]),
    baseline_quality: known(other.quality[query]),
    [`cost_${unit}`]: cost(own.costPico[query]),
    [`baseline_cost_${unit}`]: cost(other.costPico[query]),
    latency_ms: known(own.latencyMs[query]),
    regret: known(pair.regret[query]),
    ...(supposed === null ? {} : { what_if: suppositionText(supposed) }),
  };
}

/** Names are made inert for a spreadsheet; numbers are whole. */
export function saveCsv(saved: SavedQueries): void {
  const records = Array.from(saved.shown, (query) => Object.entries(record(saved, query)));
  const head = Object.keys(record(saved, 0));
  const cells = records.map((entries) => entries.map(([, value]) => (typeof value === 'string' ? inertText(value) : value)));
  download('queries.csv', csvBlob([head, ...cells]));
}

/** A model's answer, or all of them where it was sampled more than once. */
function savedAnswers(texts: QueryTexts, model: number): unknown {
  const all = answersOf(texts, model);
  return all.length > 1 ? all : all[0];
}

/** Queries between two breaths. */
const STEP = 512;

/** One line a query, with its texts where the report has them, as they were recorded. */
export async function saveJsonLines(saved: SavedQueries): Promise<void> {
  const lines: string[] = [];
  for (const [at, query] of saved.shown.entries()) {
    const texts = await saved.queries.texts(query);
    const models = saved.queries.columns.header.models;
    const answers =
      texts === null ? null : Object.fromEntries(texts.answers.map((_, model) => [models[model], savedAnswers(texts, model)]));
    lines.push(
      `${JSON.stringify({ ...record(saved, query), ...(texts === null ? {} : { prompt: texts.prompt, label: texts.label, answers }) })}\n`,
    );
    if (at % STEP === STEP - 1) await breath();
  }
  download('queries.jsonl', new Blob(lines, { type: 'application/x-ndjson' }));
}
