import type { OutcomeTable } from '../domain/outcome-table.js';
import type { RouteColumns } from '../router/router.js';
import { gatheredSums } from '../stats/gathered-sums.js';
import { type DirectOutcomes, directOutcomes } from './direct-outcomes.js';
import { outcomesOn } from './outcomes-on.js';
import { policyOf } from './plan-policies.js';

/** What one routing came to on some queries: by query of the dataset, NaN where it wasn't asked for. */
export interface QuickColumns {
  readonly quality: Float64Array;
  /** Pico-units. */
  readonly costPico: Float64Array;
}

/** Weighted sums over some queries, added up in their order. */
export interface QuickTotals {
  readonly quality: number;
  /** Pico-units. */
  readonly costPico: number;
}

/** Queries whose outcomes stay in a core's second cache while all routings read them. */
const AT_ONCE = 2048;

/**
 * Quality and cost of many routings on the same queries, and nothing else: what the arms of their replays say, to the bit, at the price of a
 * gather.
 *
 * @param samples how many replicates of the recordings
 * @param queries rows of the dataset
 */
export function quickColumns(
  all: readonly RouteColumns[],
  table: OutcomeTable,
  samples: number,
  queries: Uint32Array,
): QuickColumns[] {
  const unknown = (): Float64Array => new Float64Array(table.queryCount).fill(Number.NaN);
  const columns = all.map(() => ({ quality: unknown(), costPico: unknown() }));
  forEachBlock(all, table, samples, queries, (index, some, { quality, costPico }) => {
    const own = columns[index] as QuickColumns;
    for (let at = 0; at < some.length; at++) {
      own.quality[some[at] as number] = quality[at] as number;
      own.costPico[some[at] as number] = costPico[at] as number;
    }
  });
  return columns;
}

/**
 * The sums of the same.
 *
 * @param weight by query of the dataset
 */
export function quickTotals(
  all: readonly RouteColumns[],
  table: OutcomeTable,
  samples: number,
  queries: Uint32Array,
  weight: Float64Array,
): QuickTotals[] {
  const sums = gatheredTotals(all, table, samples, queries, weight) ?? plainTotals(all, table, samples, queries, weight);
  return all.map((_, index) => ({ quality: sums[2 * index] as number, costPico: sums[2 * index + 1] as number }));
}

/** The definition, which any faster way must agree with: by routing the sum of quality, then that of cost. */
function plainTotals(
  all: readonly RouteColumns[],
  table: OutcomeTable,
  samples: number,
  queries: Uint32Array,
  weight: Float64Array,
): Float64Array {
  const sums = new Float64Array(2 * all.length);
  forEachBlock(all, table, samples, queries, (index, some, block) => addBlock(sums, 2 * index, some, weight, block));
  return sums;
}

/** The same where the host has SIMD; what one answer doesn't settle is charged as it is there. */
function gatheredTotals(
  all: readonly RouteColumns[],
  table: OutcomeTable,
  samples: number,
  queries: Uint32Array,
  weight: Float64Array,
): Float64Array | null {
  const pairs = directOutcomes(table, samples);
  const settling = all.map((routes) => settlingModels(routes, table));
  const choosers = all.map(({ plan }, index) => ({ plan, optionOf: settling[index] as Int32Array }));
  const gathered = gatheredSums(pairs, table.modelIds.length, choosers, AT_ONCE);
  if (gathered === null) return null;
  const block = { quality: new Float64Array(AT_ONCE), costPico: new Float64Array(AT_ONCE) };
  for (let from = 0; from < queries.length; from += AT_ONCE) {
    const rows = queries.subarray(from, from + AT_ONCE);
    for (const index of gathered.add({ rows, weight: Float64Array.from(rows, (query) => weight[query] as number) })) {
      const routes = all[index] as RouteColumns;
      const rest = gather(routes.plan, rows, settling[index] as Int32Array, pairs, table.modelIds.length, block);
      chargeRest(routes, table, samples, rows, rest, block);
      addBlock(gathered.sums, 2 * index, rows, weight, block);
    }
  }
  return gathered.sums;
}

function addBlock(
  sums: Float64Array,
  at: number,
  queries: Uint32Array,
  weight: Float64Array,
  { quality, costPico }: Block,
): void {
  let sumQuality = sums[at] as number;
  let sumCost = sums[at + 1] as number;
  const size = queries.length;
  for (let place = 0; place < size; place++) {
    const times = weight[queries[place] as number] as number;
    sumQuality += times * (quality[place] as number);
    sumCost += times * (costPico[place] as number);
  }
  sums[at] = sumQuality;
  sums[at + 1] = sumCost;
}

/** Quality and cost of a block of queries, by place among these; written over by the next. */
type Block = QuickColumns;

/** Shows what every routing comes to, a block of queries after another. */
function forEachBlock(
  all: readonly RouteColumns[],
  table: OutcomeTable,
  samples: number,
  queries: Uint32Array,
  show: (index: number, queries: Uint32Array, block: Block) => void,
): void {
  const pairs = directOutcomes(table, samples);
  const settling = all.map((routes) => settlingModels(routes, table));
  const block = { quality: new Float64Array(AT_ONCE), costPico: new Float64Array(AT_ONCE) };
  for (let from = 0; from < queries.length; from += AT_ONCE) {
    const some = queries.subarray(from, from + AT_ONCE);
    for (const [index, routes] of all.entries()) {
      const rest = gather(routes.plan, some, settling[index] as Int32Array, pairs, table.modelIds.length, block);
      if (rest.length > 0) chargeRest(routes, table, samples, some, rest, block);
      show(index, some, block);
    }
  }
}

/** By plan, the model that settles it where it answers; -1 where there is more to it, or a timer might ring. */
function settlingModels(routes: RouteColumns, { modelIds }: OutcomeTable): Int32Array {
  const modelOf = new Map(modelIds.map((id, index) => [id, index]));
  return Int32Array.from(routes.plans, ({ models, escalation }, plan) => {
    const { timeoutMs, hedge } = policyOf(routes, plan);
    if (escalation !== undefined || timeoutMs !== undefined || hedge !== undefined) return -1;
    return modelOf.get(models[0] ?? '') ?? -1;
  });
}

/** @returns places of the queries for which there is more to it than one answer */
function gather(
  plan: Uint32Array,
  queries: Uint32Array,
  settling: Int32Array,
  pairs: DirectOutcomes,
  models: number,
  { quality, costPico }: Block,
): number[] {
  const rest: number[] = [];
  const size = queries.length;
  for (let at = 0; at < size; at++) {
    const query = queries[at] as number;
    const model = settling[plan[query] as number] as number;
    const pair = 2 * (query * models + Math.max(model, 0));
    const own = pairs[pair] as number;
    // What isn't settled by one answer is below 0.
    if (model < 0 || own < 0) rest.push(at);
    quality[at] = own;
    costPico[at] = pairs[pair + 1] as number;
  }
  return rest;
}

function chargeRest(
  routes: RouteColumns,
  table: OutcomeTable,
  samples: number,
  queries: Uint32Array,
  places: readonly number[],
  { quality, costPico }: Block,
): void {
  const charged = outcomesOn(
    routes,
    table,
    samples,
    places.map((place) => queries[place] as number),
  );
  for (const [at, place] of places.entries()) {
    quality[place] = charged.quality[at] as number;
    costPico[place] = charged.costPico[at] as number;
  }
}
