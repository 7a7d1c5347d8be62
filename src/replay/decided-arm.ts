import { ATTEMPT_WHY, DECISION_STATUS, type DecisionColumns } from '../domain/decision.js';
import type { Arm } from './arm.js';

/**
 * The arm of a router: its decisions on every replicate of the recordings, averaged by query.
 *
 * @param walked replicates are walks of a stateful router, which may ask others in each
 */
export function armOfDecisions(replicates: readonly DecisionColumns[], walked = false): Arm {
  const size = replicates[0]?.size ?? 0;
  const share = 1 / Math.max(1, replicates.length);
  const mean = (of: (decisions: DecisionColumns) => Float64Array): Float64Array => meanOf(replicates.map(of), size);
  const counted = (is: (decisions: DecisionColumns) => (query: number) => boolean): Float64Array | null =>
    sharesOf(replicates.map(is), size);
  const firsts = replicates.map(firstModels);
  return {
    quality: mean(({ quality }) => quality),
    costPico: mean(({ costPico }) => costPico),
    latencyMs: mean(({ latencyMs }) => latencyMs),
    failed: counted(ended(DECISION_STATUS.failed)) ?? new Float64Array(size),
    refused: counted(ended(DECISION_STATUS.refused)),
    fellBack: counted(called('fallback')),
    escalated: counted(called('escalated')),
    latencies: replicates.map((decisions) => ({ values: decisions.latencyMs, weight: share })),
    first: firsts[0] ?? new Int16Array(size),
    ...(walked ? { firsts } : {}),
    mixture: null,
  };
}

/** Of one replicate the very column: it is its own mean. */
function meanOf(columns: readonly Float64Array[], size: number): Float64Array {
  const [only, ...more] = columns;
  if (only !== undefined && more.length === 0) return only;
  const share = 1 / Math.max(1, columns.length);
  const sums = new Float64Array(size);
  for (const column of columns)
    for (let query = 0; query < size; query++) sums[query] = (sums[query] as number) + (column[query] as number) * share;
  return sums;
}

/** Share of replicates in which something holds, by query; null where it never does. */
function sharesOf(replicates: readonly ((query: number) => boolean)[], size: number): Float64Array | null {
  const share = 1 / Math.max(1, replicates.length);
  let sums: Float64Array | null = null;
  for (const holds of replicates) {
    for (let query = 0; query < size; query++) {
      if (!holds(query)) continue;
      sums ??= new Float64Array(size);
      sums[query] = (sums[query] as number) + share;
    }
  }
  return sums;
}

function ended(code: number): (decisions: DecisionColumns) => (query: number) => boolean {
  return ({ status }) =>
    (query) =>
      status[query] === code;
}

function called(why: (typeof ATTEMPT_WHY)[number]): (decisions: DecisionColumns) => (query: number) => boolean {
  const code = ATTEMPT_WHY.indexOf(why);
  return ({ attemptWhy, attemptOffsets }) => {
    if (!attemptWhy.includes(code)) return () => false;
    return (query) => {
      const to = attemptOffsets[query + 1] as number;
      for (let attempt = attemptOffsets[query] as number; attempt < to; attempt++) if (attemptWhy[attempt] === code) return true;
      return false;
    };
  };
}

function firstModels({ size, attemptOffsets, attemptModel }: DecisionColumns): Int16Array {
  const first = new Int16Array(size).fill(-1);
  for (let query = 0; query < size; query++) {
    const from = attemptOffsets[query] as number;
    if ((attemptOffsets[query + 1] as number) > from) first[query] = attemptModel[from] as number;
  }
  return first;
}
