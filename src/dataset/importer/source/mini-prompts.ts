import type { Json } from '../../../domain/json.js';
import type { Label } from '../../../domain/label.js';
import type { Query } from '../../../domain/query.js';
import type { Problem } from '../../../domain/user-error.js';
import { readJsonLines } from './json-lines.js';
import { type RecordFields, recordFields } from './record-fields.js';

/** One task of a manifest, as a query. */
export interface MiniTask {
  readonly id: string;
  readonly line: number;
  readonly query: Query | undefined;
  readonly label: Pick<Label, 'reference' | 'choices'>;
  readonly problems: readonly Problem[];
}

/**
 * The tasks of a manifest (JSONL: `canonical_id` or `id`, `question`, `choices`, `answer`, `image_path`, `tools`), as a
 * stream. The prompt is the question, with its choices as lettered lines; whether there is an image or a tool is a signal.
 */
export async function* miniTasks(file: string): AsyncGenerator<MiniTask> {
  for await (const { line, record } of readJsonLines(file)) {
    const fields = recordFields(record, file, line);
    const id = fields.text('canonical_id', 'id') ?? '';
    const question = fields.text('question', 'prompt');
    const choices = textsOf(fields.raw('choices'));
    const prompt =
      question === undefined ? undefined : [question, ...choices.map((text, index) => `${letter(index)}. ${text}`)].join('\n');
    const signals = { has_image: fields.raw('image_path') !== undefined, has_tools: textsOf(fields.raw('tools')).length > 0 };
    const reference = referenceOf(fields, choices.length);
    const label = { ...(reference === undefined ? {} : { reference }), ...(choices.length === 0 ? {} : { choices }) };
    yield { id, line, query: prompt === undefined ? undefined : { id, prompt, signals }, label, problems: fields.problems };
  }
}

/** The right answer; of a multiple choice, which gives its number, the letter. */
function referenceOf(fields: RecordFields, choices: number): Json | undefined {
  const answer = (fields.raw('answer_reference') ?? fields.raw('answer')) as Json | undefined;
  return choices > 0 && Number.isInteger(answer) ? letter(answer as number) : answer;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))) : [];
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
