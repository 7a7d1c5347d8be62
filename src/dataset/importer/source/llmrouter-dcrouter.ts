import { basename } from 'node:path';
import type { Usage } from '../../../domain/recording.js';
import { DEFAULT_INPUT } from '../../../router/config.js';
import { codePoints } from '../../../router/feature/length.js';
import type { ImportItem } from '../importer.js';
import { readJsonArray } from './json-array.js';
import { readJsonLines } from './json-lines.js';
import { present } from './present.js';
import { type RecordFields, recordFields } from './record-fields.js';
import { textPrint } from './text-print.js';

/** A model's score of one question, before it is known what the model is. */
interface ScoredCell {
  readonly queryId: string;
  readonly modelId: string;
  readonly quality: number;
  readonly usage: Usage | undefined;
}

/** What is read: dcrouter files and the query files that know their tasks. */
export interface DcRouterSource {
  readonly files: readonly string[];
  readonly queryFiles: readonly string[];
  /** Output tokens to assume of every answer; undefined: no tokens are known. */
  readonly outputTokens: number | undefined;
  /** Told of every score. */
  cell(cell: ScoredCell): Iterable<ImportItem>;
}

interface Task {
  readonly category: string | undefined;
  readonly reference: string | undefined;
}

/**
 * `[{question, scores: {model: score}, cluster_id}]`. Questions have no ids: they are numbered by file. Task name and gold answer
 * come from query files, joined by the question's text. Several files named train, validation or test say each query's part.
 */
export async function* readDcRouter(source: DcRouterSource): AsyncGenerator<ImportItem> {
  const tasks = yield* readTasks(source.queryFiles);
  let withoutTask = 0;
  for (const file of source.files) {
    const stem = basename(file).replace(/\.json(\.gz)?$/, '');
    const split = source.files.length > 1 ? partOf(stem) : undefined;
    let number = 0;
    for await (const { line, value } of readJsonArray(file)) {
      const fields = recordFields(value, file, line);
      const queryId = `${stem}-${++number}`;
      const prompt = fields.text('question');
      const scores = scoresOf(fields);
      if (prompt === undefined) fields.complain({ field: 'question', message: 'no question' });
      for (const problem of fields.problems) yield { kind: 'problem', problem };
      if (prompt === undefined) continue;
      const task = tasks.get(textPrint(prompt));
      if (task === undefined) withoutTask++;
      yield { kind: 'query', query: { id: queryId, prompt }, label: { queryId, ...present({ ...task, split }) } };
      const usage = usageOf(prompt, source.outputTokens);
      for (const [modelId, quality] of scores) yield* source.cell({ queryId, modelId, quality, usage });
    }
  }
  if (withoutTask > 0 && source.queryFiles.length > 0)
    yield { kind: 'note', message: `${withoutTask} questions are in no query file: they have no category` };
}

/** Scores that are there, by model; null is missing. */
function scoresOf(fields: RecordFields): readonly (readonly [string, number])[] {
  const scores = fields.inner('scores');
  const names = Object.keys((fields.raw('scores') ?? {}) as object);
  if (names.length === 0) fields.complain({ field: 'scores', message: 'no scores', accepted: 'an object of scores by model' });
  return names.flatMap((name) => {
    const score = scores.number([name], 1);
    return score === undefined ? [] : [[name, score] as const];
  });
}

function partOf(stem: string): string | undefined {
  const word = /(?:^|[_.-])(train|valid|val|validation|dev|test)(?:[_.-]|$)/i.exec(stem)?.[1]?.toLowerCase();
  return word === undefined || word === 'train' || word === 'test' ? word : 'validation';
}

/** An estimate: the runtime's own rule for the prompt, the assumed number for the answer. */
function usageOf(prompt: string, outputTokens: number | undefined): Usage | undefined {
  if (outputTokens === undefined) return undefined;
  return { inputTokens: Math.ceil(codePoints(prompt) / DEFAULT_INPUT.codePointsPerToken), outputTokens, estimated: true };
}

async function* readTasks(files: readonly string[]): AsyncGenerator<ImportItem, ReadonlyMap<string, Task>> {
  const tasks = new Map<string, Task>();
  let repeated = 0;
  for (const file of files) {
    for await (const { line, record } of readJsonLines(file)) {
      const fields = recordFields(record, file, line);
      const query = fields.text('query');
      const task = { category: fields.text('task_name'), reference: fields.text('ground_truth', 'gt') };
      for (const problem of fields.problems) yield { kind: 'problem', problem };
      if (query === undefined) continue;
      const print = textPrint(query);
      const before = tasks.get(print);
      if (before === undefined) tasks.set(print, task);
      else if (before.category !== task.category || before.reference !== task.reference) repeated++;
    }
  }
  if (files.length === 0) yield { kind: 'note', message: 'no query file: queries have no category and no reference' };
  const message = `${repeated} questions stand again in the query files with another task or answer: the first is taken`;
  if (repeated > 0) yield { kind: 'note', message };
  return tasks;
}
