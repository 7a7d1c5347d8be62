import { type ReadRecording, readRecordingFile } from './read-recordings.js';
import { recordingFiles } from './recording-file.js';

/** A recording with its place. */
export interface StoredRecording extends ReadRecording {
  readonly file: string;
}

/**
 * Every recording of a folder, file by file in the order of their names, as its lines stand.
 *
 * @throws UserError for a line that is no recording; a torn last line is told and left out
 */
export async function* storedRecordings(
  dir: string,
  onTorn: (file: string, line: number) => void = () => undefined,
): AsyncGenerator<StoredRecording> {
  for (const file of await recordingFiles(dir)) {
    for await (const read of readRecordingFile(file, (line) => onTorn(file, line))) yield { file, ...read };
  }
}
