import type { Json } from '../../domain/json.js';
import { within } from '../check.js';
import { type CompiledCondition, compileCondition } from '../condition.js';
import type { Condition, InputSpec, Stage } from '../config.js';
import type { Feedback } from '../router.js';
import type { CompiledStage, Registry } from './draft.js';

/** What a stateful stage remembers, as JSON. */
export interface StageMemory {
  readonly initial: Json;
  /**
   * The state after an event of a route that the stage noted something of; pure.
   *
   * @param noted what it noted
   */
  observe(state: Json, noted: Json, event: Feedback): Json;
}

/** How one kind of stage is checked and compiled. */
export interface Policy<S extends Stage = Stage> {
  readonly kind: S['kind'];
  /** Members a stage of this kind may have. */
  readonly members: readonly string[];
  /**
   * Checks what a file holds as such a stage, conditions apart: those are checked when compiled.
   *
   * @param field the stage's place in the config, for errors
   * @throws UserError naming the member and what is accepted
   */
  check(stage: Readonly<Record<string, unknown>>, field: string, modelIds: readonly string[]): void;
  /**
   * @param index the stage's place in the pipeline, for reasons; errors name members relative to the stage
   * @throws UserError for conditions and patterns that are not accepted
   */
  compile(stage: S, index: number, registry: Registry, input: InputSpec): CompiledStage;
  /** Stateful kinds only. */
  memory?(stage: S, registry: Registry): StageMemory;
}

/** Compiles a stage's condition; undefined stays undefined: always. Errors name `field`. */
export function compileWhen(when: Condition | undefined, field: string, input: InputSpec): CompiledCondition | undefined {
  return when === undefined ? undefined : within(field, () => compileCondition(when, input));
}
