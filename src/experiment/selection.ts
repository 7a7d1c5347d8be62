import { type Contender, choose, type Selection } from '../compare/choose.js';
import type { ConstraintJudgement } from '../domain/results.js';
import type { ArmSums, ResampledTotals } from '../metric/resampled.js';
import type { Candidate } from '../strategy/strategy.js';
import { judgeConstraints } from './constraint/judge-constraints.js';
import type { Observed } from './constraint/observe.js';
import { containsZero, type Difference, objectiveDifference } from './objective-difference.js';
import { objectiveValue } from './objective-value.js';
import type { Judged } from './workbench.js';

/** What was seen of a candidate beside its sums. */
export interface Seen {
  readonly observed: Observed;
  /** Share of the part's queries on which it could be evaluated. */
  readonly coverage: number;
}

/** What is kept of a candidate after its replay; the decisions themselves are dropped. */
export interface Measured extends Seen {
  readonly sums: ArmSums;
}

/** A candidate as it is judged: what was seen of it; its sums are among the totals. */
export interface RankedEntrant {
  readonly candidate: Candidate;
  readonly measured: Seen;
}

/** A candidate and what it came to on the ground. */
export interface MeasuredCandidate {
  readonly candidate: Candidate;
  readonly measured: Measured;
}

/** Where measured candidates stand among resampled totals. */
export interface Standing {
  readonly totals: ResampledTotals;
  /** Arm of the first of them; the others follow. */
  readonly first: number;
  /** Arm that constraints compare with. */
  readonly reference: number;
  readonly referenceLabel: string;
  /** Queries that they were measured on. */
  readonly n: number;
}

/** The choice among candidates, and what it was made of. */
export interface Selected {
  readonly judged: readonly ConstraintJudgement[][];
  readonly contenders: readonly Contender[];
  /** Ids of the best candidate of each strategy. */
  readonly best: readonly string[];
  readonly selection: Selection;
  difference(a: string, b: string): Difference;
}

/** Judges every candidate, and picks the best of each strategy and of all. */
export function selectionOf(bench: Judged, entrants: readonly RankedEntrant[], standing: Standing): Selected {
  const { totals, first, n } = standing;
  const judged = entrants.map(({ measured }, index) => judgedRow(bench, measured, first + index, standing));
  const contenders = entrants.map(({ candidate, measured }, index) =>
    contenderOf(bench, candidate.id, totals, first + index, judged[index] ?? [], measured),
  );
  const armOf = new Map(entrants.map(({ candidate }, index) => [candidate.id, first + index]));
  const difference = (a: string, b: string): Difference =>
    objectiveDifference(bench, totals, armOf.get(a) ?? first, armOf.get(b) ?? first, n);
  const indistinguishable = (a: string, b: string): boolean => containsZero(difference(a, b));
  const best = bestOfEach(entrants, contenders, indistinguishable);
  const selection = choose(
    contenders.filter(({ id }) => best.includes(id)),
    indistinguishable,
  );
  return { judged, contenders, best, selection, difference };
}

function judgedRow(
  bench: Judged,
  row: Seen,
  self: number,
  { totals, reference, referenceLabel, n }: Standing,
): ConstraintJudgement[] {
  return judgeConstraints(bench.experiment.constraints, {
    totals,
    self,
    reference,
    referenceLabel,
    costUnit: bench.experiment.cost.by,
    observed: row.observed,
    n,
  });
}

function contenderOf(
  bench: Judged,
  id: string,
  totals: ResampledTotals,
  arm: number,
  constraints: readonly ConstraintJudgement[],
  measured: Seen | undefined,
): Contender {
  return {
    id,
    objective: objectiveValue(bench.experiment.objective, totals.point, arm),
    costPerQuery: totals.point.of(arm, 'cost') / totals.point.weight,
    constraints,
    coverage: measured?.coverage ?? 0,
  };
}

function bestOfEach(
  entrants: readonly RankedEntrant[],
  contenders: readonly Contender[],
  indistinguishable: (a: string, b: string) => boolean,
): string[] {
  const strategies = [...new Set(entrants.map(({ candidate }) => candidate.strategy))];
  return strategies.flatMap((strategy) => {
    const own = contenders.filter((_, index) => entrants[index]?.candidate.strategy === strategy);
    const selection = choose(own, indistinguishable);
    if (selection.kind === 'none') return own[0] === undefined ? [] : [own[0].id];
    return [selection.kind === 'chosen' || selection.kind === 'tie' ? selection.id : selection.nearest];
  });
}
