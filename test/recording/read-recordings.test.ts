import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../src/domain/recording.js';
import { UserError } from '../../src/domain/user-error.js';
import { readRecordingFile } from '../../src/recording/read-recordings.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-recordings-'));
afterAll(() => rmSync(dir, { recursive: true }));

const recording = (sample: number, text = 'é→'): Recording => ({
  key: null,
  queryId: 'q',
  modelId: 'm',
  sample,
  answer: { text },
});
const line = (sample: number): string => `${JSON.stringify(recording(sample))}\n`;

async function read(content: string | Buffer, name = 'm.jsonl') {
  const path = join(dir, name);
  writeFileSync(path, content);
  const torn: number[] = [];
  const recordings: Recording[] = [];
  for await (const one of readRecordingFile(path, (at) => torn.push(at))) recordings.push(one.recording);
  return { torn, recordings };
}

describe('readRecordingFile', () => {
  it('reads plain and compressed files, with or without a last line feed', async () => {
    const both = { torn: [], recordings: [recording(0), recording(1)] };
    expect(await read(line(0) + line(1))).toEqual(both);
    expect(await read((line(0) + line(1)).trimEnd())).toEqual(both);
    expect(await read(gzipSync(line(0) + line(1)), 'm.jsonl.gz')).toEqual(both);
  });

  it('sets a torn last line aside, wherever the crash cut it, even inside a character', async () => {
    const whole = Buffer.from(line(0) + line(1));
    const first = Buffer.byteLength(line(0));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: first + 1, max: whole.length - 2 }), async (cut) => {
        expect(await read(whole.subarray(0, cut))).toEqual({ torn: [2], recordings: [recording(0)] });
      }),
      { numRuns: 100 },
    );
    expect(await read(Buffer.concat([whole, Buffer.alloc(20)]))).toEqual({ torn: [3], recordings: [recording(0), recording(1)] });
  });

  it.each([
    ['a torn line in the middle', `${line(0).slice(0, 20)}\n${line(1)}`, { line: 1, message: 'not JSON' }],
    ['a torn last line that was ended', `${line(0)}{"key"\n`, { line: 2, message: 'not JSON' }],
    ['a last line of the wrong shape', `${line(0)}{"key":null}`, { line: 2, field: 'queryId' }],
    ['an unknown member', `{"key":null,"queryId":"q","modelId":"m","sample":0,"headers":{}}\n`, { line: 1 }],
    [
      'a negative latency',
      `{"key":null,"queryId":"q","modelId":"m","sample":0,"timing":{"latencyMs":-1}}\n`,
      { line: 1, field: 'timing.latencyMs', value: '-1' },
    ],
    [
      'bytes that are no text, in the middle',
      Buffer.concat([Buffer.from([0xff, 10]), Buffer.from(line(0))]),
      { line: 1, message: 'not valid UTF-8' },
    ],
    [
      'such bytes in a last line that was ended',
      Buffer.concat([Buffer.from(line(0)), Buffer.from([0xff, 10])]),
      { line: 2, message: 'not valid UTF-8' },
    ],
  ])('refuses %s, naming the line', async (_, content, problem) => {
    const error = await read(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).problems[0]).toMatchObject({ file: join(dir, 'm.jsonl'), ...problem });
  });
});
