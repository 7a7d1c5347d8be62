import { nearest } from '../domain/nearest.js';
import type { Problem } from '../domain/user-error.js';
import { plausibleRow } from './plausible-row.js';
import { rowProblems, shown } from './row-problems.js';
import { type Row, rowFields } from './row-schema.js';

const NAMES = [...Object.keys(rowFields), 'signals', 'metadata'];
const KNOWN = new Set(NAMES);
const FLAT = /^(signals|metadata)\.(.+)$/s;

/**
 * A parsed line as a row, with flat `signals.x` and `metadata.x` members folded in. Gives problems instead of throwing,
 * so that all of a file's are found at once.
 */
export function checkRow(value: unknown): { readonly row: Row } | { readonly problems: readonly Problem[] } {
  if (!isObject(value)) return { problems: [{ message: 'a line must be an object', value: shown(value) }] };
  const { row, problems } = folded(value);
  if (problems.length === 0 && plausibleRow(row)) return { row };
  const found = [...problems, ...rowProblems(row)];
  return found.length > 0 ? { problems: found } : { row: row as unknown as Row };
}

/** Whether a dataset may have a column of this name. */
export function isKnownColumn(name: string): boolean {
  return KNOWN.has(name) || FLAT.test(name);
}

/** The problem of a column no dataset has. */
export function unknownColumn(name: string): Problem {
  const close = nearest(name, NAMES);
  return {
    message: 'unknown column',
    field: name,
    accepted: `${NAMES.slice(0, -2).join(', ')}, signals.<name>, metadata.<name>`,
    ...(close === undefined ? {} : { nearest: close }),
  };
}

interface Folded {
  readonly row: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

function folded(value: Readonly<Record<string, unknown>>): Folded {
  for (const key in value) if (!KNOWN.has(key)) return foldedFlat(value);
  return { row: value, problems: [] };
}

function foldedFlat(value: Readonly<Record<string, unknown>>): Folded {
  const row: Record<string, unknown> = {};
  const flat = new Map<string, Map<string, unknown>>();
  const problems: Problem[] = [];
  for (const [key, member] of Object.entries(value)) {
    const [, head, name] = FLAT.exec(key) ?? [];
    if (KNOWN.has(key)) row[key] = member;
    else if (head === undefined || name === undefined) problems.push(unknownColumn(key));
    else flat.set(head, (flat.get(head) ?? new Map()).set(name, member));
  }
  for (const [head, members] of flat) {
    const nested = row[head] ?? {};
    // What is no object is left as it is, for the schema to refuse.
    if (!isObject(nested)) continue;
    for (const name of members.keys()) {
      if (Object.hasOwn(nested, name)) problems.push({ message: 'stands twice, flat and nested', field: `${head}.${name}` });
    }
    row[head] = { ...nested, ...Object.fromEntries(members) };
  }
  return { row, problems };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
