import { UserError } from '../../domain/user-error.js';
import type { Working } from '../../domain/work.js';
import { sampleCandidates } from '../../strategy/expand.js';
import { needsTraining } from '../../strategy/fit.js';
import type { SearchSpace } from '../../strategy/search-space.js';
import { type Stand, standOn, type TryOn, triedAll } from '../unit/try-unit.js';
import type { Workbench } from '../workbench.js';
import { searchMethods } from './method/index.js';
import { type Ask, type AskedOn, ON_VALIDATION, type SearchMethod } from './method/method.js';
import { compareTrials, isKnown, type Trial, type TrialScore } from './trial.js';
import type { Measured } from './try-candidates.js';

export interface SearchSpec {
  readonly method: string;
  /** Candidates tried at most. */
  readonly budget: number;
  readonly seed: number;
  /** Trials on validation without a better one after which the search ends; null: never. */
  readonly patience: number | null;
}

/** What a search works on. */
export interface SearchInput {
  /** A workbench without its test part. */
  readonly bench: Workbench;
  readonly space: SearchSpace;
  readonly spec: SearchSpec;
  /** Model index that constraints compare with. */
  readonly reference: number;
  /** What an earlier, interrupted search found out, by trial key: such a candidate is not tried again. */
  readonly known: ReadonlyMap<string, TrialScore>;
}

export interface SearchEnd {
  readonly trials: readonly Trial[];
  /** Where the last word was spoken, with what was fitted there. */
  readonly validation: Stand;
  /** By candidate: all that came of trying it there, as far as it was tried now and not too many were. */
  readonly measured: ReadonlyMap<string, Measured>;
  readonly stopped: 'budget' | 'patience' | 'exhausted';
}

/** Names a trial in a trace: the candidate, and where it was tried. */
export function trialKey({ id, on }: Pick<Trial, 'id' | 'on'>): string {
  return `${id}|${on}`;
}

/** Candidates of which more than the score is kept: what comes after the search would else fit them again. */
const MOST_MEASURED = 2000;

/** Candidates tried side by side at most, before any of them is told: what an interruption costs. */
const WAVE = 32;

/**
 * Tries candidates of a space as the method asks for them, on a workbench that holds nothing of the test part. Tells every trial, so
 * that the caller can keep it; the same input gives the same trials, whatever is already known and wherever they are made.
 *
 * @throws UserError for an unknown method, or a space and a split that it can't search
 */
export function* search(input: SearchInput): Working<SearchEnd, Trial> {
  const { bench, space, spec } = input;
  const method = methodNamed(spec.method);
  const trainGroups = new Set(Array.from(bench.rowsIn('train'), (row) => bench.grouping.group[row])).size;
  const asks = method.asks({ space, budget: spec.budget, seed: spec.seed, trainGroups });
  const validation = standOn(bench, groundOf(input, ON_VALIDATION));
  const trials: Trial[] = [];
  const measured = new Map<string, Measured>();
  let best: Trial | null = null;
  let since = 0;
  for (let next = asks.next([]); !next.done; next = asks.next(trials.slice(-next.value.length))) {
    for (let from = 0; from < next.value.length; from += WAVE) {
      const tried = yield* tryWave(input, next.value.slice(from, from + WAVE), trials.length, measured);
      for (const trial of tried) {
        trials.push(trial);
        yield { note: trial };
        if (trial.on !== 'validation') continue;
        since++;
        if (best === null || compareTrials(trial, best) < 0) {
          best = trial;
          since = 0;
        }
        if (spec.patience !== null && since >= spec.patience) return { trials, validation, measured, stopped: 'patience' };
      }
    }
  }
  const candidates = new Set(trials.map(({ id }) => id)).size;
  return { trials, validation, measured, stopped: candidates >= space.size ? 'exhausted' : 'budget' };
}

function groundOf({ space, spec, reference }: SearchInput, on: AskedOn): TryOn {
  const learns = sampleCandidates(space.strategy).some(({ pipeline }) => needsTraining(pipeline));
  return { on, learns, seed: spec.seed, reference };
}

/**
 * @param before trials of the search so far
 * @param measured gets what came of those on validation
 */
function* tryWave(
  input: SearchInput,
  asks: readonly Ask[],
  before: number,
  measured: Map<string, Measured>,
): Working<readonly Trial[]> {
  const { bench, space, known } = input;
  const heads = asks.map(({ point, on }, index) => {
    const candidate = space.candidateAt(point);
    const asked = groundOf(input, on);
    const { ground, trier } = standOn(bench, asked);
    const head = { number: before + index + 1, id: candidate.id, parameters: candidate.parameters, on: ground.name };
    const whole = on.kind === 'validation' && measured.size + index < MOST_MEASURED;
    return { candidate, on: asked, whole, head: { ...head, groups: trier.part.groupKeys.length } };
  });
  const unknown = heads.filter(({ head }) => !known.has(trialKey(head)));
  const tried = yield* triedAll(bench, unknown);
  unknown.forEach(({ head, whole }, index) => {
    if (whole) measured.set(head.id, tried[index] as Measured);
  });
  const scores = new Map(unknown.map(({ head }, index) => [trialKey(head), tried[index]?.score]));
  return heads.map(({ head }) => ({ ...head, ...((known.get(trialKey(head)) ?? scores.get(trialKey(head))) as TrialScore) }));
}

function methodNamed(name: string): SearchMethod {
  const found = searchMethods.find((method) => method.name === name);
  if (found !== undefined) return found;
  throw new UserError({
    field: '--method',
    message: 'no such search method',
    value: name,
    accepted: searchMethods.map((method) => method.name).join(', '),
  });
}

/** Trials on validation that could be chosen, best first, those that decide alike once. */
export function distinctTrials(trials: readonly Trial[]): Trial[] {
  const ranked = trials.filter((trial) => trial.on === 'validation' && isKnown(trial)).sort(compareTrials);
  const seen = new Set<string>();
  return ranked.filter(({ decisions }) => !seen.has(decisions) && seen.add(decisions));
}
