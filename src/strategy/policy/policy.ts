import type { z } from 'zod';
import type { Model } from '../../domain/model.js';
import type { InputSpec, Stage } from '../../router/config.js';
import type { StrategyKind } from '../strategy.js';

/** What compiling a policy may look at. */
export interface FitContext {
  readonly models: readonly Model[];
  readonly input: InputSpec;
  /** Name of the strategy: the default salt of random choices. */
  readonly strategy: string;
  /** Place of the policy in the file, for errors: `pipeline[1].rules`. */
  readonly field: string;
}

/** A policy as strategy files write it, and how it becomes a stage of the router. */
export interface FilePolicy<T = unknown> {
  /** The key in the pipeline. */
  readonly name: string;
  readonly describe: string;
  readonly schema: z.ZodType<T>;
  /** What a pipeline with this policy is: static decides without anything learned. */
  readonly makes: StrategyKind;
  compile(spec: T, context: FitContext): Stage;
}

/** Declares a policy with its spec's type inferred from the schema. */
export function definePolicy<T>(policy: FilePolicy<T>): FilePolicy {
  return policy as FilePolicy;
}
