import type { Json, Scalar } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import type { Problem } from '../domain/user-error.js';
import { type Row, rowFields, rowSchema } from './row-schema.js';

const NAMES = [...Object.keys(rowFields), 'signals', 'metadata'];
const KNOWN = new Set(NAMES);

/**
 * A parsed line as a row, with flat `signals.x` and `metadata.x` members folded in. Gives problems instead of throwing,
 * so that all of a file's are found at once.
 */
export function checkRow(value: unknown): { readonly row: Row } | { readonly problems: readonly Problem[] } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return { problems: [{ message: 'a line must be an object', value: shown(value) }] };
  }
  const { row, unknown } = folded(value as Readonly<Record<string, unknown>>);
  if (unknown.length > 0) return { problems: unknown.map(unknownColumn) };
  if (plausible(row)) return { row: row as unknown as Row };
  const parsed = rowSchema.safeParse(row);
  if (parsed.success) return { row: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => ({
      message: issue.message,
      field: issue.path.join('.'),
      value: shown(issue.path.reduce<unknown>((held, key) => (held as Record<PropertyKey, unknown> | undefined)?.[key], row)),
    })),
  };
}

function folded(value: Readonly<Record<string, unknown>>): { row: Record<string, unknown>; unknown: string[] } {
  const row: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const key of Object.keys(value)) {
    if (KNOWN.has(key)) {
      row[key] =
        key === 'signals' || key === 'metadata' ? { ...(row[key] as object | undefined), ...(value[key] as object) } : value[key];
      continue;
    }
    const [head, ...tail] = key.split('.');
    if ((head === 'signals' || head === 'metadata') && tail.length > 0) {
      row[head] = { ...(row[head] as object | undefined), [tail.join('.')]: value[key] };
    } else unknown.push(key);
  }
  return { row, unknown };
}

/** What the schema would accept, seen without its machinery: most lines are fine, and there may be millions. */
function plausible(row: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof row['id'] === 'string' &&
    row['id'] !== '' &&
    typeof row['prompt'] === 'string' &&
    row['messages'] === undefined &&
    textOrAbsent(row['category']) &&
    textOrAbsent(row['difficulty']) &&
    textOrAbsent(row['group']) &&
    row['split'] === undefined &&
    row['weight'] === undefined &&
    row['choices'] === undefined &&
    row['rubric'] === undefined &&
    (row['arrived_at'] === undefined ||
      (typeof row['arrived_at'] === 'string' &&
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(row['arrived_at']) &&
        !Number.isNaN(Date.parse(row['arrived_at'])))) &&
    (row['signals'] === undefined || allScalars(row['signals'])) &&
    (row['metadata'] === undefined ||
      (typeof row['metadata'] === 'object' && row['metadata'] !== null && !Array.isArray(row['metadata'])))
  );
}

function textOrAbsent(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value !== '');
}

function allScalars(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (one) =>
      one === null || typeof one === 'string' || typeof one === 'boolean' || (typeof one === 'number' && Number.isFinite(one)),
  );
}

function unknownColumn(name: string): Problem {
  const close = nearest(name, NAMES);
  return {
    message: 'unknown column',
    field: name,
    accepted: `${NAMES.slice(0, -2).join(', ')}, signals.<name>, metadata.<name>`,
    ...(close === undefined ? {} : { nearest: close }),
  };
}

/** A value as a message shows it: JSON, cut. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** A CSV cell's value: typed where JSON has a form for it, text otherwise. */
export function csvScalar(text: string): Scalar {
  if (text === 'true' || text === 'True') return true;
  if (text === 'false' || text === 'False') return false;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A CSV cell that may hold JSON: lists and objects are parsed, a plain number becomes one, all else is text. */
export function csvJson(text: string): Json {
  const first = text.trimStart()[0];
  if (first === '[' || first === '{') {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
