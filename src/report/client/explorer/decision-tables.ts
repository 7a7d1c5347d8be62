import { OUTCOME_STATUS } from '../../../domain/outcome-table.js';
import type { ResultRow, Results } from '../../../domain/results.js';
import { costView } from '../../cost-view.js';
import { DASH, formatNumber } from '../../format.js';
import { inertText } from '../../inert-text.js';
import type { PackedAttempt } from '../../pack/pack-header.js';
import { type PlainTable, plainTable } from '../../page/plain-table.js';
import { rowNames } from '../../row-name.js';
import type { ViewedQueries } from '../page/page-data.js';
import { pathText } from './path-text.js';

/** What the drawer's tables are made of. */
export interface DecisionSource {
  readonly results: Results;
  readonly queries: ViewedQueries;
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

/** The calls of one row in order, after the time it took to decide; null where it is an expectation. */
export function callsTable({ results, queries, modelName }: DecisionSource, row: ResultRow, query: number): PlainTable | null {
  const own = queries.columns.row(results.rows.indexOf(row));
  const { unit } = costView(results);
  const decided = row.router === undefined ? [] : [['deciding', '', '', DASH, DASH, formatNumber(row.router.p50Ms, 'ms'), DASH]];
  return plainTable({
    label: `Calls of ${row.label}`,
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
      ...(own.path(query) ?? []).map(({ model, why, result }) => {
        const { quality, costPico, latencyMs } = queries.columns.model(model);
        return [
          modelName(model),
          WHY[why],
          RESULT[result],
          formatNumber(quality[query] as number, 'fraction'),
          formatNumber((costPico[query] as number) * PER_PICO, unit),
          formatNumber(latencyMs[query] as number, 'ms'),
          tokensText(queries, model, query),
        ];
      }),
      [
        'together',
        '',
        '',
        formatNumber(own.quality[query] as number, 'fraction'),
        formatNumber((own.costPico[query] as number) * PER_PICO, unit),
        formatNumber(own.latencyMs[query] as number, 'ms'),
        '',
      ],
    ],
  });
}

/** Tokens of a model's first sample: in (of them cached) and out. */
export function tokensText({ columns }: ViewedQueries, model: number, query: number): string {
  const { inputTokens, outputTokens, cachedInputTokens } = columns.model(model);
  const count = (column: Float64Array): string => formatNumber(column[query] as number, 'count');
  const cached = (cachedInputTokens[query] as number) > 0 ? ` (${count(cachedInputTokens)} cached)` : '';
  return `${count(inputTokens)}${cached} / ${count(outputTokens)}`;
}

/** What is known of a model's answer to a query, in words. */
export function modelFacts({ results, queries }: DecisionSource, model: number, query: number): string[] {
  const { quality, costPico, latencyMs, status } = queries.columns.model(model);
  const code = status[query] as number;
  if (Number.isNaN(code)) return ['not recorded'];
  return [
    ...(code === OUTCOME_STATUS.error ? ['✗ error'] : []),
    ...(code === OUTCOME_STATUS.unscored ? ['not scored'] : []),
    `quality ${formatNumber(quality[query] as number, 'fraction')}`,
    `cost ${formatNumber((costPico[query] as number) * PER_PICO, costView(results).unit)}`,
    `${formatNumber(latencyMs[query] as number, 'ms')} ms`,
    `${tokensText(queries, model, query)} tokens`,
  ];
}
