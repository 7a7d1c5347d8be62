import { type Contender, LEAST_COVERAGE, type Selection } from '../compare/choose.js';
import type { CandidateRow, Frontier, TiedPair } from '../domain/results.js';
import type { Ratio } from '../metric/estimate/products.js';
import { PICO, type Quantity, type Totals } from '../metric/family.js';
import { estimated, type ResampledTotals } from '../metric/resampled.js';
import { constraintQuantities, constraintRatios } from './constraint/judge-constraints.js';
import { frontiersOf, singleModels } from './frontiers.js';
import { tiedPairs } from './objective-difference.js';
import { objectiveQuantities } from './objective-value.js';
import { type RankedEntrant, selectionOf } from './selection.js';
import type { Judged } from './workbench.js';

/** What ranking candidates on one part came to. */
export interface Ranking {
  readonly rows: readonly CandidateRow[];
  readonly frontiers: readonly Frontier[];
  /** Ids of the best candidate of each strategy, best strategy first. */
  readonly selected: readonly string[];
  /** The choice over all candidates. */
  readonly selection: Selection;
  /** Best candidates of strategies that answer too few of the queries to be chosen, in the same order. */
  readonly barred: readonly { readonly id: string; readonly coverage: number }[];
  /** What it would take to settle a tie, by candidate id; empty where nothing is tied. */
  readonly settle: readonly TiedPair[];
}

/** What ranking needs of an arm. */
export function rankingQuantities({ experiment }: Judged): readonly Quantity[] {
  return [...new Set([...objectiveQuantities(experiment.objective), ...constraintQuantities(experiment.constraints)])];
}

/** The ratios whose standard errors ranking some candidates needs. */
export function rankingRatios({ experiment, table }: Judged, candidates: number, reference: number): Ratio[] {
  const first = table.modelIds.length;
  return Array.from({ length: candidates }, (_, index) =>
    constraintRatios(experiment.constraints, first + index, reference),
  ).flat();
}

/** The part that candidates are ranked on, by its name and the number of its complete queries. */
export interface RankedOn {
  readonly name: Frontier['part'];
  readonly n: number;
}

/** Ranks candidates by their totals: the single models' arms come first, then theirs. */
export function rankTotals(
  bench: Judged,
  entrants: readonly RankedEntrant[],
  totals: ResampledTotals,
  ground: RankedOn,
  reference: number,
): Ranking {
  const { n } = ground;
  const first = bench.table.modelIds.length;
  const referenceLabel = bench.table.modelIds[reference] ?? '';
  const standing = { totals, first, reference, referenceLabel, n };
  const { judged, contenders, best, selection, difference } = selectionOf(bench, entrants, standing);
  const order = [...best].sort((a, b) => ranks(contenders, a, b));
  const rows = entrants.map(({ candidate }, index) => ({
    id: candidate.id,
    strategy: candidate.strategy,
    parameters: candidate.parameters,
    quality: ownEstimate(bench, totals, first + index, 'quality', n),
    cost: ownEstimate(bench, totals, first + index, 'cost', n),
    objective: finite(contenders[index]?.objective),
    constraints: judged[index] ?? [],
    selected: best.includes(candidate.id),
  }));
  return {
    rows,
    frontiers: rankedFrontiers(bench, entrants, totals, ground),
    selected: order,
    selection,
    barred: order.flatMap((id) => contenders.filter((one) => one.id === id && one.coverage < LEAST_COVERAGE)),
    settle: tiedPairs(selection, difference),
  };
}

/** The candidates of every strategy that has several, beside the single models; none where no strategy has. */
function rankedFrontiers(
  bench: Judged,
  entrants: readonly RankedEntrant[],
  totals: ResampledTotals,
  { name, n }: RankedOn,
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
  return frontiersOf([singleModels(bench), ...sets], { totals, part: name, n, bestSingle, confidence });
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
  bench: Judged,
  totals: ResampledTotals,
  arm: number,
  quantity: 'quality' | 'cost',
  n: number,
): CandidateRow['quality'] {
  const unit = quantity === 'cost' ? PICO : 1;
  const mean = (view: Totals): number => (unit * view.of(arm, quantity)) / view.weight;
  return estimated(totals, mean, n, bench.experiment.bootstrap.confidence);
}

function finite(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
