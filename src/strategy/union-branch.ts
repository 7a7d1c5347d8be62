import type { z } from 'zod';
import { nearest } from '../domain/nearest.js';
import { branchesOf, keysOf, type Shape } from './schema-shape.js';

export type UnionIssue = Extract<z.core.$ZodIssue, { code: 'invalid_union' }>;

/** A branch of a union with what it says against the value. */
export interface Branch {
  readonly issues: readonly z.core.$ZodIssue[];
  readonly shape: Shape;
}

/** A key that is only nearly one of a branch's. */
const NEARLY = 0.9;

/** The branch of a union that the user meant; null where none stands out. */
export function meantBranch(issue: UnionIssue, shape: Shape, value: unknown): Branch | null {
  const shapes = branchesOf(shape);
  const branches = issue.errors.map((issues, at): Branch => ({ issues, shape: shapes[at] ?? {} }));
  const objects = branches.filter((one) => one.shape.properties !== undefined);
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && objects.length > 0)
    return objects.length === 1 ? (objects[0] as Branch) : byKeys(objects, Object.keys(value));
  return byDepth(branches);
}

/** The branch that knows most of the keys; a key counts for more the fewer branches know it. Ties go to the earlier. */
function byKeys(branches: readonly Branch[], keys: readonly string[]): Branch | null {
  const known = branches.map(({ shape }) => keysOf([shape]));
  const all = [...new Set(known.flat())];
  const meant = keys.flatMap((key) => {
    const own = all.includes(key) ? key : nearest(key, all);
    return own === undefined ? [] : [{ own, worth: (own === key ? 1 : NEARLY) / known.filter((of) => of.includes(own)).length }];
  });
  const scores = known.map((of) => meant.reduce((sum, { own, worth }) => (of.includes(own) ? sum + worth : sum), 0));
  const best = Math.max(...scores);
  return best === 0 ? null : (branches[scores.indexOf(best)] ?? null);
}

/** The branch that got furthest: the deepest complaint is about what the user meant. */
function byDepth(branches: readonly Branch[]): Branch | null {
  const depth = ({ issues }: Branch): number =>
    Math.max(...issues.map((one) => one.path.length + (one.code === 'unrecognized_keys' ? 0.5 : 0)));
  const candidates = branches.filter(
    ({ issues }) =>
      issues.length > 0 &&
      !(issues.length === 1 && issues[0]?.code === 'invalid_type' && issues[0].path.length === 0) &&
      issues[0]?.code !== 'invalid_value',
  );
  return [...candidates].sort((a, b) => depth(b) - depth(a))[0] ?? null;
}
