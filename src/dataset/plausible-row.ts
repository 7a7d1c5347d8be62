import type { Row } from './row-schema.js';

/**
 * Whether a row is one the schema accepts, seen without its machinery: most lines are, and there may be millions. May say
 * no to a row that the schema accepts (it is asked then), never yes to one that it refuses.
 */
export function plausibleRow(row: Readonly<Record<string, unknown>>): row is Readonly<Record<string, unknown>> & Row {
  return (
    isName(row['id']) &&
    typeof row['prompt'] === 'string' &&
    row['messages'] === undefined &&
    isNameOrAbsent(row['category']) &&
    isNameOrAbsent(row['difficulty']) &&
    isNameOrAbsent(row['group']) &&
    (row['reference'] === undefined || isScalar(row['reference'])) &&
    (row['choices'] === undefined || isTexts(row['choices'])) &&
    (row['rubric'] === undefined || typeof row['rubric'] === 'string') &&
    (row['split'] === undefined || SPLITS.has(row['split'])) &&
    (row['weight'] === undefined || (isScalar(row['weight']) && typeof row['weight'] === 'number' && row['weight'] > 0)) &&
    (row['embedding'] === undefined || isNumbers(row['embedding'])) &&
    (row['arrived_at'] === undefined || (typeof row['arrived_at'] === 'string' && PLAIN_TIME.test(row['arrived_at']))) &&
    (row['signals'] === undefined || isScalars(row['signals'])) &&
    (row['metadata'] === undefined || isScalars(row['metadata']))
  );
}

const SPLITS: ReadonlySet<unknown> = new Set(['train', 'validation', 'test']);

/** A time in UTC on a day its month always has; the rest is for the schema to say. */
const PLAIN_TIME =
  /^[12]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isNameOrAbsent(value: unknown): boolean {
  return value === undefined || isName(value);
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function isScalars(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key in value) if (!isScalar((value as Record<string, unknown>)[key])) return false;
  return true;
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => Number.isFinite(one));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
