import { join } from 'node:path';
import { readSplit } from '../../dataset/read-split.js';
import type { Dataset } from '../../domain/dataset.js';
import { UserError } from '../../domain/user-error.js';
import type { SplitSpec } from '../../experiment/experiment.js';
import { type PlacedSplit, placeSplit } from '../../experiment/split/saved-split.js';

/** A saved split on its dataset, with the file it came from. */
export interface LoadedSplit {
  readonly path: string;
  readonly sha256: string;
  readonly placed: PlacedSplit;
}

/**
 * The split file an experiment names, checked against the dataset; null where it names none.
 *
 * @throws UserError naming file and line
 */
export async function loadSplit(root: string, spec: SplitSpec, dataset: Dataset): Promise<LoadedSplit | null> {
  if (spec.kind !== 'file') return null;
  const path = join(root, spec.file);
  const read = await readSplit(path).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.problems[0]?.message !== 'no such file') throw error;
    throw new UserError({
      field: 'split.file',
      message: 'no such file',
      value: path,
      hint: 'a report holds the split it used as split.csv',
    });
  });
  return { path, sha256: read.sha256, placed: placeSplit({ file: path, ...read }, dataset) };
}
