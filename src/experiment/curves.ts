import type { Estimate } from '../domain/estimate.js';
import { UNAVAILABLE } from '../domain/estimate.js';
import type { Curve, CurvePoint } from '../domain/results.js';
import { PICO } from '../metric/family.js';
import type { Part } from '../metric/part.js';
import { forEachReplicate } from '../stats/bootstrap.js';
import { allWeak, apgr, cpt, type PreparedCurve, prepareCurve, quantileThresholds, type RoutingCurve } from '../stats/curve.js';
import { finished, hashRound, seededHash } from '../stats/hash.js';
import { estimateOf, percentileInterval } from '../stats/interval.js';
import type { Compared } from './compared.js';
import type { Setting } from './setting.js';
import type { Workbench } from './workbench.js';

/** Points kept for drawing; the statistics use every distinct score. */
const DRAWN = 201;
/** Independent random scores whose APGR shows what chance gives. */
const RANDOM_DRAWS = 100;

/** Weak and strong quality and the difference in cost, by row of the part. */
interface PairColumns {
  readonly weak: Float64Array;
  readonly strong: Float64Array;
  readonly part: Part;
  readonly costOf: CostOf;
}

/** Scores to sweep over, and what on. */
export interface CurvesInput {
  readonly pair: NonNullable<Setting['pair']>;
  readonly part: Part;
  /** Whether a sweep is shown on the validation part too. */
  readonly onValidation: boolean;
  readonly scored: readonly (Pick<Compared, 'id' | 'label' | 'marks'> & Required<Pick<Compared, 'score'>>)[];
  /** Whether chance is told of, behind the scores. */
  readonly chance: boolean;
}

/** The strong/weak sweeps of some scores. */
export function curves(bench: Workbench, { pair, part, onValidation, scored, chance }: CurvesInput): Curve[] {
  const columns = pairColumns(bench, pair, part);
  const before = onValidation ? bench.part('validation') : null;
  const shown = before === null || before.rows.length === 0 ? null : pairColumns(bench, pair, before);
  const prepared = scored.map(({ score }) => sweepOf(score, columns));
  const estimates = bootstrapped(bench, columns, prepared);
  const sweeps = scored.map(({ id, label, score, marks }, index): Curve => {
    const own = sweptCurve(id, label, drawn((prepared[index] as Sweep).prepared, columns), estimates[index] ?? []);
    const swept = shown === null ? own : { ...own, validation: course(score, shown) };
    return marks.includes('reads_outcomes') ? unnamed(swept) : swept;
  });
  return chance ? [...sweeps, chanceCurve(bench, columns)] : sweeps;
}

/** A sweep over outcomes: no request could be held against its score. */
function unnamed(curve: Curve): Curve {
  const { points, validation } = curve;
  const bare = (all: readonly CurvePoint[]): CurvePoint[] => all.map(({ threshold: _, ...point }) => point);
  return { ...curve, points: bare(points), ...(validation === undefined ? {} : { validation: bare(validation) }) };
}

function pairColumns({ means }: Workbench, pair: NonNullable<Setting['pair']>, part: Part): PairColumns {
  const column = (values: Float64Array, model: number): Float64Array => {
    const own = new Float64Array(part.rows.length);
    for (let row = 0; row < own.length; row++) own[row] = values[(part.rows[row] as number) * means.modelCount + model] as number;
    return own;
  };
  return {
    weak: column(means.quality, pair.weak),
    strong: column(means.quality, pair.strong),
    part,
    costOf: costCurve(column(means.costPico, pair.weak), column(means.costPico, pair.strong), part),
  };
}

/** A sweep's points on a part, without statistics. */
function course(byQuery: Float64Array, columns: PairColumns): CurvePoint[] {
  const score = Float64Array.from(columns.part.rows, (query) => byQuery[query] as number);
  return drawn(prepareCurve(score, columns.weak, columns.strong), columns);
}

type CostOf = (strongShare: number) => number | null;

/** Mean cost at a strong share if the share were random: drawn beside the curve, not used in any statistic. */
function costCurve(weak: Float64Array, strong: Float64Array, part: Part): CostOf {
  const mean = (values: Float64Array): number =>
    (PICO * values.reduce((sum, value, row) => sum + value * (part.weight[row] as number), 0)) /
    part.weight.reduce((sum, weight) => sum + weight, 0);
  const low = mean(weak);
  const high = mean(strong);
  return (share) => (Number.isNaN(low + high) ? null : low + share * (high - low));
}

/** A score's curve with what is told of it. */
interface Sweep {
  readonly prepared: PreparedCurve;
  readonly statistics: readonly ((curve: RoutingCurve) => number)[];
}

function sweepOf(byQuery: Float64Array, { part, weak, strong }: PairColumns): Sweep {
  const score = Float64Array.from(part.rows, (query) => byQuery[query] as number);
  const prepared = prepareCurve(score, weak, strong);
  const edges = quantileThresholds(score);
  return {
    prepared,
    statistics: [apgr, (curve) => apgr(prepared.at(curve, edges)), (curve) => cpt(curve, 0.5), (curve) => cpt(curve, 0.8)],
  };
}

function sweptCurve(rowId: string, label: string, points: readonly CurvePoint[], estimates: readonly Estimate[]): Curve {
  const [exact = UNAVAILABLE, quantile = UNAVAILABLE, cpt50 = UNAVAILABLE, cpt80 = UNAVAILABLE] = estimates;
  return { rowId, label, points, apgr: exact, apgrQuantile: quantile, cpt50, cpt80 };
}

/** The statistics of every sweep, all on the same resamples, which are drawn once. */
function bootstrapped(bench: Workbench, { part, weak }: PairColumns, sweeps: readonly Sweep[]): Estimate[][] {
  if (sweeps.length === 0) return [];
  const { replicates, seed, confidence } = bench.experiment.bootstrap;
  const samples = sweeps.map(({ statistics }) => statistics.map(() => new Float64Array(replicates)));
  // Written over on every resample.
  const curve = sweeps.map(({ prepared }) => prepared.curve(part.weight));
  const weights = new Float64Array(part.rows.length);
  forEachReplicate({ seed, replicates, groupKeys: part.groupKeys }, (replicate, groupWeights) => {
    for (let row = 0; row < weights.length; row++) {
      weights[row] = (part.weight[row] as number) * (groupWeights[part.group[row] as number] as number);
    }
    const start = allWeak(weak, weights);
    for (const [index, { prepared, statistics }] of sweeps.entries()) {
      const own = prepared.curve(weights, curve[index] as RoutingCurve, start);
      for (const [at, statistic] of statistics.entries()) (samples[index]?.[at] as Float64Array)[replicate] = statistic(own);
    }
  });
  return sweeps.map(({ prepared, statistics }, index) => {
    const own = prepared.curve(part.weight);
    return statistics.map((statistic, at) =>
      estimateOf(statistic(own), samples[index]?.[at] as Float64Array, part.rows.length, confidence, {
        groups: part.groupKeys.length,
      }),
    );
  });
}

/** Chance: drawn as the straight line it tends to; APGR and CPT are the mean and spread over independent random scores. */
function chanceCurve(bench: Workbench, { part, weak, strong, costOf }: PairColumns): Curve {
  const { seed, confidence } = bench.experiment.bootstrap;
  const total = part.weight.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value, row) => sum + value * (part.weight[row] as number), 0) / total;
  const low = mean(weak);
  const high = mean(strong);
  const hashes = Int32Array.from(part.rows, (_query, row) => seededHash(seed, row));
  const start = allWeak(weak, part.weight);
  const statistics = [apgr, (curve: RoutingCurve) => cpt(curve, 0.5), (curve: RoutingCurve) => cpt(curve, 0.8)];
  const samplesOf = statistics.map(() => new Float64Array(RANDOM_DRAWS));
  // Written over by every draw.
  const score = new Float64Array(hashes.length);
  for (let draw = 0; draw < RANDOM_DRAWS; draw++) {
    const round = hashRound(draw);
    for (let row = 0; row < score.length; row++) score[row] = finished(hashes[row] as number, round);
    const curve = prepareCurve(score, weak, strong).curve(part.weight, undefined, start);
    for (const [at, statistic] of statistics.entries()) (samplesOf[at] as Float64Array)[draw] = statistic(curve);
  }
  const [ofApgr, ofCpt50, ofCpt80] = samplesOf.map((samples): Estimate => {
    const interval = percentileInterval(samples, confidence);
    if (!(high > low) || interval === null) return UNAVAILABLE;
    return { value: samples.reduce((sum, value) => sum + value, 0) / samples.length, ...interval, n: part.rows.length };
  });
  return {
    rowId: 'control:random',
    label: 'random score',
    points: [0, 1].map((share) => ({ strongShare: share, quality: low + share * (high - low), cost: costOf(share) })),
    apgr: ofApgr ?? UNAVAILABLE,
    apgrQuantile: ofApgr ?? UNAVAILABLE,
    cpt50: ofCpt50 ?? UNAVAILABLE,
    cpt80: ofCpt80 ?? UNAVAILABLE,
  };
}

function drawn(prepared: PreparedCurve, { part, costOf }: PairColumns): CurvePoint[] {
  const { strongShare, quality } = prepared.curve(part.weight);
  const last = strongShare.length - 1;
  const kept = new Set(Array.from({ length: DRAWN }, (_, i) => Math.round((i * last) / (DRAWN - 1))));
  return [...kept].map((point) => ({
    strongShare: strongShare[point] as number,
    quality: quality[point] as number,
    cost: costOf(strongShare[point] as number),
    threshold: finite(prepared.thresholds[point] as number),
  }));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
