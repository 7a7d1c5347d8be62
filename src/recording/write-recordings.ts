import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from '../domain/recording.js';
import { recordingFileName } from './recording-file.js';
import { redactText } from './redact.js';

/** Appends recordings, one file a model; nothing is ever rewritten. */
export interface RecordingsWriter {
  write(recording: Recording): Promise<void>;
  /** Flushes to the disk. */
  close(): Promise<void>;
}

const FLUSH_AT = 1 << 18;

/**
 * Opens a folder of recordings for appending. Texts pass the redaction before a byte is written.
 *
 * @param secrets literal values that must never be written
 */
export async function openRecordingsWriter(dir: string, secrets: readonly string[] = []): Promise<RecordingsWriter> {
  await mkdir(dir, { recursive: true });
  const files = new Map<string, { handle: FileHandle; pending: string[]; size: number }>();
  const flush = async (file: { handle: FileHandle; pending: string[]; size: number }): Promise<void> => {
    const text = file.pending.join('');
    file.pending = [];
    file.size = 0;
    if (text !== '') await file.handle.appendFile(text);
  };
  return {
    async write(recording) {
      let file = files.get(recording.modelId);
      if (file === undefined) {
        file = { handle: await open(join(dir, recordingFileName(recording.modelId)), 'a'), pending: [], size: 0 };
        files.set(recording.modelId, file);
      }
      const line = `${JSON.stringify(redacted(recording, secrets))}\n`;
      file.pending.push(line);
      file.size += line.length;
      if (file.size >= FLUSH_AT) await flush(file);
    },
    async close() {
      for (const file of files.values()) {
        await flush(file);
        await file.handle.sync();
        await file.handle.close();
      }
    },
  };
}

/** The free texts of a recording made safe; everything else is numbers and names. */
function redacted(recording: Recording, secrets: readonly string[]): Recording {
  const { answer, error } = recording;
  return {
    ...recording,
    ...(answer === undefined ? {} : { answer: { ...answer, text: redactText(answer.text, secrets) } }),
    ...(error?.message === undefined ? {} : { error: { ...error, message: redactText(error.message, secrets) } }),
  };
}
