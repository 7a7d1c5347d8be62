import { DECISION_STATUS, type DecisionColumns } from '../domain/decision.js';
import type { OutcomeTable } from '../domain/outcome-table.js';

/** Fills decision columns query by query: the calls of a query, then its finish. */
export interface DecisionBuilder {
  readonly sample: number;
  /** One call of the current query; row -1 when its recording is missing. */
  call(model: number, why: number, row: number): void;
  /** The current query, answered by the first call at once. */
  answered(model: number, row: number, latencyMs: number): void;
  /** Nobody decided the current query: nothing is known of it. */
  undecided(): void;
  /** A call of the current query, by its number, is not waited for any more. */
  givenUp(call: number): void;
  /** Closes the current query. `row` is the outcome that is served, -1 if none; `latencyMs` from when it came to when it ended. */
  finish(status: number, servedModel: number, row: number, latencyMs: number): void;
  done(): DecisionColumns;
}

/** A builder for all queries of a table, in order. */
export function decisionBuilder(table: OutcomeTable, sample: number): DecisionBuilder {
  const size = table.queryCount;
  const attemptOffsets = new Uint32Array(size + 1);
  let attemptModel = new Uint16Array(size);
  let attemptWhy = new Uint8Array(size);
  let attemptRow = new Int32Array(size);
  let attemptGivenUp = new Uint8Array(size);
  const status = new Uint8Array(size);
  const served = new Int16Array(size);
  const quality = new Float64Array(size);
  const costPico = new Float64Array(size);
  const latencies = new Float64Array(size);
  let query = 0;
  let attempts = 0;
  let cost = 0;

  const grow = (): void => {
    const capacity = Math.max(16, attempts * 2);
    attemptModel = copied(new Uint16Array(capacity), attemptModel);
    attemptWhy = copied(new Uint8Array(capacity), attemptWhy);
    attemptRow = copied(new Int32Array(capacity), attemptRow);
    attemptGivenUp = copied(new Uint8Array(capacity), attemptGivenUp);
  };

  const finish: DecisionBuilder['finish'] = (code, servedModel, row, latencyMs) => {
    status[query] = code;
    served[query] = servedModel;
    quality[query] = code === DECISION_STATUS.missing ? Number.NaN : row < 0 ? 0 : (table.quality[row] as number);
    costPico[query] = cost;
    latencies[query] = latencyMs;
    query++;
    attemptOffsets[query] = attempts;
    cost = 0;
  };

  return {
    sample,
    finish,
    undecided() {
      cost = Number.NaN;
      finish(DECISION_STATUS.missing, -1, -1, Number.NaN);
    },
    call(model, why, row) {
      if (attempts === attemptModel.length) grow();
      attemptModel[attempts] = model;
      attemptWhy[attempts] = why;
      attemptRow[attempts] = row;
      attempts++;
      cost += row < 0 ? Number.NaN : (table.costPico[row] as number);
    },
    answered(model, row, latencyMs) {
      if (attempts === attemptModel.length) grow();
      attemptModel[attempts] = model;
      attemptRow[attempts] = row;
      served[query] = model;
      quality[query] = table.quality[row] as number;
      costPico[query] = table.costPico[row] as number;
      latencies[query] = latencyMs;
      attempts++;
      query++;
      attemptOffsets[query] = attempts;
    },
    givenUp(call) {
      attemptGivenUp[(attemptOffsets[query] as number) + call] = 1;
    },
    done: () => ({
      size,
      sample,
      attemptOffsets,
      attemptModel: attemptModel.subarray(0, attempts),
      attemptWhy: attemptWhy.subarray(0, attempts),
      attemptRow: attemptRow.subarray(0, attempts),
      attemptGivenUp: attemptGivenUp.subarray(0, attempts),
      status,
      served,
      quality,
      costPico,
      latencyMs: latencies,
    }),
  };
}

function copied<T extends Uint16Array | Uint8Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
