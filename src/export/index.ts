import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { router } from './router.js';
import type { ExportTarget } from './target.js';

/** Every export target. One file each; a test holds this list and the folder equal. */
export const targets: readonly ExportTarget[] = [router];

/** The target of a name; UserError with the nearest one otherwise. */
export function targetNamed(name: string): ExportTarget {
  const found = targets.find((target) => target.name === name);
  if (found !== undefined) return found;
  const names = targets.map((target) => target.name);
  const close = nearest(name, names);
  throw new UserError({
    message: 'unknown export target',
    field: 'export.target',
    value: name,
    accepted: names.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
