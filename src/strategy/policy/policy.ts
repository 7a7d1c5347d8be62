import type { z } from 'zod';
import type { Json } from '../../domain/json.js';
import type { Model } from '../../domain/model.js';
import type { InputSpec, Stage } from '../../router/config.js';
import type { Training } from '../training.js';

/** What compiling a policy may look at. */
export interface FitContext {
  readonly models: readonly Model[];
  readonly input: InputSpec;
  /** Name of the strategy: the default salt of random choices. */
  readonly strategy: string;
  /** Place of the policy in the file, for errors: `pipeline[1].rules`. */
  readonly field: string;
  /** The policies before this one, as the file writes them. */
  readonly earlier: readonly Json[];
}

/** A policy as strategy files write it, and how it becomes a stage of the router. */
export interface FilePolicy<T = unknown> {
  /** The key in the pipeline. */
  readonly name: string;
  readonly describe: string;
  readonly schema: z.ZodType<T>;
  compile(spec: T, context: FitContext): Stage;
}

/** A policy whose stage is learned from outcomes. */
export interface LearningPolicy<T = unknown> extends Omit<FilePolicy<T>, 'compile'> {
  /** Whether this spec, as the file writes it, needs training. */
  learns(spec: Json): boolean;
  /** The members of the spec, as the file writes it, that don't change what is fitted: what differs only in these shares a fit. */
  readonly choosing?: readonly string[];
  /** It learns while it runs, whether or not it was fitted before. */
  readonly adapts?: true;
  /** Checks what the schema can't: names of models, features, signals. Nothing is fitted. */
  check(spec: T, context: FitContext): void;
  /** @param training null only where `learns` says no */
  fit(spec: T, context: FitContext, training: Training | null): Stage;
}

/** Any policy of a strategy file. */
export type AnyFilePolicy = FilePolicy | LearningPolicy;

/** Declares a policy with its spec's type inferred from the schema. */
export function definePolicy<T>(policy: FilePolicy<T>): FilePolicy {
  return policy as FilePolicy;
}

/** Declares a policy that learns, with its spec's type inferred from the schema. */
export function defineLearningPolicy<T>(policy: LearningPolicy<T>): LearningPolicy {
  return policy as LearningPolicy;
}
