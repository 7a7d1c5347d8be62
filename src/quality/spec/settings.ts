import type { Json } from '../../domain/json.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import type {
  Scorer,
  ScorerDefinition,
  ScorerModule,
  ScorerOption,
  ScorerSettings,
  ScorerSpec,
  VerdictOf,
  WeightedScorer,
} from '../scorer.js';
import { isRequired, optionProblem } from './option-problem.js';

/** What a spec's options may name outside of it. */
export interface SpecContext {
  /** Name of the spec in messages. */
  readonly field: string;
  readonly files: ScorerFiles;
  /** The scorer of a spec inside this one. */
  create(spec: ScorerSpec, field: string): Scorer;
}

/** Files that specs name, by the path as written; read beforehand, since scoring reads no disk. */
export interface ScorerFiles {
  json(path: string): Json | undefined;
  module(path: string): ScorerModule | undefined;
  text?(path: string): string | undefined;
  /** Recorded verdicts by the name of the spec that asks for them; absent before they are read. */
  verdicts?(field: string): VerdictOf | undefined;
}

/**
 * The settings a spec gives to a scorer, defaults filled in.
 * Throws UserError naming every unknown option, every value of the wrong kind, and what is required and missing.
 */
export function scorerSettings(definition: ScorerDefinition, spec: ScorerSpec, context: SpecContext): ScorerSettings {
  const { field, files } = context;
  const problems = specProblems(definition, spec, field);
  if (problems.length > 0) throw new UserError(problems);
  const value = <K extends ScorerOption['kind']>(name: string, kind: K): Json | undefined => {
    const option = definition.options[name];
    if (option?.kind !== kind) throw new Error(`scorer ${definition.name} has no ${kind} "${name}"`);
    return Object.hasOwn(spec, name) ? spec[name] : 'default' in option ? option.default : undefined;
  };
  return {
    field,
    flag: (name) => value(name, 'flag') === true,
    number: (name) => Number(value(name, 'number')),
    choice: (name) => String(value(name, 'choice')),
    text: (name) => value(name, 'text') as string | undefined,
    schema: (name) => value(name, 'schema'),
    json: (name) => {
      const path = value(name, 'file');
      return typeof path === 'string' ? { path, value: handedIn(path, files.json(path)) } : undefined;
    },
    module: (name) => {
      const path = value(name, 'file');
      return typeof path === 'string' ? { path, module: handedIn(path, files.module(path)) } : undefined;
    },
    textFile: (name) => {
      const path = value(name, 'file');
      return typeof path === 'string' ? { path, text: handedIn(path, files.text?.(path)) } : undefined;
    },
    verdicts: () => files.verdicts?.(field) ?? (() => null),
    scorers: (name) => weightedScorers(value(name, 'scorers') as readonly ScorerSpec[] | undefined, `${field}.${name}`, context),
    rest: () =>
      Object.fromEntries(Object.entries(spec).filter(([name]) => name !== 'type' && !Object.hasOwn(definition.options, name))),
  };
}

/** The settings of a scorer that names nothing outside itself, every option at its default. */
export function defaultSettings(definition: ScorerDefinition): ScorerSettings {
  const none = (): never => {
    throw new Error(`the scorer ${definition.name} names other things`);
  };
  return scorerSettings(
    definition,
    { type: definition.name },
    { field: 'scorer', files: { json: none, module: none }, create: none },
  );
}

function specProblems(definition: ScorerDefinition, spec: ScorerSpec, field: string): Problem[] {
  const given = Object.entries(spec).filter(([name]) => name !== 'type');
  const wrong = given.flatMap(([name, value]) => optionProblem(definition, name, value, `${field}.${name}`) ?? []);
  const missing = Object.entries(definition.options)
    .filter(([name, option]) => isRequired(option) && !Object.hasOwn(spec, name))
    .map(([name, { description }]) => ({ field: `${field}.${name}`, message: 'missing', accepted: description }));
  return [...wrong, ...missing];
}

function weightedScorers(specs: readonly ScorerSpec[] | undefined, field: string, context: SpecContext): WeightedScorer[] {
  const problems: Problem[] = [];
  const made = (specs ?? []).flatMap(({ weight, ...spec }, index) => {
    try {
      return {
        scorer: context.create(spec as ScorerSpec, `${field}[${index}]`),
        weight: typeof weight === 'number' ? weight : 1,
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new UserError(problems);
  return made;
}

function handedIn<T>(path: string, content: T | undefined): T {
  if (content === undefined) throw new Error(`${path} was not handed in`);
  return content;
}
