import { scorers } from '../../quality/index.js';
import type { ScorerDefinition, ScorerOption } from '../../quality/scorer.js';
import { isRequired } from '../../quality/spec/option-problem.js';

/** A JSON Schema as far as it is made here. */
type Shape = { [key: string]: unknown };

const WEIGHT: Shape = { type: 'number', exclusiveMinimum: 0, default: 1, description: 'Of this scorer in the mean' };

/** The schema of `scorer:` spelled out, one branch a type with its options, for `$defs` of the experiment's schema. */
export function scorerShapes(): Shape {
  return {
    scorer: { description: 'How answers become quality', anyOf: scorers.map((definition) => branch(definition, {})) },
    weightedScorer: { anyOf: scorers.map((definition) => branch(definition, { weight: WEIGHT })) },
  };
}

function branch({ name, description, options, open }: ScorerDefinition, more: Shape): Shape {
  const required = Object.entries(options).filter(([, option]) => isRequired(option));
  return {
    type: 'object',
    description,
    properties: {
      type: { const: name },
      ...Object.fromEntries(Object.entries(options).map(([key, option]) => [key, optionShape(option)])),
      ...more,
    },
    required: ['type', ...required.map(([key]) => key)],
    ...(open === true ? {} : { additionalProperties: false }),
  };
}

function optionShape(option: ScorerOption): Shape {
  const { description } = option;
  switch (option.kind) {
    case 'flag':
      return { description, type: 'boolean', default: option.default };
    case 'number':
      return { description, type: option.whole === true ? 'integer' : 'number', minimum: option.min, default: option.default };
    case 'choice':
      return { description, enum: [...option.choices], default: option.default };
    case 'schema':
      return { description, type: ['object', 'boolean'] };
    case 'file':
    case 'text':
      return { description, type: 'string', minLength: 1 };
    case 'scorers':
      return { description, type: 'array', minItems: 1, items: { $ref: '#/$defs/weightedScorer' } };
  }
}
