import { ATTEMPT_WHY, DECISION_STATUS } from '../domain/decision.js';
import { OUTCOME_STATUS, type OutcomeTable, sampleRow } from '../domain/outcome-table.js';
import { next, start } from '../router/execute.js';
import type { Command, ExecutionEvent, Step } from '../router/execution.js';
import type { ExecutionPolicy } from '../router/execution-policy.js';
import type { Route } from '../router/router.js';
import { answerSignals } from './answer-signals.js';
import type { DecisionBuilder } from './decision-builder.js';

/** What is charged as a route is carried out. */
export type Charging = Pick<DecisionBuilder, 'sample' | 'call' | 'givenUp' | 'finish'>;

/** What a route is carried out on. */
export interface Recorded {
  readonly query: number;
  readonly table: OutcomeTable;
  readonly modelOf: ReadonlyMap<string, number>;
}

/** An event to come. */
interface Coming {
  readonly atMs: number;
  readonly event: ExecutionEvent;
}

type Call = Extract<Command, { kind: 'call' }>;

/**
 * Carries one route out against recordings, by the runtime's execution machine and a clock of the request's own: every call takes as long as
 * it did when it was recorded, timers ring when they should, and of events at the same time the one planned first happens first. A wait
 * that is partly left to chance takes its mean.
 *
 * A call of unknown length counts as back at once, so that no timer overtakes it, and makes the request's latency unknown. What is given up is
 * paid all the same.
 *
 * @param fromMs the router's own time, with which the clock begins
 */
export function carryOut(route: Route, policy: ExecutionPolicy, fromMs: number, charging: Charging, recorded: Recorded): void {
  const { table } = recorded;
  const rows: number[] = [];
  const models: number[] = [];
  const coming: Coming[] = [];
  let nowMs = fromMs;
  let known = true;
  for (let step: Step = start(route, policy); ; ) {
    for (const command of step[1]) {
      if (command.kind === 'finish') {
        finish(charging, command.attempt, { models, rows }, known ? nowMs : Number.NaN);
        return;
      }
      if (command.kind === 'wait')
        coming.push({ atMs: nowMs + command.ms + command.spreadMs / 2, event: { kind: 'timer', timer: command.timer } });
      if (command.kind === 'cancel') charging.givenUp(command.call);
      if (command.kind !== 'call') continue;
      const { model, row } = recordedCall(command, charging.sample, recorded);
      charging.call(Math.max(model, 0), ATTEMPT_WHY.indexOf(command.why), row);
      if (row < 0) {
        charging.finish(DECISION_STATUS.missing, -1, -1, Number.NaN);
        return;
      }
      rows[command.call] = row;
      models[command.call] = model;
      const takesMs = table.latencyMs[row] as number;
      coming.push({ atMs: Number.isNaN(takesMs) ? nowMs : nowMs + takesMs, event: eventOf(table, row, command.call) });
    }
    const { atMs, event } = takeSoonest(coming);
    nowMs = atMs;
    if (event.kind !== 'timer' && Number.isNaN(table.latencyMs[rows[event.call as number] as number])) known = false;
    step = next(step[0], event);
  }
}

/** Takes the event out that comes first. */
function takeSoonest(coming: Coming[]): Coming {
  let soonest = 0;
  for (let i = 1; i < coming.length; i++) if ((coming[i] as Coming).atMs < (coming[soonest] as Coming).atMs) soonest = i;
  return coming.splice(soonest, 1)[0] as Coming;
}

function recordedCall({ modelId, sample }: Call, replicate: number, { query, table, modelOf }: Recorded) {
  const model = modelOf.get(modelId) ?? -1;
  return { model, row: model < 0 ? -1 : furtherRow(table, query, model, replicate, sample) };
}

/** Where replicate s asks for a model's n-th further sample: sample (s + n) mod size, missing where there are not so many. */
export function furtherRow(table: OutcomeTable, query: number, model: number, replicate: number, further: number): number {
  const first = sampleRow(table, query, model, replicate);
  if (further === 0 || first < 0) return first;
  const cell = query * table.modelIds.length + model;
  const size = (table.cellOffsets[cell + 1] as number) - (table.cellOffsets[cell] as number);
  return further < size ? sampleRow(table, query, model, replicate + further) : -1;
}

function finish(
  charging: Charging,
  attempt: number | null,
  { models, rows }: { readonly models: readonly number[]; readonly rows: readonly number[] },
  latencyMs: number,
): void {
  if (attempt !== null) charging.finish(DECISION_STATUS.served, models[attempt] ?? -1, rows[attempt] ?? -1, latencyMs);
  else charging.finish(rows.length === 0 ? DECISION_STATUS.refused : DECISION_STATUS.failed, -1, -1, latencyMs);
}

function eventOf(table: OutcomeTable, row: number, call: number): ExecutionEvent {
  if (table.status[row] === OUTCOME_STATUS.error) return { kind: 'error', call, error: 'recorded' };
  return { kind: 'answer', call, answer: answerSignals(table, row) };
}
