import type { Json } from '../../domain/json.js';
import { nearest } from '../../domain/nearest.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import type { ScorerDefinition, ScorerOption, ScorerSettings, ScorerSpec } from '../scorer.js';

/**
 * The settings a spec gives to a scorer, defaults filled in.
 * Throws UserError naming every unknown option and every value of the wrong kind.
 */
export function scorerSettings(definition: ScorerDefinition, spec: ScorerSpec): ScorerSettings {
  const given = Object.entries(spec).filter(([name]) => name !== 'type');
  const problems = given.flatMap(([name, value]) => optionProblem(definition, name, value) ?? []);
  if (problems.length > 0) throw new UserError(problems);
  const value = (name: string, kind: ScorerOption['kind']): Json => {
    const option = definition.options[name];
    if (option?.kind !== kind) throw new Error(`scorer ${definition.name} has no ${kind} "${name}"`);
    return spec[name] ?? option.default;
  };
  return {
    flag: (name) => value(name, 'flag') === true,
    number: (name) => Number(value(name, 'number')),
    choice: (name) => String(value(name, 'choice')),
  };
}

function optionProblem(definition: ScorerDefinition, name: string, value: Json): Problem | undefined {
  const option = Object.hasOwn(definition.options, name) ? definition.options[name] : undefined;
  const field = `scorer.${name}`;
  if (option === undefined) return unknownOption(definition, name);
  if (fits(option, value)) return undefined;
  const accepted = acceptedValues(option);
  const match = option.kind === 'choice' && typeof value === 'string' ? nearest(value, option.choices) : undefined;
  const message = `not a value of this option of the scorer ${definition.name}`;
  return { field, message, value: JSON.stringify(value), accepted, ...(match === undefined ? {} : { nearest: match }) };
}

function unknownOption(definition: ScorerDefinition, name: string): Problem {
  const names = Object.keys(definition.options);
  const match = nearest(name, names);
  return {
    field: `scorer.${name}`,
    message: `the scorer ${definition.name} has no such option`,
    value: name,
    accepted: names.length === 0 ? 'no options' : names.join(', '),
    ...(match === undefined ? {} : { nearest: match }),
  };
}

function fits(option: ScorerOption, value: Json): boolean {
  if (option.kind === 'flag') return typeof value === 'boolean';
  if (option.kind === 'choice') return typeof value === 'string' && option.choices.includes(value);
  return typeof value === 'number' && Number.isFinite(value) && value >= option.min;
}

function acceptedValues(option: ScorerOption): string {
  if (option.kind === 'flag') return 'true, false';
  return option.kind === 'choice' ? option.choices.join(', ') : `a number ≥ ${option.min}`;
}
