import type { Recording } from '../../../domain/recording.js';
import { readJsonArray } from './json-array.js';
import { present } from './present.js';
import { type RecordFields, recordFields } from './record-fields.js';

/** One row of OmnisBench's results: what one policy made of one item. */
export interface OmnisItem {
  readonly line: number;
  readonly policy: string;
  readonly dataset: string;
  readonly item: string;
  readonly modelId: string;
  readonly call: Pick<Recording, 'answer' | 'usage' | 'timing' | 'costUsd' | 'quality'>;
}

/** The rows of `items`. Those that are none are told to `wrong`, if given, and passed over. */
export async function* omnisItems(file: string, wrong?: (fields: RecordFields) => void): AsyncGenerator<OmnisItem> {
  for await (const { line, value } of readJsonArray(file, 'items')) {
    const fields = recordFields(value, file, line);
    const item = itemOf(fields, line);
    if (item === undefined && fields.problems.length === 0) {
      fields.complain({ message: 'not an item', accepted: 'policy, dataset, item_id, chosen_model' });
    }
    if (item === undefined || fields.problems.length > 0) wrong?.(fields);
    else yield item;
  }
}

function itemOf(fields: RecordFields, line: number): OmnisItem | undefined {
  const policy = fields.text('policy');
  const dataset = fields.text('dataset');
  const item = fields.text('item_id');
  const modelId = fields.text('chosen_model');
  const call = callOf(fields);
  if (policy === undefined || dataset === undefined || item === undefined || modelId === undefined) return undefined;
  return { line, policy, dataset, item, modelId, call };
}

function callOf(fields: RecordFields): OmnisItem['call'] {
  const text = fields.raw('response_text');
  if (text !== undefined && typeof text !== 'string') fields.complain({ field: 'response_text', message: 'not a text' });
  const passed = fields.flag('passed');
  const latencyMs = fields.number(['latency_ms']);
  const usage = present({ inputTokens: fields.count('input_tokens'), outputTokens: fields.count('output_tokens') });
  return present({
    answer: typeof text === 'string' ? { text } : undefined,
    usage: Object.keys(usage).length === 0 ? undefined : usage,
    timing: latencyMs === undefined ? undefined : { latencyMs },
    costUsd: fields.number(['cost_usd']),
    quality: passed === undefined ? undefined : Number(passed),
  });
}
