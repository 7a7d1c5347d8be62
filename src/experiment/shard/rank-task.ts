import { movementOf, termsByGroup } from '../../metric/estimate/movement.js';
import type { Term } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import { type ArmSums, armSums } from '../../metric/resampled.js';
import { type LatencyHistogram, latencyHistogram } from '../../metric/shard/latency-histogram.js';
import { shardTotals } from '../../metric/shard/shard-totals.js';
import type { RouterConfig } from '../../router/config.js';
import { addExactly } from '../../stats/exact-sum.js';
import { addTo, sumIn, type Tally } from '../../stats/tally.js';
import { privacyViolations } from '../constraint/privacy.js';
import { rankingQuantities, rankingRatios } from '../rank-totals.js';
import type { Replayed } from '../replayed.js';
import { singleSums } from '../select.js';
import type { Workbench } from '../workbench.js';
import { reportedPart } from './frame.js';
import { type AskedSpread, addSpread } from './latency-spread.js';
import type { ShardOutput } from './output.js';
import { type Routed, replayedBy } from './routed.js';

/** Candidates to be ranked on the validation part. */
export interface RankTask {
  readonly do: 'rank';
  readonly configs: readonly RouterConfig[];
  readonly reference: number;
  /** Whether resamples are drawn; else only movements are told. */
  readonly resample: boolean;
  /** Keep the products of columns that ratios need: where groups are few. */
  readonly products: boolean;
  /** Sums of terms whose movements are wanted. */
  readonly movements: readonly (readonly Term[])[];
  /** Percentiles of candidates' latencies whose spreads are wanted, by the candidate's number. */
  readonly spreads: readonly AskedSpread[];
}

export function rankTask(bench: Workbench, task: RankTask, routed: Routed): ShardOutput {
  const part = bench.part('validation');
  const quantities = rankingQuantities(bench);
  const tally: Tally = new Map();
  const latencies = new Map<string, LatencyHistogram>();
  const candidates = task.configs.map((config, index) => {
    const replayed = replayedBy(routed, bench, config);
    if (task.resample) observe(bench, part, index, replayed, tally, latencies);
    for (const spread of task.spreads) if (spread.name === `${index}`) addSpread(tally, spread, replayed.arm.latencies, part);
    return armSums(replayed.arm, part, bench.means, bench.isRight, quantities);
  });
  const arms = [...singleSums(bench, part), ...candidates];
  addMovements(tally, arms, part, task.movements);
  addGroups(tally, part);
  const { seed, replicates } = bench.experiment.bootstrap;
  const ratios = task.products ? rankingRatios(bench, candidates.length, task.reference) : null;
  return { tally, totals: task.resample ? shardTotals(arms, part, { seed, replicates, ratios }) : null, latencies, rows: [] };
}

/** What is seen of a candidate beside its sums: on validation, and how much of it is known on the reported part. */
function observe(
  bench: Workbench,
  part: Part,
  index: number,
  { arm, routes }: Replayed,
  tally: Tally,
  latencies: Map<string, LatencyHistogram>,
): void {
  const validation = bench.rowsIn('validation');
  addTo(tally, 'rows', index === 0 ? validation.length : 0);
  addTo(tally, `known ${index}`, countKnown(arm.quality, validation));
  addKnown(tally, index, arm, bench.part(reportedPart(bench.experiment)).rows);
  bench.experiment.constraints.forEach((constraint, at) => {
    if (constraint.kind === 'privacy')
      addTo(tally, `left ${index} ${at}`, privacyViolations(bench, constraint, [routes], part.rows));
  });
  if (bench.experiment.constraints.some(({ kind }) => kind === 'latency'))
    latencies.set(`${index}`, latencyHistogram(arm.latencies, part));
}

/** On how many of the reported queries a row is known: what the one denominator hangs on. */
export function addKnown(tally: Tally, index: number, arm: Replayed['arm'], rows: Uint32Array): void {
  addTo(tally, `reported quality ${index}`, countKnown(arm.quality, rows));
  addTo(tally, `reported cost ${index}`, countKnown(arm.costPico, rows));
}

function countKnown(column: Float64Array, rows: Uint32Array): number {
  return rows.reduce((count, query) => count + (Number.isNaN(column[query] as number) ? 0 : 1), 0);
}

/** How far each sum of terms moves the part's groups. */
export function addMovements(tally: Tally, arms: readonly ArmSums[], part: Part, wanted: readonly (readonly Term[])[]): void {
  for (const terms of wanted) {
    const sums = termsByGroup(terms, part.groupKeys.length, ({ arm, quantity }) =>
      quantity === 'weight' ? undefined : arms[arm]?.get(quantity),
    );
    addTo(tally, `moving ${termsName(terms)}`, movementOf(sums).moving);
    const squares = sumIn(tally, `squares ${termsName(terms)}`);
    for (const sum of sums) if (sum !== 0) addExactly(squares, sum * sum);
  }
}

export function termsName(terms: readonly Term[]): string {
  return JSON.stringify(terms.map(({ arm, quantity, times }) => [arm, quantity, times]));
}

/** Queries and groups of a part, their weights, and the squares of these. */
export function addGroups(tally: Tally, part: Part): void {
  const weights = new Float64Array(part.groupKeys.length);
  part.rows.forEach((_, index) => {
    const group = part.group[index] as number;
    weights[group] = (weights[group] as number) + (part.weight[index] as number);
  });
  addTo(tally, 'n', part.rows.length);
  addTo(tally, 'groups', weights.length);
  const own = sumIn(tally, 'weight squared');
  for (const weight of part.weight) addExactly(own, weight * weight);
  const [all, squares] = [sumIn(tally, 'group weight'), sumIn(tally, 'group weight squared')];
  for (const weight of weights) {
    addExactly(all, weight);
    addExactly(squares, weight * weight);
  }
}
