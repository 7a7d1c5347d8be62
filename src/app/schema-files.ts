import { z } from 'zod';
import { resultsSchema } from '../compare/results-schema.js';
import { modelsSchema } from '../dataset/models-schema.js';
import { rowSchema } from '../dataset/row-schema.js';
import { experimentSchema } from '../experiment/experiment-schema.js';
import { runComparisonSchema } from '../experiment/runs/run-comparison-schema.js';
import { exportEntrySchema, targets } from '../export/index.js';
import { exportRecordSchema } from '../export/record/schema.js';
import { recordingSchema } from '../recording/recording-schema.js';
import { abSchema } from '../simulate/ab/results-schema.js';
import { simulationSchema } from '../simulate/results-schema.js';
import { scenarioSchema } from '../simulate/scenario-schema.js';
import { routerConfigSchema } from '../strategy/router-config-schema.js';
import { strategySchema } from '../strategy/strategy-schema.js';
import { scorerShapes } from './load/scorer-shape.js';
import { packSchema } from './report/pack-schema.js';

/** A JSON Schema as far as it is looked at here. */
type Shape = { [key: string]: unknown };

const SCHEMAS: readonly { readonly name: string; readonly schema: z.ZodType; readonly change?: (shape: Shape) => Shape }[] = [
  { name: 'experiment', schema: experimentSchema, change: (shape) => withExports(withScorers(shape)) },
  { name: 'strategy', schema: strategySchema, change: withRanges },
  { name: 'models', schema: modelsSchema },
  { name: 'dataset-row', schema: rowSchema },
  { name: 'recording', schema: recordingSchema },
  { name: 'router', schema: routerConfigSchema },
  { name: 'results', schema: resultsSchema },
  { name: 'comparison', schema: runComparisonSchema },
  { name: 'scenario', schema: scenarioSchema },
  { name: 'simulation', schema: simulationSchema },
  { name: 'ab', schema: abSchema },
  { name: 'export', schema: exportRecordSchema },
  { name: 'queries', schema: packSchema },
];

/** The published JSON Schemas (draft 2020-12), made from the types that check the files. */
export function schemaFiles(): { readonly path: string; readonly text: string }[] {
  return SCHEMAS.map(({ name, schema, change }) => {
    const path = `${name}.schema.json`;
    const shape = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', reused: 'inline' }) as Shape;
    const { $schema, ...rest } = shape;
    return {
      path,
      text: `${JSON.stringify({ $schema, $id: path, title: `RouteLab ${name}`, ...(change ?? same)(rest) }, null, 2)}\n`,
    };
  });
}

function same(shape: Shape): Shape {
  return shape;
}

/** An experiment's scorer has the options of its type, which the scorers themselves know. */
function withScorers(shape: Shape): Shape {
  const properties = { ...(shape['properties'] as Shape), scorer: { $ref: '#/$defs/scorer' } };
  return { ...shape, properties, $defs: { ...(shape['$defs'] as object | undefined), ...scorerShapes() } };
}

/** An export has the options of its target. */
function withExports(shape: Shape): Shape {
  const entries = targets.map((target) => {
    const { $schema: _, ...entry } = z.toJSONSchema(exportEntrySchema(target), {
      io: 'input',
      target: 'draft-2020-12',
      reused: 'inline',
    });
    return entry;
  });
  const list = { type: 'array', description: 'Where the chosen router is written to', items: { anyOf: entries } };
  return { ...shape, properties: { ...(shape['properties'] as Shape), export: list } };
}

const RANGE = {
  description: 'A range that is searched',
  anyOf: [
    {
      type: 'object',
      properties: { $choice: { type: 'array', minItems: 1 } },
      required: ['$choice'],
      additionalProperties: false,
    },
    ...['$linear', '$log'].map((name) => ({
      type: 'object',
      properties: { [name]: { type: 'array', items: { type: 'number' }, minItems: 3, maxItems: 3 } },
      required: [name],
      additionalProperties: false,
    })),
  ],
};

/** In a strategy's pipeline, and in how its routes are carried out, every value may be a range. */
function withRanges(shape: Shape): Shape {
  const properties = shape['properties'] as Shape;
  return {
    ...shape,
    properties: {
      ...properties,
      pipeline: rangeable(properties['pipeline']),
      execution: rangeable(properties['execution']),
    },
    $defs: { ...(shape['$defs'] as object | undefined), range: RANGE },
  };
}

const LEAVES = ['string', 'number', 'integer', 'boolean'];

function rangeable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rangeable);
  if (value === null || typeof value !== 'object') return value;
  const shape = value as Shape;
  const inner = Object.fromEntries(
    Object.entries(shape).map(([key, one]) => [key, key === 'propertyNames' ? one : rangeable(one)]),
  );
  return LEAVES.includes(String(shape['type'])) || 'const' in shape ? { anyOf: [inner, { $ref: '#/$defs/range' }] } : inner;
}
