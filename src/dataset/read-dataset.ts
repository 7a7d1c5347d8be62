import { createHash, type Hash } from 'node:crypto';
import type { Dataset } from '../domain/dataset.js';
import { UserError } from '../domain/user-error.js';
import { type DatasetBuilder, datasetBuilder } from './dataset-builder.js';
import { type ProblemList, problemList } from './problem-list.js';
import { readRows } from './read-rows.js';

export interface ReadDataset {
  readonly dataset: Dataset;
  readonly rows: number;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** Columns that hold anything, `signals.<name>` each by itself, in order of first appearance. */
  readonly columns: readonly string[];
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
  const problems = problemList(path);
  await readInto(builder, problems, path, hash);
  problems.throwAny();
  if (builder.size() === 0) throw new UserError({ file: path, message: 'holds no query' });
  return {
    rows: builder.size(),
    columns: builder.columns(),
    warnings: emptyPrompts(path, builder.emptyPrompts()),
    dataset: builder.done(),
    sha256: hash.digest('hex'),
  };
}

async function readInto(builder: DatasetBuilder, problems: ProblemList, path: string, hash: Hash): Promise<void> {
  try {
    for await (const read of readRows(path, hash)) {
      if ('problems' in read) {
        for (const problem of read.problems) problems.note(problem, read.line);
        continue;
      }
      const firstLine = builder.add(read.row, read.line);
      if (firstLine === null) continue;
      const value = JSON.stringify(read.row.id);
      problems.note({ message: `the id stands on line ${firstLine} already`, field: 'id', value }, read.line);
    }
  } catch (error) {
    // Reading can't go on (bytes that are no text, a quote never closed): told after what was found before.
    if (!(error instanceof UserError)) throw error;
    for (const problem of error.problems) problems.note(problem);
  }
}

function emptyPrompts(path: string, count: number): string[] {
  return count === 0 ? [] : [`${path}: ${count} ${count === 1 ? 'query has' : 'queries have'} an empty prompt`];
}
