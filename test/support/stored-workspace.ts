import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '../../src/domain/recording.js';
import { recordingFileName } from '../../src/recording/recording-file.js';
import { recordingKey } from '../../src/recording/recording-key.js';
import { liveWorkspace, promptOf } from './live-workspace.js';

/** How the models of a live workspace are asked. */
export const ASKED = { maxOutputTokens: 40, temperature: 0 };

/** A line as `routelab record` would have written it for query `index` of a live workspace. */
export function storedLine(index: number, more: Partial<Recording> = {}): Recording {
  const { modelId = 'local/a', sample = 0, request = ASKED } = more;
  const messages = [{ role: 'user' as const, content: promptOf(index) }];
  return {
    key: recordingKey({ modelId, parameters: request, messages, sample }),
    queryId: `q${index}`,
    modelId,
    sample,
    request,
    ...(more.error === undefined ? { answer: { text: `answer ${index}` } } : {}),
    usage: { inputTokens: 1000, outputTokens: 100 },
    attempts: [{ at: '2026-11-03T09:00:00.000Z', latencyMs: 5 }],
    recordedAt: `2026-11-0${1 + (index % 9)}T09:00:00.000Z`,
    ...more,
  };
}

/** A live workspace of three queries and two models, with lines (recordings, or raw texts) in the file of each model named. */
export function storedWorkspace(files: Readonly<Record<string, readonly (Recording | string)[]>>): string {
  const dir = liveWorkspace({ url: 'http://127.0.0.1:9/v1', queries: 3, models: ['local/a', 'local/b'] });
  mkdirSync(join(dir, 'recordings/live'), { recursive: true });
  for (const [modelId, lines] of Object.entries(files)) {
    const text = lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join('');
    writeFileSync(join(dir, 'recordings/live', recordingFileName(modelId)), text);
  }
  return dir;
}
