import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from '../domain/recording.js';
import { mendTail } from '../file/mend-tail.js';
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
 * When lines reach the disk. `at_close`: in blocks, synced at the end (a crash loses the last block). `each_line`: every line
 * is with the system before its `write` resolves, so that a killed process loses none of them, and synced within a second, so
 * that a power failure loses at most that.
 */
export type Durability = 'at_close' | 'each_line';

const FLUSH_AT = 1 << 18;
const SYNC_WITHIN_MS = 1000;

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
  const files = new Map<string, Appender>();
  return {
    write(recording) {
      let file = files.get(recording.modelId);
      if (file === undefined) {
        file = appender(join(dir, recordingFileName(recording.modelId)), durability);
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

interface Appender {
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Lines go to the file in the order they came, one write after the other, however many callers there are. */
function appender(path: string, durability: Durability): Appender {
  let pending: string[] = [];
  let size = 0;
  let sync: NodeJS.Timeout | undefined;
  const opened = mendTail(path, (line) => 'recording' in checkRecording(line)).then(() => open(path, 'a'));
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
  // Waits its turn behind the writes; should it fail, so does whatever is written next.
  const syncSoon = (): void => {
    sync ??= setTimeout(() => {
      sync = undefined;
      last = last.then(async () => (await opened).datasync());
      last.catch(() => undefined);
    }, SYNC_WITHIN_MS);
  };
  return {
    async append(line) {
      pending.push(line);
      size += line.length;
      if (durability === 'at_close' && size < FLUSH_AT) return;
      await flush();
      if (durability === 'each_line') syncSoon();
    },
    async close() {
      clearTimeout(sync);
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
