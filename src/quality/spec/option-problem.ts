import type { Json } from '../../domain/json.js';
import { nearest } from '../../domain/nearest.js';
import type { Problem } from '../../domain/user-error.js';
import type { ScorerDefinition, ScorerOption } from '../scorer.js';

/** Whether a scorer can't be made without the option. */
export function isRequired(option: ScorerOption): boolean {
  return option.kind === 'scorers' || ((option.kind === 'file' || option.kind === 'text') && option.required);
}

/** What is wrong with one option of a spec, undefined where nothing is. */
export function optionProblem(definition: ScorerDefinition, name: string, value: Json, field: string): Problem | undefined {
  const option = Object.hasOwn(definition.options, name) ? definition.options[name] : undefined;
  if (option === undefined) return definition.open === true ? undefined : unknownOption(definition, name, field);
  if (option.kind === 'scorers') return listProblem(value, field);
  if (fits(option, value)) return undefined;
  const match = option.kind === 'choice' && typeof value === 'string' ? nearest(value, option.choices) : undefined;
  return {
    field,
    message: `not a value of this option of the scorer ${definition.name}`,
    value: JSON.stringify(value),
    accepted: acceptedValues(option),
    ...(match === undefined ? {} : { nearest: match }),
  };
}

function unknownOption(definition: ScorerDefinition, name: string, field: string): Problem {
  const names = Object.keys(definition.options);
  const match = nearest(name, names);
  return {
    field,
    message: `the scorer ${definition.name} has no such option`,
    value: name,
    accepted: names.length === 0 ? 'no options' : names.join(', '),
    ...(match === undefined ? {} : { nearest: match }),
  };
}

type SingleOption = Exclude<ScorerOption, { readonly kind: 'scorers' }>;

function fits(option: SingleOption, value: Json): boolean {
  switch (option.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && option.choices.includes(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && value >= option.min && isWholeEnough(value, option.whole);
    case 'schema':
      return typeof value === 'boolean' || isObject(value);
    case 'file':
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
  }
}

function isWholeEnough(value: number, whole: true | undefined): boolean {
  return whole !== true || Number.isSafeInteger(value);
}

function acceptedValues(option: SingleOption): string {
  switch (option.kind) {
    case 'flag':
      return 'true, false';
    case 'choice':
      return option.choices.join(', ');
    case 'number':
      return `a ${option.whole === true ? 'whole ' : ''}number ≥ ${option.min}`;
    case 'schema':
      return 'a JSON Schema: an object, true or false';
    case 'text':
      return 'a text';
    case 'file':
      return option.description;
  }
}

/** A list of scorers is right in shape; what is inside each is for the scorer named there to say. */
function listProblem(value: Json, field: string): Problem | undefined {
  const accepted = 'a list of scorers: [{ type, weight, …options }]';
  if (!Array.isArray(value) || value.length === 0)
    return { field, message: 'not a list of scorers', value: JSON.stringify(value), accepted };
  for (const [index, item] of (value as readonly Json[]).entries()) {
    const at = `${field}[${index}]`;
    if (!isObject(item)) return { field: at, message: 'not a scorer', value: JSON.stringify(item), accepted };
    if (typeof item['type'] !== 'string')
      return { field: `${at}.type`, message: item['type'] === undefined ? 'missing' : 'not the name of a scorer', accepted };
    const weight = item['weight'];
    if (weight !== undefined && !(typeof weight === 'number' && Number.isFinite(weight) && weight > 0))
      return { field: `${at}.weight`, message: 'not a weight', value: JSON.stringify(weight), accepted: 'a number above 0' };
  }
  return undefined;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
