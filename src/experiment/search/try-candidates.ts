import { type Constraint, decidingBound } from '../../compare/constraint.js';
import type { Json } from '../../domain/json.js';
import type { ModelList } from '../../domain/model.js';
import type { ConstraintJudgement } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import { type ArmSums, armSums, resampledAgainst, statistic } from '../../metric/resampled.js';
import { armOfModel } from '../../replay/arm.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import type { RouteColumns } from '../../router/router.js';
import { spread } from '../../stats/spread.js';
import { fitCandidate, needsTraining } from '../../strategy/fit.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import type { Training } from '../../strategy/training.js';
import { constraintQuantities, judgeConstraints } from '../constraint/judge-constraints.js';
import { observer } from '../constraint/observe.js';
import { objectiveQuantities, objectiveValue } from '../objective-value.js';
import { type Ranked, type Replayed, replayQuickly } from '../replayed.js';
import { coverageOf } from '../select.js';
import type { Workbench } from '../workbench.js';
import type { Ground } from './ground.js';
import type { TrialScore } from './trial.js';

/** Resamples behind a trial's bounds: enough to steer a search; who is chosen is judged again on all of them. */
const TRIAL_REPLICATES = 200;

/** A candidate as one ground shows it. */
export interface Measured {
  readonly sums: ArmSums;
  /** In the experiment's order. */
  readonly judged: readonly ConstraintJudgement[];
  readonly score: TrialScore;
}

/** A candidate's score, and the rest where it was asked for. */
export type Tried = Pick<Measured, 'score'> & Partial<Measured>;

/** Tries candidates on one ground. What all of them share (training, draws, single models) is made once. */
export interface Trier {
  readonly part: Part;
  /** The reference's own sums by group. */
  readonly reference: ArmSums;
  fitted(candidate: Candidate): FittedCandidate;
  measure(candidate: Candidate): Measured;
}

/**
 * @param reference model index that constraints compare with
 * @param trainingFor what candidates learn from; asked for by the first that learns
 */
export function trier(
  bench: Workbench,
  models: ModelList,
  ground: Ground,
  reference: number,
  trainingFor: () => Training,
): Trier {
  const part = bench.partOver(ground.measured);
  if (part.rows.length === 0) {
    throw new UserError(
      { field: 'split', message: `no complete query in ${ground.name}`, accepted: 'a split whose parts have queries' },
      4,
    );
  }
  const { objective, constraints, bootstrap, cost } = bench.experiment;
  const quantities = [...new Set([...objectiveQuantities(objective), ...constraintQuantities(constraints)])];
  const observe = observer(bench, part, reference);
  const sums = (arm: Replayed['arm']) => armSums(arm, part, bench.means, bench.isRight, quantities);
  const singles = bench.table.modelIds.map((_, model) => sums(armOfModel(model, bench.means)));
  const replicates = Math.min(TRIAL_REPLICATES, bootstrap.replicates);
  const totalsOf = resampledAgainst(singles, part, { replicates, seed: bootstrap.seed });
  let training: Training | undefined;
  const fitted = (candidate: Candidate): FittedCandidate => {
    if (!needsTraining(candidate.pipeline)) return fitCandidate(candidate, models, null);
    training ??= trainingFor();
    return fitCandidate(candidate, models, training);
  };
  return {
    part,
    reference: singles[reference] as ArmSums,
    fitted,
    measure(candidate) {
      const [replayed] = replayQuickly(bench, [fitted(candidate).config], ground.measured);
      const { arm, routes, walks } = replayed as Ranked;
      const own = sums(arm);
      const totals = totalsOf([own]);
      const self = singles.length;
      const judged = judgeConstraints(constraints, {
        totals,
        self,
        reference,
        referenceLabel: bench.table.modelIds[reference] ?? '',
        costUnit: cost.by,
        observed: observe(arm, walks ?? [routes]),
        n: part.rows.length,
      });
      const goal = statistic(totals, (view) => objectiveValue(objective, view, self));
      const score = {
        objective: finite(goal.value),
        standardError: spread(goal.samples),
        quality: finite(totals.point.of(self, 'quality') / totals.point.weight),
        cost: finite((PICO * totals.point.of(self, 'cost')) / totals.point.weight),
        shortfall: judged.reduce((sum, one, index) => sum + shortfallOf(constraints[index] as Constraint, one), 0),
        coverage: coverageOf(arm, ground.measured),
        decisions: decisionsName(routes, part.rows),
      };
      return { sums: own, judged, score };
    },
  };
}

/** How far the deciding bound is from the limit, relative to it; 1 where nothing could be observed. */
function shortfallOf(constraint: Constraint, { verdict, observed, limit }: ConstraintJudgement): number {
  if (verdict === 'pass') return 0;
  const bound = observed[decidingBound(constraint)];
  return bound === null ? 1 : Math.abs(limit - bound) / Math.max(Math.abs(limit), 1e-9);
}

/** A short name of what was decided on some rows: routes by their content, in the rows' order. */
function decisionsName({ plan, plans }: RouteColumns, rows: Uint32Array): string {
  const names = plans.map(({ models, escalation }) =>
    canonicalJson({ models, ...(escalation === undefined ? {} : { escalation }) } as unknown as Json),
  );
  const codeOf = new Map([...new Set(names)].sort().map((name, code) => [name, code]));
  const codes = names.map((name) => codeOf.get(name) as number);
  return sha256Hex(`${[...codeOf.keys()].join(',')}|${Array.from(rows, (row) => codes[plan[row] as number]).join(',')}`).slice(
    0,
    16,
  );
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
