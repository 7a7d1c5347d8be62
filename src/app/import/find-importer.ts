import type { Importer } from '../../dataset/importer/importer.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';

/** The importer of a name. Throws UserError with the names there are and the nearest one. */
export function findImporter(importers: readonly Importer[], name: string): Importer {
  const found = importers.find((importer) => importer.name === name);
  if (found !== undefined) return found;
  const names = importers.map((importer) => importer.name);
  const match = nearest(name, names);
  const problem = { field: '<format>', message: 'no such format', value: name, accepted: names.join(', ') };
  throw new UserError(match === undefined ? problem : { ...problem, nearest: match });
}
