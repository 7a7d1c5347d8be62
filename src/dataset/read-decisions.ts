import { createHash } from 'node:crypto';
import { nearest } from '../domain/nearest.js';
import type { Problem } from '../domain/user-error.js';
import { UserError } from '../domain/user-error.js';
import { decisionRecords } from './decision-records.js';

/** What a decisions file may name. */
export interface DecisionNames {
  /** Row of a query id, undefined for an unknown one. */
  queryRow(id: string): number | undefined;
  readonly queryCount: number;
  readonly modelIds: readonly string[];
}

export interface ReadDecisions {
  /** Index into modelIds by query, -1 where the file says nothing. */
  readonly choice: Int16Array;
  readonly sha256: string;
}

/** Problems named at most. */
const MOST_PROBLEMS = 20;

/**
 * Reads a decisions file: JSONL, CSV or one JSON array, `.gz` too.
 *
 * @throws UserError naming file and line for what is no decision, for unknown ids and for a query decided twice
 */
export async function readDecisions(file: string, names: DecisionNames): Promise<ReadDecisions> {
  const choice = new Int16Array(names.queryCount).fill(-1);
  const hash = createHash('sha256');
  const problems: Problem[] = [];
  for await (const record of decisionRecords(file, hash)) {
    const problem = 'problem' in record ? record.problem : place(record, choice, names);
    if (problem !== null && problems.length < MOST_PROBLEMS) problems.push({ file, line: record.line, ...problem });
  }
  if (problems.length > 0) throw new UserError(problems);
  return { choice, sha256: hash.digest('hex') };
}

/** Puts one decision in its place; says what is wrong with it. */
function place(
  { queryId, modelId }: { readonly queryId: string; readonly modelId: string },
  choice: Int16Array,
  { queryRow, modelIds }: DecisionNames,
): Problem | null {
  const row = queryRow(queryId);
  if (row === undefined) return { field: 'query_id', message: 'no such query in the dataset', value: queryId };
  const index = modelIds.indexOf(modelId);
  if (index < 0) {
    const match = nearest(modelId, modelIds);
    const hint = match === undefined ? {} : { nearest: match };
    return { field: 'model_id', message: 'no recorded model of that id', value: modelId, accepted: modelIds.join(', '), ...hint };
  }
  if (choice[row] !== -1) return { field: 'query_id', message: 'decided twice', value: queryId };
  choice[row] = index;
  return null;
}
