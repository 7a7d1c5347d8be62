import { ATTEMPT_WHY, DECISION_STATUS, type DecisionColumns } from '../domain/decision.js';
import type { CellMeans } from './cell-means.js';

/** Latencies to take percentiles of: each value counts with the arm's weight for its query times `weight`. */
export interface LatencySample {
  /** By query; NaN where unknown. */
  readonly values: Float64Array;
  readonly weight: number;
}

/** What one compared arm (a router or a control) does on every query of the dataset, averaged over samples. */
export interface Arm {
  /** 0..1 by query; NaN where it can't be known. */
  readonly quality: Float64Array;
  /** Whole pico-units averaged over samples; NaN where unknown. */
  readonly costPico: Float64Array;
  /** Mean latency by query; NaN where unknown. */
  readonly latencyMs: Float64Array;
  readonly latencies: readonly LatencySample[];
  /** Share of samples in which no answer came back, by query. */
  readonly failed: Float64Array;
  /** Share of samples in which no model was allowed; null where it can't happen. */
  readonly refused: Float64Array | null;
  /** Share of samples with at least one fallback or escalation call. */
  readonly fellBack: Float64Array | null;
  readonly escalated: Float64Array | null;
  /** Model of the first call by query (-1 none), or null for a random mixture. */
  readonly first: Int16Array | null;
  /** The same for each walk of a stateful router, `first` among them; absent where all replicates ask the same. */
  readonly firsts?: readonly Int16Array[];
  /** Chance of each model, for a random mixture. */
  readonly mixture: Float64Array | null;
}

/**
 * The arm of a router: its decisions on every replicate of the recordings, averaged by query.
 *
 * @param walked replicates are walks of a stateful router, which may ask others in each
 */
export function armOfDecisions(replicates: readonly DecisionColumns[], walked = false): Arm {
  const size = replicates[0]?.size ?? 0;
  const share = 1 / Math.max(1, replicates.length);
  const columns = {
    quality: zeros(size),
    costPico: zeros(size),
    latencyMs: zeros(size),
    failed: zeros(size),
    refused: zeros(size),
    fellBack: zeros(size),
    escalated: zeros(size),
  };
  const firsts = replicates.map(() => new Int16Array(size).fill(-1));
  for (const [replicate, decisions] of replicates.entries()) {
    const first = firsts[replicate] as Int16Array;
    for (let query = 0; query < size; query++) {
      columns.quality[query] = at(columns.quality, query) + at(decisions.quality, query) * share;
      columns.costPico[query] = at(columns.costPico, query) + at(decisions.costPico, query) * share;
      columns.latencyMs[query] = at(columns.latencyMs, query) + at(decisions.latencyMs, query) * share;
      if (decisions.status[query] === DECISION_STATUS.failed) columns.failed[query] = at(columns.failed, query) + share;
      if (decisions.status[query] === DECISION_STATUS.refused) columns.refused[query] = at(columns.refused, query) + share;
      const from = decisions.attemptOffsets[query] as number;
      const to = decisions.attemptOffsets[query + 1] as number;
      if (to > from) first[query] = decisions.attemptModel[from] as number;
      if (hasAttempt(decisions, from, to, 'fallback')) columns.fellBack[query] = at(columns.fellBack, query) + share;
      if (hasAttempt(decisions, from, to, 'escalated')) columns.escalated[query] = at(columns.escalated, query) + share;
    }
  }
  return {
    ...columns,
    latencies: replicates.map((decisions) => ({ values: decisions.latencyMs, weight: share })),
    first: firsts[0] ?? new Int16Array(size),
    ...(walked ? { firsts } : {}),
    mixture: null,
  };
}

/** The arm that sends query i to model `choice[i]` (-1: no model, quality 0 at no cost). `free` marks queries that cost nothing. */
export function armOfChoice(choice: Int16Array, means: CellMeans, free?: Uint8Array): Arm {
  const quality = zeros(means.queryCount);
  const costPico = zeros(means.queryCount);
  const latencyMs = zeros(means.queryCount);
  const failed = zeros(means.queryCount);
  for (let query = 0; query < means.queryCount; query++) {
    const model = choice[query] as number;
    if (model < 0) continue;
    const cell = query * means.modelCount + model;
    quality[query] = at(means.quality, cell);
    costPico[query] = free?.[query] === 1 ? 0 : at(means.costPico, cell);
    latencyMs[query] = at(means.latencyMs, cell);
    failed[query] = at(means.failed, cell);
  }
  return plainArm(quality, costPico, failed, [{ values: latencyMs, weight: 1 }], choice, null);
}

/** The arm of a strategy known by its choices alone: where there is none (-1), nothing is known. */
export function armOfChosen(choice: Int16Array, means: CellMeans): Arm {
  const arm = armOfChoice(choice, means);
  choice.forEach((model, query) => {
    if (model >= 0) return;
    for (const column of [arm.quality, arm.costPico, arm.latencyMs, arm.failed]) column[query] = Number.NaN;
  });
  return arm;
}

/** The arm of one fixed model. */
export function armOfModel(model: number, means: CellMeans): Arm {
  return armOfChoice(new Int16Array(means.queryCount).fill(model), means);
}

/** The expectation over a random model with fixed chances `mixture` (summing to 1). */
export function armOfMixture(mixture: Float64Array, means: CellMeans): Arm {
  const quality = zeros(means.queryCount);
  const costPico = zeros(means.queryCount);
  const failed = zeros(means.queryCount);
  const latencies: LatencySample[] = [];
  for (let model = 0; model < means.modelCount; model++) {
    const chance = at(mixture, model);
    if (chance === 0) continue;
    const latencyMs = zeros(means.queryCount);
    for (let query = 0; query < means.queryCount; query++) {
      const cell = query * means.modelCount + model;
      quality[query] = at(quality, query) + chance * at(means.quality, cell);
      costPico[query] = at(costPico, query) + chance * at(means.costPico, cell);
      latencyMs[query] = at(means.latencyMs, cell);
      failed[query] = at(failed, query) + chance * at(means.failed, cell);
    }
    latencies.push({ values: latencyMs, weight: chance });
  }
  return plainArm(quality, costPico, failed, latencies, null, mixture);
}

/** The expectation over one of two arms: `a` with chance `chance`, else `b`. Whom it asks first is not known. */
export function armOfBlend(chance: number, a: Arm, b: Arm): Arm {
  const blend = (of: (arm: Arm) => Float64Array): Float64Array => {
    const other = of(b);
    return of(a).map((value, query) => chance * value + (1 - chance) * at(other, query));
  };
  const latencies = [
    ...a.latencies.map(({ values, weight }) => ({ values, weight: chance * weight })),
    ...b.latencies.map(({ values, weight }) => ({ values, weight: (1 - chance) * weight })),
  ];
  return plainArm(
    blend(({ quality }) => quality),
    blend(({ costPico }) => costPico),
    blend(({ failed }) => failed),
    latencies,
    null,
    null,
  );
}

function plainArm(
  quality: Float64Array,
  costPico: Float64Array,
  failed: Float64Array,
  latencies: readonly LatencySample[],
  first: Int16Array | null,
  mixture: Float64Array | null,
): Arm {
  const latencyMs = zeros(quality.length);
  for (const { values, weight } of latencies)
    values.forEach((value, query) => {
      latencyMs[query] = at(latencyMs, query) + weight * value;
    });
  return {
    quality,
    costPico,
    latencyMs,
    latencies,
    failed,
    refused: null,
    fellBack: null,
    escalated: null,
    first,
    mixture,
  };
}

function hasAttempt(decisions: DecisionColumns, from: number, to: number, why: (typeof ATTEMPT_WHY)[number]): boolean {
  const code = ATTEMPT_WHY.indexOf(why);
  for (let attempt = from; attempt < to; attempt++) if (decisions.attemptWhy[attempt] === code) return true;
  return false;
}

function zeros(size: number): Float64Array {
  return new Float64Array(size);
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
