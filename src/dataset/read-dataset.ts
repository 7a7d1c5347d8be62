import { createHash } from 'node:crypto';
import type { Dataset } from '../domain/dataset.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { datasetBuilder } from './dataset-builder.js';
import { readRows } from './read-rows.js';

/** Problems listed one by one; the rest is counted. */
const MOST_PROBLEMS = 50;

export interface ReadDataset {
  readonly dataset: Dataset;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  readonly warnings: readonly string[];
}

/**
 * Reads a labelled dataset (.jsonl, .ndjson, .csv, also .gz) into columns.
 *
 * @throws UserError with every problem found: file, line, field, value, what is accepted
 */
export async function readDataset(path: string): Promise<ReadDataset> {
  if (!/\.(jsonl|ndjson|csv)(\.gz)?$/i.test(path)) {
    throw new UserError({ file: path, message: 'not a dataset by its name', accepted: '.jsonl, .ndjson or .csv, each also .gz' });
  }
  const hash = createHash('sha256');
  const builder = datasetBuilder();
  const problems: Problem[] = [];
  let more = 0;
  const note = (problem: Problem, line: number): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ file: path, line, ...problem });
    else more++;
  };
  for await (const read of readRows(path, hash)) {
    if ('problems' in read) for (const problem of read.problems) note(problem, read.line);
    else {
      const firstLine = builder.add(read.row, read.line);
      if (firstLine !== null)
        note(
          { message: `the id stands on line ${firstLine} already`, field: 'id', value: JSON.stringify(read.row.id) },
          read.line,
        );
    }
  }
  if (more > 0) problems.push({ file: path, message: `… and ${more} more problems` });
  if (problems.length > 0) throw new UserError(problems);
  if (builder.size() === 0) throw new UserError({ file: path, message: 'holds no query' });
  return { dataset: builder.done(), sha256: hash.digest('hex'), warnings: [] };
}
