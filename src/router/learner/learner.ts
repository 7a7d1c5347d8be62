import type { Json } from '../../domain/json.js';
import type { ExploreStage, InputSpec, LearnerConfig } from '../config.js';
import type { RequestBatch } from '../router.js';

/** What a choice is made from. */
export interface Scene {
  /** Arms that may be chosen, ascending; at least one. */
  readonly allowed: readonly number[];
  /** By arm: the reward expected before anything was learned on the way. */
  readonly base: Float64Array;
  /** `task.category`; empty where nothing was classified. */
  readonly task: string;
  /** An unsigned 32-bit hash of the seed and the sticky key, another for each stream. */
  hash(stream: number): number;
}

export interface Chosen {
  readonly arm: number;
  /** Not what is held for best. */
  readonly explored: boolean;
  readonly propensity: number;
  /** What learning from it needs beside the arm. */
  readonly context?: { readonly x: number[] };
}

/** What an explore stage notes of a request. */
export interface Noted {
  readonly [member: string]: Json;
  readonly arm: number;
  readonly base: number;
  readonly task: string;
}

/** Chooses on a row in a state. */
export type BoundLearner = (row: number, state: Json, scene: Scene) => Chosen;

/** How one kind of learner is checked, chooses and learns. Rewards are differences to the base. */
export interface Learner<L extends LearnerConfig = LearnerConfig> {
  readonly by: L['by'];
  readonly members: readonly string[];
  check(learner: Readonly<Record<string, unknown>>, field: string): void;
  compile(learner: L, stage: ExploreStage, input: InputSpec): (batch: RequestBatch) => BoundLearner;
  initial(learner: L, stage: ExploreStage): Json;
  learn(state: Json, noted: Noted, reward: number, learner: L, stage: ExploreStage): Json;
}
