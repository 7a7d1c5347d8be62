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

const fixed = new WeakMap<CellMeans, Map<number, Arm>>();

/** The arm of one fixed model, made once: a dozen places hold something against it. Not to be written to. */
export function armOfModel(model: number, means: CellMeans): Arm {
  const held = fixed.get(means) ?? new Map<number, Arm>();
  fixed.set(means, held);
  const arm = held.get(model) ?? armOfChoice(new Int16Array(means.queryCount).fill(model), means);
  held.set(model, arm);
  return arm;
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
  return {
    quality,
    costPico,
    latencyMs: meanLatencies(latencies, quality.length),
    latencies,
    failed,
    refused: null,
    fellBack: null,
    escalated: null,
    first,
    mixture,
  };
}

function meanLatencies(latencies: readonly LatencySample[], size: number): Float64Array {
  const [only, ...more] = latencies;
  if (only?.weight === 1 && more.length === 0) return only.values;
  const latencyMs = zeros(size);
  for (const { values, weight } of latencies)
    for (let query = 0; query < size; query++) latencyMs[query] = at(latencyMs, query) + weight * at(values, query);
  return latencyMs;
}

function zeros(size: number): Float64Array {
  return new Float64Array(size);
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
