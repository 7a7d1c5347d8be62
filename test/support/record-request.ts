import { join } from 'node:path';
import type { RecordRequest } from '../../src/app/record/record-request.js';
import { recordWorkspace } from '../../src/app/record/record-workspace.js';
import type { RecordedWorkspace } from '../../src/app/record/recorded-workspace.js';
import type { Recording } from '../../src/domain/recording.js';
import { readRecordingFile } from '../../src/recording/read-recordings.js';
import { recordingFiles } from '../../src/recording/recording-file.js';

/** In no form that a pattern knows: only its value can give it away. */
export const KEY = 'local7secret0value9never0written';

/** A request as the command line makes it, with a cap of 1 USD. */
export function recordRequest(dir: string, more: Partial<RecordRequest> = {}): RecordRequest {
  return {
    experimentFile: join(dir, 'routelab.yaml'),
    mode: 'missing',
    retryErrors: false,
    models: [],
    queries: [],
    limit: null,
    samples: null,
    before: null,
    maxCostUsd: 1,
    allowUnpriced: false,
    concurrency: { start: 4, max: 8 },
    policy: { maxRetries: 2, attemptTimeoutMs: 2000, totalTimeoutMs: 20_000 },
    giveUpAfterMs: 10_000,
    envFile: null,
    env: { LOCAL_KEY: KEY },
    command: ['routelab', 'record'],
    ...more,
  };
}

/** Records with nobody looking on. */
export function record(dir: string, more: Partial<RecordRequest> = {}): Promise<RecordedWorkspace> {
  const { signal } = new AbortController();
  return recordWorkspace(recordRequest(dir, more), {
    soft: signal,
    hard: signal,
    onProgress: () => undefined,
    onTrouble: () => undefined,
  });
}

/** Everything recorded in a live workspace, file by file. */
export async function recorded(dir: string): Promise<Recording[]> {
  const all: Recording[] = [];
  for (const file of await recordingFiles(join(dir, 'recordings/live'))) {
    for await (const { recording } of readRecordingFile(file)) all.push(recording);
  }
  return all;
}
