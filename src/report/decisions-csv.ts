import type { TextColumn } from '../domain/column.js';
import { ATTEMPT_WHY, DECISION_STATUS, type DecisionColumns } from '../domain/decision.js';
import { type OutcomeTable, PICO_PER_USD } from '../domain/outcome-table.js';
import type { RowKind } from '../domain/results.js';
import type { RouteColumns } from '../router/router.js';
import { ATTEMPT_RESULT, type AttemptResult, attemptResult } from './attempt-result.js';
import { reasonText } from './reason-text.js';

type Cell = string | number | null;

/**
 * A compared row as the decisions file needs it. Routers bring their routes and one set of decisions per sample; all other
 * rows bring outcomes by query alone, with `first` the model asked (-1 none) or null where it is an expectation.
 */
export interface DecidedRow {
  readonly id: string;
  readonly kind: RowKind;
  readonly routes?: RouteColumns;
  /** The routes of each replicate, where they differ. */
  readonly walks?: readonly RouteColumns[];
  readonly replicates?: readonly DecisionColumns[];
  readonly fitted?: { readonly candidate: { readonly id: string } };
  readonly arm: {
    readonly first: Int16Array | null;
    readonly quality: Float64Array;
    readonly costPico: Float64Array;
    readonly latencyMs: Float64Array;
  };
}

export interface DecisionsInput {
  readonly ids: TextColumn;
  readonly table: OutcomeTable;
  readonly costUnit: 'usd' | 'calls';
  readonly rows: readonly DecidedRow[];
  /** Queries that rows are told about. */
  readonly queries: Uint32Array;
}

/** Header of decisions.csv. */
export function decisionsHeader(costUnit: 'usd' | 'calls'): string[] {
  return [
    'query_id',
    'row_id',
    'candidate',
    'sample',
    'status',
    'served_model',
    'attempts',
    'quality',
    `cost_${costUnit}`,
    'latency_ms',
    'reason',
    'propensity',
  ];
}

/**
 * One line per query asked for and compared row (and sample or walk, for routers): who was asked, why and with what chance, what came of it,
 * what it cost.
 * Controls and others' decisions have no attempts; expectations over a random choice have no model either.
 */
export function* decisionsRows(input: DecisionsInput): Generator<Cell[]> {
  for (const row of input.rows) {
    if (row.routes !== undefined && row.replicates !== undefined) {
      for (const [at, decisions] of row.replicates.entries())
        yield* routerRows(input, row, row.walks?.[at] ?? row.routes, decisions);
    } else yield* controlRows(input, row);
  }
}

const STATUS_NAME = Object.fromEntries(Object.entries(DECISION_STATUS).map(([name, code]) => [code, name]));

function* routerRows(
  { ids, table, queries }: DecisionsInput,
  row: DecidedRow,
  routes: RouteColumns,
  decisions: DecisionColumns,
): Generator<Cell[]> {
  const reasons = routes.plans.map(reasonText);
  const callText = callTexts(table);
  for (const query of queries) {
    const number = routes.plan[query] as number;
    const plan = routes.plans[number];
    yield [
      ids.get(query),
      row.id,
      row.fitted?.candidate.id ?? '',
      decisions.sample,
      STATUS_NAME[decisions.status[query] as number] ?? '',
      table.modelIds[decisions.served[query] as number] ?? null,
      attempts(table, decisions, query, callText),
      known(decisions.quality[query]),
      cost(decisions.costPico[query]),
      known(decisions.latencyMs[query]),
      reasons[number] ?? null,
      plan === undefined ? null : plan.propensity,
    ];
  }
}

function* controlRows({ ids, table, queries }: DecisionsInput, { id, kind, arm }: DecidedRow): Generator<Cell[]> {
  for (const query of queries) {
    const model = arm.first === null ? null : (table.modelIds[arm.first[query] as number] ?? null);
    yield [
      ids.get(query),
      id,
      null,
      null,
      arm.first === null ? 'expected' : kind,
      model,
      null,
      known(arm.quality[query]),
      cost(arm.costPico[query]),
      known(arm.latencyMs[query]),
      null,
      null,
    ];
  }
}

/** `demo/small(first,error)>demo/frontier(fallback,ok)`, or `given_up` for a call nobody waited for: brackets, since model ids may hold colons. */
function attempts(table: OutcomeTable, decisions: DecisionColumns, query: number, callText: CallText): string {
  let calls = '';
  for (let at = decisions.attemptOffsets[query] as number; at < (decisions.attemptOffsets[query + 1] as number); at++) {
    const [model, why] = [decisions.attemptModel[at] as number, decisions.attemptWhy[at] as number];
    const text = callText(model, why, attemptResult(table, decisions, at));
    calls = calls === '' ? text : `${calls}>${text}`;
  }
  return calls;
}

type CallText = (model: number, why: number, result: AttemptResult) => string;

/** Calls in words: there are few different ones among a million. */
function callTexts({ modelIds }: OutcomeTable): CallText {
  const texts = new Map<number, string>();
  return (model, why, result) => {
    const key = (model * ATTEMPT_WHY.length + why) * ATTEMPT_RESULT.length + ATTEMPT_RESULT.indexOf(result);
    const text = texts.get(key) ?? `${modelIds[model] ?? ''}(${ATTEMPT_WHY[why] ?? ''},${result})`;
    texts.set(key, text);
    return text;
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function cost(pico: number | undefined): number | null {
  return pico === undefined || Number.isNaN(pico) ? null : pico / PICO_PER_USD;
}
