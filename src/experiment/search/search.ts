import type { ModelList } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import { sampleCandidates } from '../../strategy/expand.js';
import { needsTraining } from '../../strategy/fit.js';
import type { SearchSpace } from '../../strategy/search-space.js';
import type { Workbench } from '../workbench.js';
import { type Ground, trainGround, validationGround } from './ground.js';
import { searchMethods } from './method/index.js';
import { type Ask, type AskedOn, ON_VALIDATION, type SearchMethod } from './method/method.js';
import { compareTrials, isKnown, type Trial, type TrialScore } from './trial.js';
import { type Trier, trier } from './try-candidates.js';

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
  readonly models: ModelList;
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
  readonly validation: Standing;
  readonly stopped: 'budget' | 'patience' | 'exhausted';
}

/** Names a trial in a trace: the candidate, and where it was tried. */
export function trialKey({ id, on }: Pick<Trial, 'id' | 'on'>): string {
  return `${id}|${on}`;
}

/**
 * Tries candidates of a space one after another as the method asks for them, on a workbench that holds nothing of the test
 * part. Yields every trial, so that the caller can keep it; the same input gives the same trials, whatever is already known.
 *
 * @throws UserError for an unknown method, or a space and a split that it can't search
 */
export function* search(input: SearchInput): Generator<Trial, SearchEnd> {
  const { bench, space, spec } = input;
  const triers = triersOf(input);
  const method = methodNamed(spec.method);
  const trainGroups = new Set(Array.from(bench.rowsIn('train'), (row) => bench.grouping.group[row])).size;
  const asks = method.asks({ space, budget: spec.budget, seed: spec.seed, trainGroups });
  const trials: Trial[] = [];
  let best: Trial | null = null;
  let since = 0;
  for (let next = asks.next(); !next.done; next = asks.next(trials.at(-1) as Trial)) {
    const trial = tryOne(input, triers(next.value.on), next.value, trials.length + 1);
    trials.push(trial);
    yield trial;
    if (trial.on !== 'validation') continue;
    since++;
    if (best === null || compareTrials(trial, best) < 0) {
      best = trial;
      since = 0;
    }
    if (spec.patience !== null && since >= spec.patience)
      return { trials, validation: triers(ON_VALIDATION), stopped: 'patience' };
  }
  const candidates = new Set(trials.map(({ id }) => id)).size;
  return { trials, validation: triers(ON_VALIDATION), stopped: candidates >= space.size ? 'exhausted' : 'budget' };
}

/** A ground with what tries candidates on it. */
interface Standing {
  readonly ground: Ground;
  readonly trier: Trier;
}

/** Grounds are made when first asked for, and kept. */
function triersOf({ bench, models, space, spec, reference }: SearchInput): (on: AskedOn) => Standing {
  const learns = sampleCandidates(space.strategy).some(({ pipeline }) => needsTraining(pipeline));
  const held = new Map<string, Standing>();
  return (on) => {
    const name = on.kind === 'validation' ? on.kind : `${on.divisor}`;
    const found = held.get(name);
    if (found !== undefined) return found;
    const ground = on.kind === 'validation' ? validationGround(bench) : trainGround(bench, on.divisor, learns, spec.seed);
    const made = { ground, trier: trier(bench, models, ground, reference) };
    held.set(name, made);
    return made;
  };
}

function tryOne({ space, known }: SearchInput, { ground, trier: own }: Standing, { point }: Ask, number: number): Trial {
  const candidate = space.candidateAt(point);
  const head = { number, id: candidate.id, parameters: candidate.parameters, on: ground.name, groups: own.part.groupKeys.length };
  return { ...head, ...(known.get(trialKey(head)) ?? own.measure(candidate).score) };
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
