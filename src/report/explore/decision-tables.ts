import { OUTCOME_STATUS } from '../../domain/outcome-table.js';
import type { ResultRow, Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatNumber } from '../format.js';
import { inertText } from '../inert-text.js';
import type { CallColumns } from '../pack/call-columns.js';
import type { PackedAttempt } from '../pack/pack-header.js';
import type { QueryColumns } from '../pack/query-columns.js';
import { type PlainTable, plainTable } from '../page/plain-table.js';
import { rowNames } from '../row-name.js';
import { pathText } from './path-text.js';

/** What is told of a query's decisions: in the page's drawer, and by `routelab show`. */
export interface DecisionSource {
  readonly results: Results;
  readonly queries: { readonly columns: QueryColumns };
  readonly modelName: (model: number) => string;
}

const PER_PICO = 1e-12;

/** What every row did with a query: whom it asked and why, and what came of it. */
export function rowsTable({ results, queries, modelName }: DecisionSource, query: number): PlainTable | null {
  const name = rowNames(results);
  const { unit } = costView(results);
  return plainTable({
    label: 'What every row did',
    columns: [
      ['row', 'text'],
      ['models', 'text'],
      ['why', 'text'],
      ['quality', 'number'],
      ['cost', 'number'],
      ['ms', 'number'],
    ],
    rows: results.rows.map((row, index) => {
      const own = queries.columns.row(index);
      return [
        name(row),
        pathText(own.path(query), modelName),
        inertText(own.reason(query) ?? DASH),
        formatNumber(own.quality[query] as number, 'fraction'),
        formatNumber((own.costPico[query] as number) * PER_PICO, unit),
        formatNumber(own.latencyMs[query] as number, 'ms'),
      ];
    }),
  });
}

/** Why a call was made, in words. */
const WHY: Readonly<Record<PackedAttempt['why'], string>> = {
  first: 'first choice',
  escalated: 'escalated: the answer before was not accepted',
  fallback: 'fallback: the call before failed',
  retry: 'retry: the call before failed',
  hedged: 'hedged: beside one that took long',
  sampled: 'another sample, to compare',
};

const RESULT: Readonly<Record<PackedAttempt['result'], string>> = {
  ok: 'answered',
  error: '✗ failed',
  missing: '? not recorded',
  given_up: '✗ given up',
};

/** Passes over the recordings that a row's calls are known of, each with its own sample of every answer: one, or one a sample. */
export function passesOf({ queries: { columns } }: DecisionSource, index: number): number {
  return columns.header.samples?.rows.includes(index) === true ? columns.header.samples.count : 1;
}

/**
 * The calls of one row in order, after the time it took to decide; null where it is an expectation.
 *
 * @param pass counts from 0; see `passesOf`
 */
export function callsTable(source: DecisionSource, row: ResultRow, query: number, pass = 0): PlainTable | null {
  const { results, queries, modelName } = source;
  const index = results.rows.indexOf(row);
  const own = queries.columns.row(index);
  const passes = passesOf(source, index);
  const path = passes > 1 ? own.pass(pass).path(query) : own.path(query);
  const sum = passes > 1 ? own.pass(pass) : own;
  const decided = row.router === undefined ? [] : [['deciding', '', '', DASH, DASH, formatNumber(row.router.p50Ms, 'ms'), DASH]];
  return plainTable({
    label: `Calls of ${row.label}${passes > 1 ? `, ${passName(pass, passes)}` : ''}`,
    columns: [
      ['call', 'text'],
      ['why', 'text'],
      ['came to', 'text'],
      ['quality', 'number'],
      ['cost', 'number'],
      ['ms', 'number'],
      ['tokens in / out', 'number'],
    ],
    rows: [
      ...decided,
      ...(path ?? []).map((call) => {
        const read = queries.columns.sample(call.model, call.sample ?? 0);
        return [
          `${modelName(call.model)}${read.of > 1 ? `, sample ${(call.sample ?? 0) + 1}` : ''}`,
          WHY[call.why],
          RESULT[call.result],
          ...numbersOf(results, read, query),
          tokensText(read, query),
        ];
      }),
      ['together', '', '', ...numbersOf(results, sum, query), ''],
    ],
  });
}

/** `sample 2 of 3`. */
export function passName(pass: number, passes: number): string {
  return `sample ${pass + 1} of ${passes}`;
}

function numbersOf(
  results: Results,
  { quality, costPico, latencyMs }: Pick<CallColumns, 'quality' | 'costPico' | 'latencyMs'>,
  query: number,
): [quality: string, cost: string, ms: string] {
  return [
    formatNumber(quality[query] as number, 'fraction'),
    formatNumber((costPico[query] as number) * PER_PICO, costView(results).unit),
    formatNumber(latencyMs[query] as number, 'ms'),
  ];
}

/** Tokens of a call: in (of them cached) and out. */
function tokensText({ inputTokens, outputTokens, cachedInputTokens }: CallColumns, query: number): string {
  const count = (column: Float64Array): string => formatNumber(column[query] as number, 'count');
  const cached = (cachedInputTokens[query] as number) > 0 ? ` (${count(cachedInputTokens)} cached)` : '';
  return `${count(inputTokens)}${cached} / ${count(outputTokens)}`;
}

/** What is known of one of a model's answers to a query, in words. */
export function answerFacts({ results, queries }: DecisionSource, model: number, query: number, sample: number): string[] {
  const read = queries.columns.sample(model, sample);
  const code = read.status[query] as number;
  if (Number.isNaN(code)) return ['not recorded'];
  const [quality, cost, ms] = numbersOf(results, read, query);
  return [
    ...(code === OUTCOME_STATUS.error ? ['✗ error'] : []),
    ...(code === OUTCOME_STATUS.unscored ? ['not scored'] : []),
    `quality ${quality}`,
    `cost ${cost}`,
    `${ms} ms`,
    `${tokensText(read, query)} tokens`,
  ];
}
