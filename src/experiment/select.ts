import type { Contender, Selection } from '../compare/choose.js';
import type { CandidateRow, Frontier, TiedPair } from '../domain/results.js';
import { settled, type Working } from '../domain/work.js';
import { PICO, type Quantity, type Totals } from '../metric/family.js';
import type { Part } from '../metric/part.js';
import { armSums, estimated, type ResampledTotals, resampledWork } from '../metric/resampled.js';
import { type Arm, armOfModel } from '../replay/arm.js';
import type { Candidate } from '../strategy/strategy.js';
import { constraintQuantities, constraintRatios } from './constraint/judge-constraints.js';
import { observer } from './constraint/observe.js';
import { frontiersOf, singleModels } from './frontiers.js';
import { tiedPairs } from './objective-difference.js';
import { objectiveQuantities } from './objective-value.js';
import type { Ranked, Replayed } from './replayed.js';
import { type Measured, type MeasuredCandidate, selectionOf } from './selection.js';
import type { Workbench } from './workbench.js';

/** A candidate and what it does; replayed when its turn comes, because a thousand replays don't fit in memory. */
export interface Entrant {
  readonly candidate: Candidate;
  replay(): Replayed;
}

/** The queries that candidates are ranked on. */
export interface RankingGround {
  readonly name: Frontier['part'];
  readonly part: Part;
  /** Every query row of the part, complete or not: coverage counts against these. */
  readonly rows: Uint32Array;
}

/** What ranking candidates on one part came to. */
export interface Ranking {
  readonly rows: readonly CandidateRow[];
  readonly frontiers: readonly Frontier[];
  /** Ids of the best candidate of each strategy, best strategy first. */
  readonly selected: readonly string[];
  /** The choice over all candidates. */
  readonly selection: Selection;
  /** What it would take to settle a tie, by candidate id; empty where nothing is tied. */
  readonly settle: readonly TiedPair[];
}

/** Measures candidates on one ground: what all of them share is made once. */
export function measurer(bench: Workbench, { part, rows }: RankingGround, reference: number): (replayed: Ranked) => Measured {
  const quantities = rankingQuantities(bench);
  const observe = observer(bench, part, reference);
  return ({ arm, routes, walks }) => ({
    sums: armSums(arm, part, bench.means, bench.isRight, quantities),
    observed: observe(arm, walks ?? [routes]),
    coverage: coverageOf(arm, rows),
  });
}

/** Replays every candidate here and ranks them: see `rankMeasured`. */
export function rankCandidates(
  bench: Workbench,
  entrants: readonly Entrant[],
  ground: RankingGround,
  reference: number,
): Ranking {
  const measure = measurer(bench, ground, reference);
  const measured = entrants.map(({ candidate, replay }) => ({ candidate, measured: measure(replay()) }));
  return settled(rankMeasured(bench, measured, ground, reference));
}

/**
 * Judges the constraints and the objective of every candidate on one part only, and picks: the best candidate of
 * each strategy, and the choice among all. Replays leave the router's own time (microseconds) out; it is measured for
 * the rows that are reported.
 */
export function* rankMeasured(
  bench: Workbench,
  entrants: readonly MeasuredCandidate[],
  ground: RankingGround,
  reference: number,
): Working<Ranking> {
  const { part } = ground;
  const quantities = rankingQuantities(bench);
  const measured = entrants.map((entrant) => entrant.measured);
  // Arms: the single models in model order, then the candidates.
  const singles = bench.table.modelIds.map((_, model) =>
    armSums(armOfModel(model, bench.means), part, bench.means, bench.isRight, quantities),
  );
  const first = singles.length;
  const ratios = entrants.flatMap((_, index) => constraintRatios(bench.experiment.constraints, first + index, reference));
  const arms = [...singles, ...measured.map(({ sums }) => sums)];
  const totals = yield* resampledWork(arms, part, { ...bench.experiment.bootstrap, ratios });
  const { judged, contenders, best, selection, difference } = selectionOf(bench, entrants, {
    totals,
    first,
    reference,
    referenceLabel: bench.table.modelIds[reference] ?? '',
    part,
  });
  const order = [...best].sort((a, b) => ranks(contenders, a, b));
  const rows = entrants.map(({ candidate }, index) => ({
    id: candidate.id,
    strategy: candidate.strategy,
    parameters: candidate.parameters,
    quality: ownEstimate(bench, totals, first + index, 'quality', part),
    cost: ownEstimate(bench, totals, first + index, 'cost', part),
    objective: finite(contenders[index]?.objective),
    constraints: judged[index] ?? [],
    selected: best.includes(candidate.id),
  }));
  return {
    rows,
    frontiers: rankedFrontiers(bench, entrants, totals, ground),
    selected: order,
    selection,
    settle: tiedPairs(selection, difference),
  };
}

/** The candidates of every strategy that has several, beside the single models; none where no strategy has. */
function rankedFrontiers(
  bench: Workbench,
  entrants: readonly MeasuredCandidate[],
  totals: ResampledTotals,
  { name, part }: RankingGround,
): Frontier[] {
  const first = bench.table.modelIds.length;
  const arms = entrants.map(({ candidate }, index) => ({ strategy: candidate.strategy, id: candidate.id, arm: first + index }));
  const strategies = [...new Set(arms.map(({ strategy }) => strategy))];
  const sets = strategies
    .map((strategy) => ({
      id: `frontier:strategy:${strategy}`,
      label: strategy,
      arms: arms.filter((one) => one.strategy === strategy).map(({ id, arm }) => ({ id, arm })),
    }))
    .filter((set) => set.arms.length > 1);
  if (sets.length === 0) return [];
  const quality = (model: number): number => totals.point.of(model, 'quality');
  const bestSingle = bench.compared.reduce((best, model) => (quality(model) > quality(best) ? model : best));
  const { confidence } = bench.experiment.bootstrap;
  return frontiersOf([singleModels(bench), ...sets], { totals, part: name, n: part.rows.length, bestSingle, confidence });
}

/** What ranking needs of an arm. */
export function rankingQuantities({ experiment }: Workbench): readonly Quantity[] {
  return [...new Set([...objectiveQuantities(experiment.objective), ...constraintQuantities(experiment.constraints)])];
}

/** Share of the rows on which the arm's quality is known. */
export function coverageOf(arm: Arm, rows: Uint32Array): number {
  const known = rows.reduce((count, query) => count + (Number.isNaN(arm.quality[query] as number) ? 0 : 1), 0);
  return rows.length === 0 ? 0 : known / rows.length;
}

const VERDICT_RANK = { pass: 0, undecided: 1, fail: 2 } as const;

/** Passing before undecided before failing; then by objective. */
function ranks(contenders: readonly Contender[], a: string, b: string): number {
  const rank = (id: string): { verdict: number; objective: number } => {
    const contender = contenders.find((one) => one.id === id);
    const verdict = Math.max(0, ...(contender?.constraints ?? []).map((one) => VERDICT_RANK[one.verdict]));
    return { verdict, objective: contender?.objective ?? Number.NEGATIVE_INFINITY };
  };
  const left = rank(a);
  const right = rank(b);
  return left.verdict - right.verdict || right.objective - left.objective;
}

function ownEstimate(
  bench: Workbench,
  totals: ResampledTotals,
  arm: number,
  quantity: 'quality' | 'cost',
  part: Part,
): CandidateRow['quality'] {
  const unit = quantity === 'cost' ? PICO : 1;
  const mean = (view: Totals): number => (unit * view.of(arm, quantity)) / view.weight;
  return estimated(totals, mean, part.rows.length, bench.experiment.bootstrap.confidence);
}

function finite(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
