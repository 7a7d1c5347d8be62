import { versusReference } from '../../compare/versus-reference.js';
import { UNAVAILABLE } from '../../domain/estimate.js';
import type { ResultRow, VersusReference } from '../../domain/results.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { differenceEstimate, qualityDifference, retentionEstimate } from '../../metric/estimate/paired.js';
import { falling } from '../../metric/estimate/seen.js';
import type { Roles } from '../../metric/family.js';
import type { ResampledTotals } from '../../metric/resampled.js';
import { scoreArm } from '../../metric/score-arm.js';
import { addedUp } from '../../metric/shard/added-up.js';
import { spread } from '../../stats/spread.js';
import { tallied } from '../../stats/tally.js';
import type { FittedCandidate } from '../../strategy/strategy.js';
import { chancesOfBest } from '../chances-of-best.js';
import type { RouterTime } from '../compared.js';
import { judgeConstraints } from '../constraint/judge-constraints.js';
import { routerSize } from '../router-rows.js';
import { holmCorrected } from '../score-rows.js';
import type { Setting } from '../setting.js';
import type { Judged } from '../workbench.js';
import { latenciesIn } from './latency-spread.js';
import type { RowHead, ShardOutput } from './output.js';
import { movementIn, observedIn } from './rank-shards.js';
import { type RowSums, rowSums } from './row-sums.js';
import { isOther } from './score-task.js';

/** A router that is reported, and its own time. */
export interface TimedRouter {
  readonly fitted: FittedCandidate;
  readonly time: RouterTime;
}

/** What the rows of all shards are judged by. */
export interface ReportedOn extends Pick<Setting, 'reference' | 'pair' | 'bestSingle'> {
  readonly routers: readonly TimedRouter[];
  readonly categories: readonly string[];
}

export interface ReportedRows {
  /** In the order of the heads. */
  readonly rows: readonly ResultRow[];
  readonly totals: ResampledTotals;
  armOf(row: Pick<RowHead, 'id'>): number;
}

/** The reported rows out of what all shards came to. */
export function reportedRows(judged: Judged, output: ShardOutput, on: ReportedOn): ReportedRows {
  const { rows: heads, tally } = output;
  const totals = addedUp(
    output.totals as NonNullable<ShardOutput['totals']>,
    judged.experiment.bootstrap,
    movementIn(tally, new Map()),
  );
  const others = heads.filter(isOther);
  const armOf = ({ id }: Pick<RowHead, 'id'>): number => {
    const head = heads.find((one) => one.id === id) as RowHead;
    return isOther(head) ? judged.table.modelIds.length + others.indexOf(head) : judged.table.modelIds.indexOf(head.label);
  };
  const oracle = heads.find(({ id }) => id === 'control:oracle');
  const frame: Frame = {
    judged,
    output,
    on,
    totals,
    oracle: oracle === undefined ? null : armOf(oracle),
    n: tallied(tally, 'n'),
  };
  const rows = heads.map((head, index) => rowOf(frame, head, index, armOf(head)));
  const chances = chancesOfBest(judged, rows, totals, (index) => armOf(rows[index] as ResultRow));
  return { totals, armOf, rows: holmCorrected(rows.map((row, index) => ({ ...row, probabilityBest: chances[index] ?? null }))) };
}

interface Frame {
  readonly judged: Judged;
  readonly output: ShardOutput;
  readonly on: ReportedOn;
  readonly totals: ResampledTotals;
  readonly oracle: number | null;
  readonly n: number;
}

function rowOf(frame: Frame, head: RowHead, index: number, self: number): ResultRow {
  const { judged, output, on, totals, n } = frame;
  const { experiment, table } = judged;
  const { mixture, ...named } = head;
  const sums = rowSums(output.tally, index);
  const shares =
    mixture === null ? sums.shares(table.modelIds.length, tallied(output.tally, 'group weight')) : Float64Array.from(mixture);
  const router = on.routers[index];
  const { confidence } = experiment.bootstrap;
  return {
    ...named,
    ...(router === undefined ? {} : fittedParts(router)),
    metrics: {
      ...scoreArm(totals, rolesOf(frame, head, self, shares), n, confidence),
      'selection.entropy': UNAVAILABLE,
      ...latenciesIn(output.tally, head.id, output.latencies.get(head.id), confidence),
    },
    versusReference: head.id === `single:${table.modelIds[on.reference]}` ? null : versusOf(frame, head, self, sums),
    byCategory: on.categories.map((category) => sums.category(category)),
    shares: table.modelIds.map((modelId, model) => ({ modelId, share: shares[model] as number })),
    coverage: sums.coverage,
    constraints: router === undefined ? [] : constraintsOf(frame, head.id, index, self),
    ...(sums.violations === null ? {} : { violations: sums.violations }),
    probabilityBest: null,
  };
}

function fittedParts({ fitted: { candidate, config }, time }: TimedRouter): Partial<ResultRow> {
  return {
    strategy: candidate.strategy,
    candidate: candidate.id,
    parameters: candidate.parameters,
    router: { decisionHash: config.decisionHash, bytes: routerSize(config), ...time },
  };
}

function rolesOf({ judged, on, oracle }: Frame, { kind }: RowHead, self: number, shares: Float64Array): Roles {
  return {
    self,
    reference: on.reference,
    oracle,
    pair: on.pair,
    singles: judged.compared,
    bestSingle: on.bestSingle,
    shares: kind === 'control' ? null : shares,
    usd: judged.experiment.cost.by === 'usd',
  };
}

function constraintsOf(
  { judged, output, on, totals, n }: Frame,
  id: string,
  index: number,
  self: number,
): ResultRow['constraints'] {
  const { experiment, table } = judged;
  return judgeConstraints(experiment.constraints, {
    totals,
    self,
    reference: on.reference,
    referenceLabel: table.modelIds[on.reference] ?? '',
    costUnit: experiment.cost.by,
    observed: observedIn(judged, id, output, `${index}`),
    n,
  });
}

/** A row against the reference; tested where answers are right or wrong, one by one. */
function versusOf(
  { judged, on, totals, n }: Frame,
  { marks, mixture }: RowHead,
  self: number,
  { counts }: RowSums,
): VersusReference {
  const { bootstrap, nonInferiority } = judged.experiment;
  const { confidence, seed } = bootstrap;
  const difference = qualityDifference(totals, self, on.reference);
  const { difference: cost, ratio } = moneyEstimates(totals, { self, reference: on.reference }, n, confidence);
  return versusReference({
    difference: (at) => differenceEstimate(difference, n, at),
    standardError: spread(difference.samples),
    retention: retentionEstimate(totals, difference, on.reference, n, confidence),
    cost,
    savings: falling(ratio, (share) => 1 - share),
    timesCheaper: falling(ratio, (share) => 1 / share),
    groupDifferences: new Float64Array(0),
    counts: self === on.reference ? null : counts,
    testable: counts !== null && mixture === null && !marks.includes('reads_outcomes'),
    confidence,
    seed,
    nonInferiority,
  });
}
