import { type Problem, UserError } from '../../../domain/user-error.js';
import { fileLines } from '../../../file/lines.js';

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
  for await (const { number, text } of fileLines(file)) yield { line: number, record: parseRecord(text, file, number) };
}

function parseRecord(text: string, file: string, line: number): JsonLine['record'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError({ file, line, message: `not JSON: ${(error as Error).message}` });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonLine['record'];
  const problem: Problem = { file, line, message: 'not a record', accepted: 'one JSON object a line' };
  throw new UserError(problem);
}
