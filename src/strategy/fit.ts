import type { Json } from '../domain/json.js';
import type { ModelList } from '../domain/model.js';
import { nearest } from '../domain/nearest.js';
import { type Problem, UserError } from '../domain/user-error.js';
import type { InputSpec, RouterModel } from '../router/config.js';
import type { ExecutionPolicy } from '../router/execution-policy.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sealRouter } from '../router/seal.js';
import { executionPolicyOf, executionSchema } from './execution-schema.js';
import { filePolicies } from './policy/index.js';
import type { AnyFilePolicy, FitContext } from './policy/policy.js';
import { schemaProblems } from './schema-problems.js';
import { modelId } from './selector.js';
import type { Candidate, FittedCandidate, StrategyKind } from './strategy.js';
import type { Training } from './training.js';

/**
 * A candidate as the router that will be measured: selectors become model ids, conditions are checked by the runtime's
 * compiler, what learns is fitted on `training`, and the whole is sealed with its hashes.
 *
 * @param training null where nothing learns
 * @throws UserError with every problem found; fields are paths inside the strategy file
 */
export function fitCandidate(candidate: Candidate, models: ModelList, training: Training | null): FittedCandidate {
  if (candidate.shipped !== undefined) return { candidate, config: candidate.shipped };
  const { pipeline, fallback, execution } = compiled(candidate, models, (definition, spec, context) => {
    if (!('fit' in definition)) return definition.compile(spec, context);
    if (training === null && definition.learns(spec as Json))
      throw new UserError({ field: context.field, message: 'learns from outcomes, and there is nothing to learn from' });
    return definition.fit(spec, context, training);
  });
  return {
    candidate,
    config: sealRouter({
      name: candidate.strategy,
      models: models.models.map(routerModel),
      input: candidate.input,
      pipeline,
      fallback,
      ...(execution === undefined ? {} : { execution }),
    }),
  };
}

/**
 * Finds what is wrong with a candidate without fitting anything.
 *
 * @throws UserError with every problem found; fields are paths inside the strategy file
 */
export function checkCandidate(candidate: Candidate, models: ModelList): void {
  if (candidate.shipped !== undefined) {
    candidate.shipped.models.forEach(({ id }, index) => void modelId(id, models.models, `models[${index}].id`));
    return;
  }
  compiled(candidate, models, (definition, spec, context) =>
    'fit' in definition ? definition.check(spec, context) : definition.compile(spec, context),
  );
}

/** Whether any policy of a candidate's pipeline learns from outcomes. */
export function needsTraining(pipeline: readonly Json[]): boolean {
  return pipeline.some(learns);
}

/** What a pipeline's fits depend on, without what only chooses: pipelines of equal names share their fits. Empty where nothing learns. */
export function fitName(pipeline: readonly Json[]): string {
  const learned = pipeline.flatMap((policy, index) => {
    if (!learns(policy, index)) return [];
    const { definition, spec } = policyAt(policy, index);
    const left = 'fit' in definition ? (definition.choosing ?? []) : [];
    const own = Object.entries(spec as Readonly<Record<string, Json>>).filter(([member]) => !left.includes(member));
    return [[definition.name, Object.fromEntries(own)]];
  });
  return learned.length === 0 ? '' : canonicalJson(learned);
}

function learns(policy: Json, index: number): boolean {
  const { definition, spec } = policyAt(policy, index);
  return 'fit' in definition && definition.learns(spec);
}

/** Every policy put through `make`; all problems are collected. */
function compiled<T>(
  candidate: Candidate,
  models: ModelList,
  make: (definition: AnyFilePolicy, spec: unknown, context: FitContext) => T,
): { pipeline: T[]; fallback: string[]; execution?: ExecutionPolicy } {
  const problems: Problem[] = [];
  const collect = <U>(one: () => U): U[] => {
    try {
      return [one()];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
  const pipeline = candidate.pipeline.flatMap((policy, index) => collect(() => made(policy, index, candidate, models, make)));
  const fallback = candidate.fallback.flatMap((id, index) => collect(() => modelId(id, models.models, `fallback[${index}]`)));
  const execution = collect(() => executionOf(candidate))[0];
  if (problems.length === 0) collect(() => checkKind(candidate));
  if (problems.length > 0) throw new UserError(problems);
  return { pipeline, fallback, ...(execution === undefined ? {} : { execution }) };
}

/** How a candidate's routes are carried out; undefined where nothing is said. */
function executionOf({ execution }: Candidate): ExecutionPolicy | undefined {
  if (execution === undefined) return undefined;
  const parsed = executionSchema.safeParse(execution);
  if (!parsed.success) throw new UserError(schemaProblems(parsed.error.issues, executionSchema, execution, ['execution']));
  return executionPolicyOf(parsed.data);
}

function made<T>(
  policy: Json,
  index: number,
  candidate: Candidate,
  models: ModelList,
  make: (definition: AnyFilePolicy, spec: unknown, context: FitContext) => T,
): T {
  const { definition, spec } = policyAt(policy, index);
  const field = `pipeline[${index}].${definition.name}`;
  const parsed = definition.schema.safeParse(spec);
  if (!parsed.success)
    throw new UserError(schemaProblems(parsed.error.issues, definition.schema, spec, ['pipeline', index, definition.name]));
  return make(definition, parsed.data, {
    models: models.models,
    input: candidate.input,
    strategy: candidate.strategy,
    field,
    earlier: candidate.pipeline.slice(0, index),
  });
}

/** The policy a pipeline entry names: an object with exactly one key. */
function policyAt(policy: Json, index: number): { definition: AnyFilePolicy; spec: Json } {
  const names = filePolicies.map(({ name }) => name);
  const keys = policy !== null && typeof policy === 'object' && !Array.isArray(policy) ? Object.keys(policy) : [];
  const [name, ...others] = keys;
  if (name === undefined || others.length > 0) {
    throw new UserError({
      field: `pipeline[${index}]`,
      message: 'needs exactly one policy',
      value: keys.join(', ') || JSON.stringify(policy),
      accepted: names.join(', '),
    });
  }
  const definition = filePolicies.find((one) => one.name === name);
  if (definition !== undefined) return { definition, spec: (policy as Readonly<Record<string, Json>>)[name] as Json };
  const close = nearest(name, names);
  throw new UserError({
    field: `pipeline[${index}].${name}`,
    ofKey: true,
    message: 'unknown policy',
    accepted: names.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

/** Whether a policy is learned, before or while it runs. */
function moves(policy: Json, index: number): boolean {
  const { definition } = policyAt(policy, index);
  return learns(policy, index) || ('adapts' in definition && definition.adapts === true);
}

/** What a pipeline is by what it does: static without anything learned, dynamic with only learned policies, hybrid with both. */
export function kindOf(pipeline: readonly Json[]): StrategyKind {
  if (!pipeline.some(moves)) return 'static';
  return pipeline.every(moves) ? 'dynamic' : 'hybrid';
}

function checkKind(candidate: Candidate): void {
  const found = kindOf(candidate.pipeline);
  if (found === candidate.kind) return;
  throw new UserError({ field: 'kind', message: `the pipeline is ${found}`, value: candidate.kind, accepted: found });
}

function routerModel({ id, provider, name, price, contextTokens, tags }: ModelList['models'][number]): RouterModel {
  return {
    id,
    provider,
    name,
    ...(price === undefined ? {} : { price }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** The input spec of a strategy file's `input`, absent members left to the defaults. */
export function inputOf(input: Readonly<Record<string, unknown>> | undefined): Partial<InputSpec> {
  const named = {
    text: input?.['text'],
    join: input?.['join'],
    maxCodePoints: input?.['max_code_points'],
    codePointsPerToken: input?.['code_points_per_token'],
    stickySignal: input?.['sticky_signal'],
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as Partial<InputSpec>;
}
