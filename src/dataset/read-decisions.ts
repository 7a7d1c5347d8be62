import { createHash } from 'node:crypto';
import { z } from 'zod';
import { nearest } from '../domain/nearest.js';
import type { Problem } from '../domain/user-error.js';
import { UserError } from '../domain/user-error.js';
import { fileLines } from '../file/lines.js';

/** One line of a decisions file. */
export const decisionSchema = z
  .strictObject({ query_id: z.string().min(1), model_id: z.string().min(1) })
  .describe('The model a strategy chose for a query');

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
 * Reads a decisions file (JSONL, `.gz` too).
 *
 * @throws UserError naming file and line for what is no decision, for unknown ids and for a query decided twice
 */
export async function readDecisions(file: string, names: DecisionNames): Promise<ReadDecisions> {
  const choice = new Int16Array(names.queryCount).fill(-1);
  const hash = createHash('sha256');
  const problems: Problem[] = [];
  for await (const { number, text } of fileLines(file, hash)) {
    const problem = place(text, choice, names);
    if (problem !== null && problems.length < MOST_PROBLEMS) problems.push({ file, line: number, ...problem });
  }
  if (problems.length > 0) throw new UserError(problems);
  return { choice, sha256: hash.digest('hex') };
}

/** Puts one decision in its place; says what is wrong with it. */
function place(text: string, choice: Int16Array, { queryRow, modelIds }: DecisionNames): Problem | null {
  const parsed = decisionSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    return { message: 'not a decision', value: text.slice(0, 60), accepted: '{"query_id": "…", "model_id": "…"}' };
  }
  const { query_id: id, model_id: model } = parsed.data;
  const row = queryRow(id);
  if (row === undefined) return { field: 'query_id', message: 'no such query in the dataset', value: id };
  const index = modelIds.indexOf(model);
  if (index < 0) {
    const match = nearest(model, modelIds);
    const hint = match === undefined ? {} : { nearest: match };
    return { field: 'model_id', message: 'no recorded model of that id', value: model, accepted: modelIds.join(', '), ...hint };
  }
  if (choice[row] !== -1) return { field: 'query_id', message: 'decided twice', value: id };
  choice[row] = index;
  return null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
