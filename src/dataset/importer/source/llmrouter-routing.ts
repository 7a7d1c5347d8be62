import type { Recording, Usage } from '../../../domain/recording.js';
import type { ImportItem } from '../importer.js';
import { readJsonLines } from './json-lines.js';
import { present } from './present.js';
import { type RecordFields, recordFields } from './record-fields.js';
import { textPrint } from './text-print.js';

/** Their code writes the error of a call that failed where the answer belongs, and scores it. */
const FAILED = /^(ERROR: |API Error)/;

/** What one row says of one model's answer; its query and model are named apart. */
export type RoutingCall = Pick<Recording, 'answer' | 'error' | 'usage' | 'timing' | 'quality'>;

/**
 * LLMRouter's routing rows, one a query and model. A query is known by task, text, gold answer and metric, as their
 * embedding ids are. `call` is told of every row that isn't a repeat.
 */
export async function* readRouting(
  files: readonly string[],
  call: (queryId: string, modelId: string, call: RoutingCall) => Iterable<ImportItem>,
): AsyncGenerator<ImportItem> {
  const ids = new Map<string, string>();
  const cells = new Set<string>();
  for (const file of files) {
    for await (const { line, record } of readJsonLines(file)) {
      const fields = recordFields(record, file, line);
      const prompt = fields.text('query');
      const modelId = fields.text('model_name');
      const category = fields.text('task_name');
      const reference = fields.text('ground_truth', 'gt');
      const answered = callOf(fields);
      if (prompt === undefined) fields.complain({ field: 'query', message: 'no query' });
      if (modelId === undefined) fields.complain({ field: 'model_name', message: 'no model' });
      for (const problem of fields.problems) yield { kind: 'problem', problem };
      if (prompt === undefined || modelId === undefined || fields.problems.length > 0) continue;
      const print = textPrint(JSON.stringify([category, prompt, reference, fields.text('metric')]));
      const queryId = ids.get(print) ?? `${category ?? 'query'}-${ids.size + 1}`;
      if (!ids.has(print)) {
        ids.set(print, queryId);
        yield { kind: 'query', query: { id: queryId, prompt }, label: { queryId, ...present({ category, reference }) } };
      }
      const key = `${queryId} ${modelId}`;
      if (cells.has(key)) {
        yield { kind: 'skipped', what: 'recording', file, line, key, reason: 'repeated: the first one is kept' };
        continue;
      }
      cells.add(key);
      yield* call(queryId, modelId, answered);
    }
  }
}

function callOf(fields: RecordFields): RoutingCall {
  const text = fields.raw('response');
  const seconds = fields.number(['response_time']);
  const quality = fields.number(['performance'], 1);
  // A failed call's tokens are a count of words, its score that of the error's text, its time the wait: none is the model's.
  if (typeof text === 'string' && FAILED.test(text)) return { error: { kind: 'failed', message: text.slice(0, 300) } };
  return present({
    answer: text === undefined ? undefined : { text: typeof text === 'string' ? text : JSON.stringify(text) },
    usage: usageOf(fields),
    timing: seconds === undefined ? undefined : { latencyMs: seconds * 1000 },
    quality,
  });
}

function usageOf(fields: RecordFields): Usage | undefined {
  const inputTokens = fields.count('prompt_tokens', 'input_tokens');
  const outputTokens = fields.count('completion_tokens', 'output_tokens');
  return inputTokens === undefined && outputTokens === undefined ? undefined : present({ inputTokens, outputTokens });
}
