import { createHash, type Hash } from 'node:crypto';
import type { Recording } from '../domain/recording.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { fileLines } from '../file/lines.js';
import { isPlainRecording, recordingSchema } from './recording-schema.js';

/** A recording with the line it stands on. */
export interface ReadRecording {
  readonly line: number;
  readonly recording: Recording;
}

/** Reads one file of recordings. A torn last line (a crash while appending) is set aside and told; any other bad line is an error. */
export async function* readRecordingFile(
  file: string,
  onTorn: (line: number) => void = () => undefined,
  hash: Hash = createHash('sha256'),
): AsyncGenerator<ReadRecording> {
  for await (const { number, text, unended } of fileLines(file, hash)) {
    const checked = checkRecording(text);
    if ('recording' in checked) yield { line: number, recording: checked.recording };
    else if (unended && checked.torn) onTorn(number);
    else throw new UserError(checked.problems.map((problem) => ({ file, line: number, ...problem })));
  }
}

/** A line as a recording, or what is wrong with it; `torn` where it isn't even JSON. */
export function checkRecording(
  text: string,
): { readonly recording: Recording } | { readonly torn: boolean; readonly problems: readonly Problem[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { torn: true, problems: [{ message: `not JSON: ${(error as Error).message}` }] };
  }
  if (isPlainRecording(value)) return { recording: value };
  const parsed = recordingSchema.safeParse(value);
  if (parsed.success) return { recording: parsed.data as Recording };
  return { torn: false, problems: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
}
