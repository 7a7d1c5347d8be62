import type { Frontier } from '../domain/results.js';
import { settled, type Working } from '../domain/work.js';
import type { Part } from '../metric/part.js';
import { type ArmSums, armSums, resampledWork } from '../metric/resampled.js';
import { type Arm, armOfModel } from '../replay/arm.js';
import type { Candidate } from '../strategy/strategy.js';
import { observer } from './constraint/observe.js';
import { type Ranking, rankingQuantities, rankingRatios, rankTotals } from './rank-totals.js';
import type { Ranked, Replayed } from './replayed.js';
import type { Measured, MeasuredCandidate } from './selection.js';
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
  const arms = [...singleSums(bench, part), ...entrants.map(({ measured }) => measured.sums)];
  const ratios = rankingRatios(bench, entrants.length, reference);
  const totals = yield* resampledWork(arms, part, { ...bench.experiment.bootstrap, ratios });
  return rankTotals(bench, entrants, totals, { name: ground.name, n: part.rows.length }, reference);
}

/** The arms of the single models, in model order, which come before the candidates'. */
export function singleSums(bench: Workbench, part: Part): ArmSums[] {
  const quantities = rankingQuantities(bench);
  return bench.table.modelIds.map((_, model) =>
    armSums(armOfModel(model, bench.means), part, bench.means, bench.isRight, quantities),
  );
}

/** Share of the rows on which the arm's quality is known. */
export function coverageOf(arm: Arm, rows: Uint32Array): number {
  const known = rows.reduce((count, query) => count + (Number.isNaN(arm.quality[query] as number) ? 0 : 1), 0);
  return rows.length === 0 ? 0 : known / rows.length;
}
