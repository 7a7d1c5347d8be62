import { ATTEMPT_WHY, DECISION_STATUS, type DecisionColumns } from '../domain/decision.js';
import { OUTCOME_STATUS, type OutcomeTable, sampleRow } from '../domain/outcome-table.js';
import { next, start } from '../router/execute.js';
import type { AttemptWhy, ExecutionEvent, Step } from '../router/execution.js';
import type { Route, RouteColumns } from '../router/router.js';
import { answerSignals } from './answer-signals.js';
import { type DecisionBuilder, decisionBuilder } from './decision-builder.js';

/**
 * Charges routes against recordings: the driver of the runtime's execution machine with infinite capacity and no
 * waiting. Every call is paid, failed ones included; latency is the router's time plus the legs one after another, of legs
 * side by side the longest.
 * A call whose recording is missing makes the whole decision missing: what it would have cost is not known.
 *
 * @param routes one plan a query, in the table's query order
 * @param sample which replicate of the recordings to read (modulo each cell's size)
 * @param routerTimeMs the router's own time per decision, added to every latency
 */
export function replayRoutes(routes: RouteColumns, table: OutcomeTable, sample: number, routerTimeMs: number): DecisionColumns {
  const builder = decisionBuilder(table, sample, routerTimeMs);
  const modelOf = new Map(table.modelIds.map((id, index) => [id, index]));
  const direct = routes.plans.map((route) => (route.escalation === undefined ? modelOf.get(route.models[0] ?? '') : undefined));
  for (let query = 0; query < table.queryCount; query++) {
    const plan = routes.plan[query] as number;
    const model = direct[plan];
    if (model !== undefined) {
      const row = sampleRow(table, query, model, sample);
      if (row >= 0 && table.status[row] !== OUTCOME_STATUS.error) {
        builder.call(model, 0, row);
        builder.finish(DECISION_STATUS.served, model, row);
        continue;
      }
    }
    drive(routes.plans[plan] as Route, query, builder, table, modelOf);
  }
  return builder.done();
}

/** What a drive reports to. */
type Charging = Pick<DecisionBuilder, 'sample' | 'call' | 'finish'>;

/** What became of one route. */
export interface Charged {
  /** DECISION_STATUS. */
  readonly status: number;
  /** Model index whose answer was served, -1 if none. */
  readonly served: number;
  /** Row of the outcome table that was served, -1 if none. */
  readonly row: number;
  /** Over all calls; NaN where unknown. */
  readonly costPico: number;
  readonly latencyMs: number;
}

/** Charges a single route on a query, as `replayRoutes` would, the router's own time apart. */
export function chargeRoute(
  route: Route,
  query: number,
  table: OutcomeTable,
  sample: number,
  modelOf: ReadonlyMap<string, number>,
): Charged {
  let costPico = 0;
  let latencyMs = 0;
  let begun = 0;
  let ended: Pick<Charged, 'status' | 'served' | 'row'> = { status: DECISION_STATUS.missing, served: -1, row: -1 };
  const charging: Charging = {
    sample,
    call(_model, _why, row, beside = false) {
      costPico += row < 0 ? Number.NaN : (table.costPico[row] as number);
      const own = row < 0 ? Number.NaN : (table.latencyMs[row] as number);
      if (!beside) begun = latencyMs;
      latencyMs = Math.max(latencyMs, begun + own);
    },
    finish(status, served, row) {
      ended = { status, served, row };
    },
  };
  drive(route, query, charging, table, modelOf);
  return { ...ended, costPico, latencyMs };
}

/** Runs one route through the execution machine, reading each call's result from the table. */
function drive(route: Route, query: number, builder: Charging, table: OutcomeTable, modelOf: ReadonlyMap<string, number>): void {
  const rows: number[] = [];
  const models: number[] = [];
  const waiting: ExecutionEvent[] = [];
  for (let step: Step = start(route); ; step = next(step[0], waiting.shift() as ExecutionEvent)) {
    for (const [index, command] of step[1].entries()) {
      // Without a policy the machine sets no timer and gives nothing up.
      if (command.kind === 'wait' || command.kind === 'cancel') throw new Error('a plain execution only calls and finishes');
      if (command.kind === 'finish') {
        finish(builder, command.attempt, models, rows);
        return;
      }
      const model = modelOf.get(command.modelId) ?? -1;
      const row = model < 0 ? -1 : furtherRow(table, query, model, builder.sample, command.sample);
      builder.call(Math.max(model, 0), whyCode(command.why), row, index > 0);
      if (row < 0) {
        builder.finish(DECISION_STATUS.missing, -1, -1);
        return;
      }
      rows.push(row);
      models.push(model);
      waiting.push(eventOf(table, row, command.call));
    }
  }
}

/** Where replicate s asks for a model's n-th further sample: sample (s + n) mod size, missing where there are not so many. */
export function furtherRow(table: OutcomeTable, query: number, model: number, replicate: number, further: number): number {
  const first = sampleRow(table, query, model, replicate);
  if (further === 0 || first < 0) return first;
  const cell = query * table.modelIds.length + model;
  const size = (table.cellOffsets[cell + 1] as number) - (table.cellOffsets[cell] as number);
  return further < size ? sampleRow(table, query, model, replicate + further) : -1;
}

function finish(builder: Charging, attempt: number | null, models: readonly number[], rows: readonly number[]): void {
  if (attempt === null) builder.finish(rows.length === 0 ? DECISION_STATUS.refused : DECISION_STATUS.failed, -1, -1);
  else builder.finish(DECISION_STATUS.served, models[attempt] ?? -1, rows[attempt] ?? -1);
}

function whyCode(why: AttemptWhy): number {
  return ATTEMPT_WHY.indexOf(why);
}

function eventOf(table: OutcomeTable, row: number, call: number): ExecutionEvent {
  if (table.status[row] === OUTCOME_STATUS.error) return { kind: 'error', call, error: 'recorded' };
  return { kind: 'answer', call, answer: answerSignals(table, row) };
}
