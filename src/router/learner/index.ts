import type { Json } from '../../domain/json.js';
import { objectAt, refuseWord } from '../check.js';
import type { ExploreStage, InputSpec, LearnerConfig } from '../config.js';
import type { RequestBatch } from '../router.js';
import { epsilonGreedy } from './epsilon-greedy.js';
import type { BoundLearner, Learner, Noted } from './learner.js';
import { linucb } from './linucb.js';
import { thompson } from './thompson.js';

/** Every kind of learner. One file each; a test holds this list and the folder equal. */
export const learners: readonly Learner[] = [epsilonGreedy as Learner, thompson as Learner, linucb as Learner];

/** @throws UserError naming the member and what is accepted */
export function checkLearner(value: unknown, field: string): void {
  const by = (value as { by?: unknown } | null | undefined)?.by;
  const learner = learners.find((one) => one.by === by);
  if (learner === undefined)
    throw refuseWord(
      `${field}.by`,
      'unknown learner',
      typeof by === 'string' ? by : 'missing',
      learners.map((one) => one.by),
    );
  learner.check(objectAt(value, field, learner.members), field);
}

/** How a stage's learner chooses. */
export function compileLearner(stage: ExploreStage, input: InputSpec): (batch: RequestBatch) => BoundLearner {
  return learnerOf(stage.learner).compile(stage.learner, stage, input);
}

/** What a stage's learner begins with, and how it learns. */
export function learnerMemory(stage: ExploreStage): {
  readonly initial: Json;
  learn(state: Json, noted: Noted, reward: number): Json;
} {
  const { learner } = stage;
  const kind = learnerOf(learner);
  return {
    initial: kind.initial(learner, stage),
    learn: (state, noted, reward) => kind.learn(state, noted, reward, learner, stage),
  };
}

function learnerOf({ by }: LearnerConfig): Learner {
  return learners.find((one) => one.by === by) as Learner;
}
