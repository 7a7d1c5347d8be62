import { basename } from 'node:path';
import { DECISION_EXTENSIONS } from '../../dataset/decision-records.js';
import { type ReadDecisions, readDecisions } from '../../dataset/read-decisions.js';
import type { ChosenModels } from '../../domain/chosen-models.js';
import type { Dataset } from '../../domain/dataset.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import { matchingFiles } from './matching-files.js';

const DECISION_FILES = { field: 'decisions', noun: 'decisions', extensions: DECISION_EXTENSIONS };

/** A decisions file, read. */
export interface LoadedDecisions {
  readonly path: string;
  readonly sha256: string;
  readonly chosen: ChosenModels;
}

/**
 * Loads what other strategies chose, sorted by path and named after their files.
 *
 * @throws UserError with the problems of all files
 */
export async function loadDecisions(
  root: string,
  patterns: readonly string[],
  dataset: Dataset,
  modelIds: readonly string[],
): Promise<LoadedDecisions[]> {
  const paths = await matchingFiles(root, patterns, DECISION_FILES);
  if (paths.length === 0) return [];
  const rows = new Map<string, number>();
  for (let row = 0; row < dataset.queries.size; row++) rows.set(dataset.queries.ids.get(row), row);
  const names = { queryRow: (id: string) => rows.get(id), queryCount: dataset.queries.size, modelIds };
  const problems: Problem[] = [];
  const loaded: LoadedDecisions[] = [];
  for (const path of paths) {
    const read = await readDecisions(path, names).catch((error: unknown): ReadDecisions | null => {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return null;
    });
    const name = basename(path).replace(/\.(jsonl|json|csv)(\.gz)?$/, '');
    if (loaded.some(({ chosen }) => chosen.name === name)) {
      problems.push({ file: path, field: 'decisions', message: 'another decisions file has the same name', value: name });
    }
    if (read !== null) loaded.push({ path, sha256: read.sha256, chosen: { kind: 'decisions', name, choice: read.choice } });
  }
  if (problems.length > 0) throw new UserError(problems);
  return loaded;
}
