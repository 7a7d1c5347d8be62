import type { Term } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import { type ArmSums, armSums } from '../../metric/resampled.js';
import { type LatencyHistogram, latencyHistogram } from '../../metric/shard/latency-histogram.js';
import { shardTotals } from '../../metric/shard/shard-totals.js';
import { armOfModel } from '../../replay/arm.js';
import { bestByQuery } from '../../replay/control/oracle.js';
import type { WeightedMeans } from '../../replay/weighted-means.js';
import type { RouterConfig } from '../../router/config.js';
import { addTo, type Tally } from '../../stats/tally.js';
import type { Compared } from '../compared.js';
import { privacyViolations } from '../constraint/privacy.js';
import { controlsOn } from '../control-rows.js';
import { addHeadroom } from '../headroom.js';
import type { Awaited } from '../measured-part.js';
import { objectiveQuantities } from '../objective-value.js';
import { DEPLOYABLE, quantitiesOf, ratiosOf } from '../row-quantities.js';
import { qualitiesAsked } from '../selection-columns.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';
import { type AskedSpread, addSpread } from './latency-spread.js';
import { measuredOn } from './means-task.js';
import type { RowHead, ShardOutput } from './output.js';
import { addGroups, addMovements } from './rank-task.js';
import { type Routed, replayedBy } from './routed.js';
import { addRow } from './row-sums.js';

/** A router that is reported, with what is known of it from all shards. */
export interface ScoredRouter {
  readonly head: Pick<RowHead, 'id' | 'label' | 'kind' | 'description' | 'marks'>;
  readonly config: RouterConfig;
  /** Its own time, typically. */
  readonly timeMs: number;
  readonly awaited: Awaited;
  /** Mean, over the queries, of the mean quality of the model they go to first. */
  readonly qualityAsked: number;
}

/** The rows that are reported, on the reported part. */
export interface ScoreTask extends Pick<Setting, 'reference' | 'pair' | 'bestSingle'> {
  readonly do: 'score';
  readonly routers: readonly ScoredRouter[];
  readonly baselines: readonly string[];
  readonly matchTo: { readonly label: string; readonly shares: Float64Array; readonly meanCostPico: number } | null;
  readonly singles: WeightedMeans;
  /** Where a control divides prompts by their length. */
  readonly length: number;
  readonly products: boolean;
  /** Percentiles of rows' latencies whose spreads are wanted, and nothing else; null: all else. */
  readonly spreads: readonly AskedSpread[] | null;
}

export function scoreTask(bench: Workbench, task: ScoreTask, routed: Routed): ShardOutput {
  const { reference, routers, pair, matchTo, singles } = task;
  const replayed = routers.map(({ config, timeMs }) => replayedBy(routed, bench, config, timeMs));
  const part = measuredOn(
    bench,
    replayed,
    routers.map(({ awaited }) => awaited),
  );
  const rows: Compared[] = [
    ...routers.map(({ head }, index) => ({ ...head, ...replayed[index] }) as Compared),
    ...controlsOn(bench, part.rows, task.baselines, { pair, matchTo, singles, lengthAt: () => task.length }),
  ];
  const tally: Tally = new Map();
  if (task.spreads !== null) {
    for (const spread of task.spreads)
      for (const row of rows) if (row.id === spread.name) addSpread(tally, spread, row.arm.latencies, part);
    return { tally, totals: null, latencies: new Map(), rows: [] };
  }
  const arms = armsOf(bench, part, rows, task);
  const latencies = new Map<string, LatencyHistogram>();
  addGroups(tally, part);
  addHeadroom(bench, part, task.bestSingle, bestByQuery(bench.means), (name, value) => addTo(tally, `headroom ${name}`, value));
  const against = armOfModel(reference, bench.means);
  const others = rows.filter(isOther);
  rows.forEach((row, index) => {
    addRow(bench, part, { row, index, against }, tally);
    latencies.set(row.id, latencyHistogram(row.arm.latencies, part));
    if (row.routes !== undefined) addLeft(bench, part, row, index, tally);
  });
  const armOf = (row: Compared): number =>
    isOther(row) ? bench.table.modelIds.length + others.indexOf(row) : bench.table.modelIds.indexOf(row.label);
  addMovements(
    tally,
    arms,
    part,
    rows.map((row) => qualityTerms(armOf(row), reference)),
  );
  const { seed, replicates } = bench.experiment.bootstrap;
  const ratios = task.products ? ratiosOf(arms.length, reference) : null;
  return { tally, totals: shardTotals(arms, part, { seed, replicates, ratios }), latencies, rows: rows.map(headOf) };
}

/** Rows that are no single model: their arms come after those. */
export function isOther({ marks }: Pick<Compared, 'marks'>): boolean {
  return !marks.includes('single_model');
}

/** A row's quality less another's. */
export function qualityTerms(self: number, other: number): readonly Term[] {
  return [
    { arm: self, quantity: 'quality', times: 1 },
    { arm: other, quantity: 'quality', times: -1 },
  ];
}

function armsOf(bench: Workbench, part: Part, rows: readonly Compared[], { routers, singles }: ScoreTask): ArmSums[] {
  const objective = objectiveQuantities(bench.experiment.objective);
  const zeros = new Float64Array(bench.dataset.queries.size);
  const sums = (arm: Parameters<typeof armSums>[0], quantities: readonly (typeof objective)[number][]): ArmSums =>
    armSums(arm, part, bench.means, bench.isRight, [...new Set([...quantities, ...objective])]);
  const own = (row: Compared, index: number): Parameters<typeof armSums>[0] => {
    const router = routers[index];
    if (router === undefined || row.arm.first === null) return row.arm;
    return {
      ...row.arm,
      shareQuality: qualitiesAsked(row.arm.first, singles.quality).map((quality) => quality - router.qualityAsked),
    };
  };
  return [
    ...bench.table.modelIds.map((_, model) =>
      sums({ ...armOfModel(model, bench.means), flips: zeros, shareQuality: zeros }, DEPLOYABLE),
    ),
    ...rows.flatMap((row, index) => (isOther(row) ? [sums(own(row, index), quantitiesOf(row))] : [])),
  ];
}

/** Queries that leave the allowed models, by constraint and in all. */
function addLeft(bench: Workbench, part: Part, row: Compared, index: number, tally: Tally): void {
  bench.experiment.constraints.forEach((constraint, at) => {
    if (constraint.kind === 'privacy' && row.routes !== undefined)
      addTo(tally, `left ${index} ${at}`, privacyViolations(bench, constraint, [row.routes], part.rows));
  });
}

function headOf({ id, label, kind, description, marks, arm }: Compared): RowHead {
  return { id, label, kind, description, marks, mixture: arm.mixture === null ? null : [...arm.mixture] };
}
