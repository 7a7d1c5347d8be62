import { createHash, type Hash } from 'node:crypto';
import type { Recording } from '../domain/recording.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { fileBytes, fileLines, type Span } from '../file/lines.js';
import { plausibleRecording } from './plausible-recording.js';
import { recordingSchema } from './recording-schema.js';

/** A recording with the line it stands on, and its place in the file. */
export interface ReadRecording extends Span {
  readonly line: number;
  /** The line itself. */
  readonly text: string;
  readonly recording: Recording;
}

/**
 * Reads one file of recordings. A torn last line (a crash while appending) is set aside and told; any other bad line is an
 * error.
 *
 * @throws UserError naming file, line and field
 */
export async function* readRecordingFile(
  file: string,
  onTorn: (line: number) => void = () => undefined,
  hash: Hash = createHash('sha256'),
): AsyncGenerator<ReadRecording> {
  try {
    for await (const { number, text, unended, offset, bytes } of fileLines(file, hash)) {
      const checked = checkRecording(text);
      if ('recording' in checked) yield { line: number, text, recording: checked.recording, offset, bytes };
      else if (unended && checked.torn) onTorn(number);
      else throw new UserError(checked.problems.map((problem) => ({ file, line: number, ...problem })));
    }
  } catch (error) {
    const line = badBytesLine(error);
    // A crash may also cut a character in two: bytes that are no text, at the end of a file that ends in mid-line.
    if (line === undefined || !(await isUnendedLine(file, line))) throw error;
    onTorn(line);
  }
}

/** A line as a recording, or what is wrong with it; `torn` where it isn't even JSON. */
export function checkRecording(
  text: string,
): { readonly recording: Recording } | { readonly torn: boolean; readonly problems: readonly Problem[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { torn: true, problems: [{ message: 'not JSON', value: cut(text), accepted: 'one recording a line, as JSON' }] };
  }
  if (plausibleRecording(value)) return { recording: value };
  const parsed = recordingSchema.safeParse(value);
  if (parsed.success) return { recording: value as Recording };
  return {
    torn: false,
    problems: parsed.error.issues.map(({ path, message }) => {
      const held = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
      const shown = held === undefined ? {} : { value: cut(JSON.stringify(held)) };
      return { field: path.map(String).join('.'), message, ...shown };
    }),
  };
}

function badBytesLine(error: unknown): number | undefined {
  if (!(error instanceof UserError)) return undefined;
  return error.problems.find(({ message }) => message === 'not valid UTF-8')?.line;
}

async function isUnendedLine(file: string, line: number): Promise<boolean> {
  let lineFeeds = 0;
  for await (const chunk of fileBytes(file)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lineFeeds++;
  }
  return lineFeeds === line - 1;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
