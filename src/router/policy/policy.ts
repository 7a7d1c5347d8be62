import type { InputSpec, Stage } from '../config.js';
import type { CompiledStage, Registry } from './draft.js';

/** How one kind of stage is checked and compiled. */
export interface Policy<S extends Stage = Stage> {
  readonly kind: S['kind'];
  /** Members a stage of this kind may have. */
  readonly members: readonly string[];
  /** `path` is the stage's place in the config, for errors. */
  compile(stage: S, index: number, registry: Registry, input: InputSpec): CompiledStage;
}
