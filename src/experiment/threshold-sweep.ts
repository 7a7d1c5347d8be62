import { codedValue } from '../domain/column.js';
import type { Json } from '../domain/json.js';
import type { InputSpec, RouterConfig, Stage } from '../router/config.js';
import { featureColumn, featureNamed } from '../router/feature/index.js';
import type { RequestBatch } from '../router/router.js';
import { sealRouter } from '../router/seal.js';

const ORDERINGS = ['$gt', '$gte', '$lt', '$lte'] as const;
type Ordering = (typeof ORDERINGS)[number];

/** The one number that a router compares a field with. */
export interface Threshold {
  readonly field: string;
  readonly operator: Ordering;
  readonly operand: number;
}

/** Beyond every value a field can have, and exact. */
const FAR = 2 ** 50;

/** The threshold of a router that has exactly one ordering comparison with a number; null for every other. */
export function singleThreshold({ pipeline }: Pick<RouterConfig, 'pipeline'>): Threshold | null {
  const found = thresholdsIn(pipeline as unknown as Json, '');
  return found.length === 1 ? (found[0] as Threshold) : null;
}

function thresholdsIn(json: Json, field: string): Threshold[] {
  if (json === null || typeof json !== 'object') return [];
  if (Array.isArray(json)) return json.flatMap((item) => thresholdsIn(item, field));
  return Object.entries(json).flatMap(([key, value]) => {
    const operator = ORDERINGS.find((one) => one === key);
    if (operator !== undefined) return typeof value === 'number' ? [{ field, operator, operand: value }] : [];
    return thresholdsIn(value as Json, key.startsWith('$') ? field : key);
  });
}

/** The router with its comparison made true, or false, wherever the field has a number. */
export function withThresholdAt(config: RouterConfig, threshold: Threshold, holds: boolean): RouterConfig {
  const upward = threshold.operator === '$gt' || threshold.operator === '$gte';
  const { name, models, input, fallback, execution } = config;
  const pipeline = replaced(config.pipeline as unknown as Json, upward === holds ? -FAR : FAR) as unknown as readonly Stage[];
  return sealRouter({ name, models, input, pipeline, fallback, ...(execution === undefined ? {} : { execution }) });
}

function replaced(json: Json, operand: number): Json {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map((item) => replaced(item, operand));
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const compares = ORDERINGS.some((one) => one === key) && typeof value === 'number';
      return [key, compares ? operand : replaced(value as Json, operand)];
    }),
  );
}

/** The values of a threshold's field by query, NaN where it has none; null for a field that isn't a number of the request. */
export function fieldValues(batch: RequestBatch, field: string, input: InputSpec): Float64Array | null {
  if (featureNamed(field) !== undefined) return featureColumn(batch, field, input);
  const column = field.startsWith('signals.') ? batch.signals.get(field.slice('signals.'.length)) : undefined;
  if (column === undefined) return null;
  return Float64Array.from(column.codes, (_, query) => {
    const value = codedValue(column, query);
    return typeof value === 'number' ? value : Number.NaN;
  });
}

/** Whether the comparison is decided as for small values. */
export function isBelow({ operator, operand }: Threshold, value: number): boolean {
  return operator === '$gt' || operator === '$lte' ? value <= operand : value < operand;
}
