import type { Importer, ImportOption } from '../../dataset/importer/importer.js';
import { importers } from '../../dataset/importer/index.js';
import { findImporter } from './find-importer.js';

/** A format as the command line shows it. */
export interface ImportFormat {
  readonly name: string;
  readonly description: string;
  readonly options: readonly ImportOption[];
}

/** Every format that can be imported, or the one of a name (UserError when there is none). */
export function importFormats(name?: string): readonly ImportFormat[] {
  const chosen: readonly Importer[] = name === undefined ? importers : [findImporter(importers, name)];
  return chosen.map(({ name: format, description, options }) => ({ name: format, description, options }));
}
