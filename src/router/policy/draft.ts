import type { Json } from '../../domain/json.js';
import type { Task } from '../condition.js';
import type { RouterModel } from '../config.js';
import type { Acceptance, ModelScore, RequestBatch, RouteClock, RouteReason } from '../router.js';

/** What a predict stage found for the row at hand; overwritten by the next row. */
export interface Prediction {
  /** Pipeline index of every scored model. */
  readonly models: readonly number[];
  /** By scored model: the greatest is the first choice, ties to the earlier. */
  readonly scores: Float64Array;
  /** By scored model, in units of 2⁻²⁰. */
  readonly quality: Float64Array;
  /** What a scored model is expected to cost on the row, in whole pico-USD at the prices of the moment; NaN where not known. */
  costOf(at: number): number;
  /** How many units of score a quality of 2⁻²⁰ is; 0 where scores are no qualities less prices. */
  readonly scale: number;
  explain(row: number): ModelScore[];
}

/** What is known of one request while the pipeline runs. One draft is reused for every row of a batch. */
export interface Draft {
  /** Index into the pipeline's model sets: what filters have left. */
  allowed: number;
  /** Index of the decided model, -1 while undecided. */
  chosen: number;
  /** Index into the pipeline's reasons, -1 while undecided. */
  reason: number;
  /** Indices into the pipeline's class names, -1 while unclassified. */
  category: number;
  difficulty: number;
  propensity: number;
  /** The set that was left when the decision was made: the chance of a choice follows from it, not from what is left at the end. */
  decidedFrom: number;
  /** The ranking behind the decision, where a predict stage made it; else null. */
  prediction: Prediction | null;
  /** Index into the pipeline's ladders: what follows an answer that is not accepted; -1 for nothing. */
  ladder: number;
  /** What stateful stages remember, by stage. */
  states: Readonly<Record<string, Json>>;
  clock: RouteClock;
  /** What stateful stages note of the decision, by stage; null while nothing is noted. */
  memo: Record<string, Json> | null;
}

/** A model to ask, and when its answer ends the climb. */
export interface Rung {
  readonly model: number;
  readonly accepted: Acceptance;
}

/** Models to ask one after another. */
export interface Ladder {
  readonly index: number;
  readonly rungs: readonly Rung[];
}

/** Writes a decision into a draft. */
export function decide(draft: Draft, model: number, reason: number, propensity: number): void {
  draft.chosen = model;
  draft.reason = reason;
  draft.propensity = propensity;
  draft.decidedFrom = draft.allowed;
  draft.prediction = null;
  draft.ladder = -1;
}

/** Leaves only what a set holds, for all that follows. A model that is taken away after it was decided is undecided again. */
export function leave(draft: Draft, names: Registry, set: number): void {
  draft.allowed = set;
  if (draft.chosen < 0 || names.holds(set, draft.chosen)) return;
  draft.chosen = -1;
  draft.ladder = -1;
}

/** Notes what a stage must know when the decision is observed. */
export function note(draft: Draft, stage: number, what: Json): void {
  draft.memo ??= {};
  draft.memo[stage] = what;
}

/** Names that drafts refer to by number, shared by a pipeline's stages. */
export interface Registry {
  readonly models: readonly RouterModel[];
  readonly modelIds: readonly string[];
  /** Whether a set holds a model. */
  holds(set: number, model: number): boolean;
  /** The set left when only `allow` may remain. */
  narrowed(set: number, allow: readonly number[]): number;
  reason(reason: RouteReason): number;
  /** The number of a category's or a difficulty's name. */
  className(name: string): number;
  readonly classNames: readonly string[];
  /** What conditions see of these numbers; the same object every time. */
  task(category: number, difficulty: number): Task;
  readonly reasons: readonly RouteReason[];
  ladder(rungs: readonly Rung[]): Ladder;
  readonly ladders: readonly Ladder[];
}

/** A stage at work on one batch. */
export type BoundStage = (row: number, draft: Draft) => void;

/** A compiled stage, to be bound to a batch. */
export type CompiledStage = (batch: RequestBatch) => BoundStage;

/** The registry of a pipeline over these models. Set 0 holds them all. */
export function registry(models: readonly RouterModel[]): Registry {
  const modelIds = models.map(({ id }) => id);
  const sets: boolean[][] = [modelIds.map(() => true)];
  const setOf = new Map<string, number>([[sets[0]?.join() ?? '', 0]]);
  const reasons: RouteReason[] = [];
  const classNames: string[] = [];
  const tasks: (Task | undefined)[] = [];
  const ladders: Ladder[] = [];
  return {
    models,
    modelIds,
    reasons,
    classNames,
    ladders,
    holds: (set, model) => sets[set]?.[model] === true,
    narrowed(set, allow) {
      const left = modelIds.map((_, model) => sets[set]?.[model] === true && allow.indexOf(model) >= 0);
      const index = setOf.get(left.join()) ?? sets.push(left) - 1;
      setOf.set(left.join(), index);
      return index;
    },
    reason: (reason) => reasons.push(reason) - 1,
    ladder(rungs) {
      const ladder = { index: ladders.length, rungs };
      ladders.push(ladder);
      return ladder;
    },
    className(name) {
      const at = classNames.indexOf(name);
      return at >= 0 ? at : classNames.push(name) - 1;
    },
    task(category, difficulty) {
      // Cantor's pairing: every pair has a place of its own, however many names there will be.
      const sum = category + difficulty + 2;
      const at = (sum * (sum + 1)) / 2 + difficulty + 1;
      const task = tasks[at] ?? { category: classNames[category], difficulty: classNames[difficulty] };
      tasks[at] = task;
      return task;
    },
  };
}

/** What a request is classified as so far. */
export function taskOf(registry: Registry, { category, difficulty }: Draft): Task {
  return registry.task(category, difficulty);
}
