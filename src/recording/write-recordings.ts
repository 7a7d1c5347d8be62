import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from '../domain/recording.js';
import { mendTail } from './mend-tail.js';
import { recordingFileName } from './recording-file.js';
import { redactJson, redactText } from './redact.js';

/** Appends recordings, one file a model; nothing is ever rewritten. */
export interface RecordingsWriter {
  write(recording: Recording): Promise<void>;
  /** Flushes to the disk. */
  close(): Promise<void>;
}

const FLUSH_AT = 1 << 18;

/**
 * Opens a folder of recordings for appending. Texts pass the redaction before a byte is written; what a crash left at the
 * end of a file is mended first.
 *
 * @param secrets literal values that must never be written
 */
export async function openRecordingsWriter(dir: string, secrets: readonly string[] = []): Promise<RecordingsWriter> {
  await mkdir(dir, { recursive: true });
  const files = new Map<string, Appender>();
  return {
    write(recording) {
      let file = files.get(recording.modelId);
      if (file === undefined) {
        file = appender(join(dir, recordingFileName(recording.modelId)));
        files.set(recording.modelId, file);
      }
      return file.append(`${JSON.stringify(redacted(recording, secrets))}\n`);
    },
    async close() {
      const closed = await Promise.allSettled([...files.values()].map((file) => file.close()));
      for (const one of closed) if (one.status === 'rejected') throw one.reason;
    },
  };
}

interface Appender {
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Lines go to the file in the order they came, one write after the other, however many callers there are. */
function appender(path: string): Appender {
  let pending: string[] = [];
  let size = 0;
  const opened = mendTail(path).then(() => open(path, 'a'));
  let last: Promise<void> = opened.then(() => undefined);
  last.catch(() => undefined);
  const flush = (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    size = 0;
    last = last.then(async () => (await opened).appendFile(text));
    last.catch(() => undefined);
    return last;
  };
  return {
    async append(line) {
      pending.push(line);
      size += line.length;
      if (size >= FLUSH_AT) await flush();
    },
    async close() {
      const handle: FileHandle = await opened;
      try {
        await flush();
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** The free texts of a recording made safe; everything else is numbers and names. */
function redacted(recording: Recording, secrets: readonly string[]): Recording {
  const { request, answer, error } = recording;
  return {
    ...recording,
    ...(request === undefined ? {} : { request: redactJson(request, secrets) as NonNullable<Recording['request']> }),
    ...(answer === undefined ? {} : { answer: { ...answer, text: redactText(answer.text, secrets) } }),
    ...(error?.message === undefined ? {} : { error: { ...error, message: redactText(error.message, secrets) } }),
  };
}
