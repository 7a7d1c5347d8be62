import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../domain/json.js';
import type { Recording } from '../../domain/recording.js';
import { lineAppender } from '../../file/line-appender.js';
import { redactJson } from '../../recording/redact.js';
import { openRecordingsWriter } from '../../recording/write-recordings.js';
import type { LoggedDecision, LoggedQuery } from './logged.js';
import type { MemoryEvent } from './memory.js';

/** Where a folder of traffic keeps what. */
export const LOG_FILES = {
  queries: 'queries.jsonl',
  decisions: 'decisions.jsonl',
  events: 'events.jsonl',
  recordings: 'recordings',
  router: 'router.json',
  models: 'models.yaml',
  experiment: 'routelab.yaml',
} as const;

/** What was served, append only. Every line is with the system before its promise resolves, and on the disk within a second. */
export interface TrafficLog {
  /** Of a request. */
  nextId(): string;
  /** Resolves to whether redaction took anything out. */
  query(query: LoggedQuery): Promise<boolean>;
  recording(recording: Recording): Promise<void>;
  decision(decision: LoggedDecision): Promise<void>;
  event(event: MemoryEvent): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param texts false: neither requests nor answers are kept
 * @param secrets values that must never be written
 */
export async function openTrafficLog(dir: string, texts: boolean, secrets: readonly string[]): Promise<TrafficLog> {
  await mkdir(dir, { recursive: true });
  const file = (name: string) => lineAppender(join(dir, name), isJson, 'each_line');
  const recordings = await openRecordingsWriter(join(dir, LOG_FILES.recordings), secrets, 'each_line');
  const files = {
    queries: file(LOG_FILES.queries),
    decisions: file(LOG_FILES.decisions),
    events: file(LOG_FILES.events),
  };
  const clean = (value: object): object => redactJson(value as unknown as Json, secrets) as object;
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  const run = randomUUID().slice(0, 8);
  let count = 0;
  return {
    nextId: () => `${run}-${++count}`,
    async query(query) {
      const { embedding, ...words } = query;
      const kept = clean(words);
      const written = embedding === undefined ? kept : { ...kept, embedding };
      if (texts) await files.queries.append(line(written));
      return JSON.stringify(kept) !== JSON.stringify(words);
    },
    recording: async (recording) => (texts ? recordings.write(recording) : undefined),
    decision: (decision) => files.decisions.append(line(clean(decision))),
    event: (event) => files.events.append(line(event)),
    async close() {
      const closed = await Promise.allSettled([recordings, ...Object.values(files)].map((one) => one.close()));
      for (const one of closed) if (one.status === 'rejected') throw one.reason;
    },
  };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
