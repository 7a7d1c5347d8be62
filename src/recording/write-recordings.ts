import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from '../domain/recording.js';
import { type Durability, type LineAppender, lineAppender } from '../file/line-appender.js';
import { checkRecording } from './read-recordings.js';
import { recordingFileName } from './recording-file.js';
import { redactRecording } from './redact-recording.js';

/** Appends recordings, one file a model; nothing is ever rewritten. */
export interface RecordingsWriter {
  write(recording: Recording): Promise<void>;
  /** Flushes to the disk. */
  close(): Promise<void>;
}

/**
 * Opens a folder of recordings for appending. Texts pass the redaction before a byte is written; what a crash left at the
 * end of a file is mended first.
 *
 * @param secrets literal values that must never be written
 */
export async function openRecordingsWriter(
  dir: string,
  secrets: readonly string[] = [],
  durability: Durability = 'at_close',
): Promise<RecordingsWriter> {
  await mkdir(dir, { recursive: true });
  const files = new Map<string, LineAppender>();
  return {
    write(recording) {
      let file = files.get(recording.modelId);
      if (file === undefined) {
        file = lineAppender(join(dir, recordingFileName(recording.modelId)), isWhole, durability);
        files.set(recording.modelId, file);
      }
      return file.append(`${JSON.stringify(redactRecording(recording, secrets))}\n`);
    },
    async close() {
      const closed = await Promise.allSettled([...files.values()].map((file) => file.close()));
      for (const one of closed) if (one.status === 'rejected') throw one.reason;
    },
  };
}

function isWhole(line: string): boolean {
  return 'recording' in checkRecording(line);
}
