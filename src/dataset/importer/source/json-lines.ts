import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Problem, UserError } from '../../../domain/user-error.js';

/** One object of a JSONL file. */
export interface JsonLine {
  /** 1-based. */
  readonly line: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * The objects of a JSONL file (UTF-8, `.gz` too), as a stream. Lines end at `\n` alone: U+0085 and U+2028 inside a text are
 * text. Empty lines are passed over. Throws UserError naming file and line for anything that is not one JSON object.
 */
export async function* readJsonLines(file: string): AsyncGenerator<JsonLine> {
  let line = 0;
  for await (const text of readLines(file)) {
    line++;
    if (text.trim() === '') continue;
    yield { line, record: parseRecord(text, file, line) };
  }
}

function parseRecord(text: string, file: string, line: number): JsonLine['record'] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError({ file, line, message: `not JSON: ${(error as Error).message}` });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonLine['record'];
  const problem: Problem = { file, line, message: 'not a record', accepted: 'one JSON object a line' };
  throw new UserError(problem);
}

async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const bytes = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  if (bytes !== source) source.on('error', (error) => bytes.destroy(error));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  yield rest + decoder.decode();
}
