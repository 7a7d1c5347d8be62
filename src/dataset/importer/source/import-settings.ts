import { nearest } from '../../../domain/nearest.js';
import { type Problem, UserError } from '../../../domain/user-error.js';
import type { Importer, ImportOption, ImportSettings } from '../importer.js';

/** Option values as they come from a caller: the command line or a library user. */
export type GivenOptions = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Checks given options against an importer's and fills in defaults. Throws UserError naming every unknown option and every
 * value that does not fit.
 */
export function importSettings(importer: Importer, given: GivenOptions): ImportSettings {
  const values = Object.entries(given).filter(([, value]) => value !== undefined);
  const problems = values.flatMap(([name, value]) => optionProblem(importer, name, value) ?? []);
  if (problems.length > 0) throw new UserError(problems);
  const option = (name: string): ImportOption => {
    const found = importer.options.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`importer ${importer.name} has no option "${name}"`);
    return found;
  };
  const single = (name: string) => {
    const found = option(name);
    return given[name] ?? ('default' in found ? found.default : undefined);
  };
  return {
    flag: (name) => single(name) === true,
    number: (name) => (single(name) === undefined ? undefined : Number(single(name))),
    text: (name) => (single(name) === undefined ? undefined : String(single(name))),
    texts: (name) => [single(name) ?? []].flat().map(String),
  };
}

function optionProblem(importer: Importer, name: string, value: unknown): Problem | undefined {
  const option = importer.options.find((candidate) => candidate.name === name);
  if (option === undefined) {
    const names = importer.options.map((candidate) => candidate.name);
    const match = nearest(name, names);
    const accepted = names.map((known) => `--${known}`).join(', ');
    return {
      field: `--${name}`,
      message: `not an option of ${importer.name}`,
      accepted,
      ...(match === undefined ? {} : { nearest: `--${match}` }),
    };
  }
  if (fits(option, value)) return undefined;
  const match = option.type === 'choice' ? nearest(String(value), option.choices) : undefined;
  const problem = {
    field: `--${name}`,
    message: 'not a value of this option',
    value: String(value),
    accepted: acceptedValues(option),
  };
  return match === undefined ? problem : { ...problem, nearest: match };
}

function fits(option: ImportOption, value: unknown): boolean {
  if (option.type === 'flag') return typeof value === 'boolean';
  if (option.type === 'number') return Number.isFinite(Number(value)) && Number(value) >= option.min;
  if (option.type === 'choice') return option.choices.includes(String(value));
  if (option.type === 'text') return typeof value === 'string';
  return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

function acceptedValues(option: ImportOption): string {
  if (option.type === 'flag') return 'no value';
  if (option.type === 'number') return option.min === Number.MIN_VALUE ? 'a number above 0' : `a number ≥ ${option.min}`;
  if (option.type === 'choice') return option.choices.join(', ');
  return option.type === 'text' ? 'one text' : option.placeholder;
}
