import type { Json } from '../domain/json.js';
import { canonicalJson } from '../router/identity/canonical-json.js';

/** Where two values differ; undefined where one has nothing there. */
export interface Difference {
  /** Names and indexes joined by dots; empty for the whole. */
  readonly path: string;
  readonly stored: Json | undefined;
  readonly wanted: Json | undefined;
}

/** Every place at which two JSON values differ, as deep as both have members, in order of the paths. */
export function jsonDifferences(stored: Json | undefined, wanted: Json | undefined, path = ''): Difference[] {
  if (stored === undefined || wanted === undefined) return stored === wanted ? [] : [{ path, stored, wanted }];
  const [one, other] = [membersOf(stored), membersOf(wanted)];
  if (one === null || other === null || Array.isArray(stored) !== Array.isArray(wanted))
    return canonicalJson(stored) === canonicalJson(wanted) ? [] : [{ path, stored, wanted }];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names.flatMap((name) => jsonDifferences(one.get(name), other.get(name), path === '' ? name : `${path}.${name}`));
}

function membersOf(value: Json): ReadonlyMap<string, Json> | null {
  return value !== null && typeof value === 'object' ? new Map(Object.entries(value)) : null;
}
