import type { SearchSummary } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import type { Working } from '../../domain/work.js';
import { type SearchSpace, searchSpace } from '../../strategy/search-space.js';
import type { Candidate, FittedCandidate, Strategy } from '../../strategy/strategy.js';
import { triedAll } from '../unit/try-unit.js';
import type { Workbench } from '../workbench.js';
import { type ChosenTrial, candidateOf, chooseTuned } from './choose-tuned.js';
import { fieldOf } from './field.js';
import { type LookedAt, lookedAt } from './looked-at.js';
import { ON_VALIDATION } from './method/method.js';
import type { ChoosingRule } from './plainest.js';
import { distinctTrials, type SearchEnd, type SearchSpec, search } from './search.js';
import { isKnown, type Trial, type TrialScore } from './trial.js';
import type { Measured } from './try-candidates.js';

/** Distinct candidates that are kept for the corrections, best first. */
const MOST_RUNNERS = 2000;

export interface TuneInput {
  /** A workbench without its test part. */
  readonly bench: Workbench;
  /** A strategy with ranges, under the name of the tuned one. */
  readonly strategy: Strategy;
  readonly spec: SearchSpec;
  readonly rule: ChoosingRule;
  readonly reference: number;
  readonly known: ReadonlyMap<string, TrialScore>;
}

/** A search's outcome, before the test part says anything. */
export interface Tuned {
  /** The strategy with a value in the place of every range. */
  readonly strategy: Strategy;
  readonly fitted: FittedCandidate;
  readonly trials: readonly Trial[];
  readonly summary: Omit<SearchSummary, 'optimism'> & { readonly expected: SearchSummary['optimism']['expected'] };
}

/**
 * Searches a strategy's ranges on train and validation, chooses by the rule, and says how much the looking flattered the
 * choice. Tells every trial.
 *
 * @throws UserError for a strategy without ranges, and where no candidate could be evaluated
 */
export function* tuneStrategy(input: TuneInput): Working<Tuned, Trial> {
  const { bench, strategy, rule, reference } = input;
  const space = searchSpace(strategy);
  if (space.size === 1) {
    throw new UserError({
      file: strategy.file,
      message: 'nothing to tune: no value is a range',
      accepted: '{ $choice: […] }, { $linear: […] } or { $log: […] }',
    });
  }
  const end = yield* search({ ...input, space });
  const distinct = distinctTrials(end.trials);
  if (distinct.length === 0) throw unevaluable(strategy);
  const { trier: own } = end.validation;
  const runners = distinct.slice(0, MOST_RUNNERS);
  const measured = yield* measuredRunners(input, space, runners, end.measured);
  const choice = yield* chooseTuned(bench, space, { trials: distinct, runners: measured }, rule, reference);
  const { objective, bootstrap } = bench.experiment;
  const looked = lookedAt(fieldOf(bench.experiment, own.part, own.reference, measured), { objective, rule, ...bootstrap });
  return {
    strategy: tunedStrategy(strategy, choice.fitted.candidate),
    fitted: choice.fitted,
    trials: end.trials,
    summary: summaryOf(input, space, end, choice, { distinct, looked }),
  };
}

/** What each runner came to on validation; those of an earlier search are tried again. */
function* measuredRunners(
  { bench, spec, reference }: TuneInput,
  space: SearchSpace,
  runners: readonly Trial[],
  known: ReadonlyMap<string, Measured>,
): Working<readonly (Measured & { readonly id: string; readonly trial: Trial })[]> {
  const on = { on: ON_VALIDATION, learns: false, seed: spec.seed, reference };
  const unknown = runners.filter(({ id }) => !known.has(id));
  const tried = yield* triedAll(
    bench,
    unknown.map((trial) => ({ candidate: candidateOf(space, trial), on, whole: true })),
  );
  const again = new Map(unknown.map(({ id }, index) => [id, tried[index] as Measured]));
  return runners.map((trial) => ({ id: trial.id, trial, ...((known.get(trial.id) ?? again.get(trial.id)) as Measured) }));
}

function tunedStrategy(strategy: Strategy, { pipeline, execution }: Candidate): Strategy {
  return { ...strategy, pipeline, ...(execution === undefined ? {} : { execution }) };
}

function summaryOf(
  { bench, strategy, spec, rule, reference }: TuneInput,
  space: SearchSpace,
  { trials, stopped }: SearchEnd,
  { chosen, best, standardError, within }: ChosenTrial,
  { distinct, looked }: { readonly distinct: readonly Trial[]; readonly looked: LookedAt },
): Tuned['summary'] {
  return {
    strategy: strategy.name,
    from: strategy.file,
    method: spec.method,
    budget: spec.budget,
    seed: spec.seed,
    patience: spec.patience,
    space: { candidates: space.size, ranges: space.dimensions.map(({ name, values }) => ({ name, values: values.length })) },
    tried: {
      candidates: new Set(trials.map(({ id }) => id)).size,
      onValidation: trials.filter(({ on }) => on === 'validation').length,
      distinct: distinct.length,
    },
    stopped,
    rule,
    standardError,
    within,
    best,
    chosen,
    improvements: improvements(trials),
    expected: looked.expected,
    maxStatistic: corrected(looked, distinct, best.id, chosen.id, bench.table.modelIds[reference] ?? ''),
  };
}

/** Among trials on validation that pass, those better than all before. */
function improvements(trials: readonly Trial[]): SearchSummary['improvements'] {
  let best = Number.NEGATIVE_INFINITY;
  return trials.flatMap((trial) => {
    const { number, id, objective, on, shortfall } = trial;
    if (on !== 'validation' || !isKnown(trial) || shortfall > 0 || objective === null || objective <= best) return [];
    best = objective;
    return [{ number, id, objective }];
  });
}

function corrected(
  { advantages, resamples }: LookedAt,
  distinct: readonly Trial[],
  best: string,
  chosen: string,
  reference: string,
): SearchSummary['maxStatistic'] {
  const of = (id: string) => {
    const index = distinct.findIndex((trial) => trial.id === id);
    const statistic = advantages.statistics[index];
    const pAdjusted = advantages.pAdjusted[index];
    return statistic == null || pAdjusted == null ? null : { statistic, pAdjusted };
  };
  const own = { best: of(best), chosen: of(chosen) };
  if (own.best === null || own.chosen === null) return null;
  return { reference, candidates: advantages.statistics.length, resamples, best: own.best, chosen: own.chosen };
}

function unevaluable({ file, name }: Strategy): UserError {
  return new UserError(
    {
      file,
      message: `no candidate of "${name}" could be evaluated on enough of the validation part`,
      hint: 'routelab validate shows which recordings are missing',
    },
    4,
  );
}
