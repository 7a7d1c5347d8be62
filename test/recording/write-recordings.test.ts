import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Recording } from '../../src/domain/recording.js';
import { mendTail as mend } from '../../src/file/mend-tail.js';
import { checkRecording, readRecordingFile } from '../../src/recording/read-recordings.js';
import { recordingFileName, recordingFiles } from '../../src/recording/recording-file.js';
import { openRecordingsWriter } from '../../src/recording/write-recordings.js';

const root = mkdtempSync(join(tmpdir(), 'routelab-recorded-'));
let dir = '';
let made = 0;
beforeEach(() => {
  dir = join(root, String(made++));
});
afterAll(() => rmSync(root, { recursive: true }));

const plain = (sample: number, modelId = 'm'): Recording => ({ key: null, queryId: 'q', modelId, sample, answer: { text: 'x' } });

async function written(recordings: readonly Recording[], secrets: readonly string[] = []): Promise<void> {
  const writer = await openRecordingsWriter(dir, secrets);
  for (const one of recordings) await writer.write(one);
  await writer.close();
}

async function readAll(): Promise<Recording[]> {
  const all: Recording[] = [];
  for (const file of await recordingFiles(dir)) for await (const { recording } of readRecordingFile(file)) all.push(recording);
  return all;
}

describe('openRecordingsWriter', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((one) => !/\d{7}|@|\+\d/.test(one));
  const count = fc.nat(1e9);
  const drawn = fc.record(
    {
      key: fc.oneof(fc.constant(null), text),
      queryId: text.filter((id) => id !== ''),
      modelId: fc.constantFrom('openai/gpt-4o', 'a b', 'ü', 'x__y', 'x/y'),
      sample: fc.nat(100),
      request: fc.record({ temperature: fc.nat(2), stop: fc.array(text) }),
      answer: fc.record(
        { text, finishReason: text, refusal: fc.boolean(), confidence: fc.constantFrom(0, 0.25, 1) },
        { requiredKeys: ['text'] },
      ),
      error: fc.record({ kind: text, message: text }, { requiredKeys: ['kind'] }),
      usage: fc.record({ inputTokens: count, outputTokens: count }, { requiredKeys: [] }),
      timing: fc.record({ latencyMs: fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs) }),
      costUsd: fc.double({ min: 0, max: 10, noNaN: true }).map(Math.abs),
      recordedAt: fc.constant('2025-01-31T09:30:00Z'),
    },
    { requiredKeys: ['key', 'queryId', 'modelId', 'sample'] },
  );

  it('writes what readRecordingFile reads, each model in its order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 10 }), async (recordings) => {
        dir = join(root, String(made++));
        await written(recordings as Recording[]);
        const read = await readAll();
        expect(read).toHaveLength(recordings.length);
        for (const modelId of new Set(recordings.map((one) => one.modelId))) {
          const of = (list: readonly { modelId: string }[]) => list.filter((one) => one.modelId === modelId);
          expect(of(read)).toEqual(of(recordings));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('appends, and keeps what was there', async () => {
    await written([plain(0)]);
    const before = readFileSync(join(dir, 'm.jsonl'), 'utf8');
    await written([plain(1)]);
    expect(readFileSync(join(dir, 'm.jsonl'), 'utf8').startsWith(before)).toBe(true);
    expect((await readAll()).map(({ sample }) => sample)).toEqual([0, 1]);
  });

  it('keeps the order of many writers at once, beyond a buffer', async () => {
    const writer = await openRecordingsWriter(dir);
    const long = 'y'.repeat(20_000);
    await Promise.all(
      Array.from({ length: 100 }, (_, sample) => writer.write({ ...plain(sample), answer: { text: `${sample} ${long}` } })),
    );
    await writer.close();
    expect((await readAll()).map(({ sample }) => sample)).toEqual(Array.from({ length: 100 }, (_, sample) => sample));
  });

  it('lets no secret and no personal datum reach the disk, in answers, errors and requests', async () => {
    const key = 'sk-abcdEFGH1234567890abcd';
    const dirty = `write to ann@acme-desk.io with ${key} or hunter2hunter2`;
    await written(
      [
        { ...plain(0), request: { user: dirty, nested: { deep: [dirty] } }, answer: { text: dirty } },
        { ...plain(1), error: { kind: 'http', message: dirty } },
      ],
      ['hunter2hunter2'],
    );
    const bytes = readFileSync(join(dir, 'm.jsonl'), 'utf8');
    for (const secret of [key, 'ann@acme-desk.io', 'hunter2']) expect(bytes).not.toContain(secret);
    expect(bytes.match(/\[redacted:key\]/g)).toHaveLength(4);
  });

  it('hands each line to the system before it says written, where that is asked for', async () => {
    const writer = await openRecordingsWriter(dir, [], 'each_line');
    for (const sample of [0, 1]) {
      await writer.write(plain(sample));
      expect(readFileSync(join(dir, 'm.jsonl'), 'utf8').split('\n')).toHaveLength(sample + 2);
    }
    await writer.close();
    expect(await readAll()).toHaveLength(2);
  });

  it('cleans tool calls, attempts and ids of requests too', async () => {
    const dirty = 'ann@acme-desk.io hunter2hunter2';
    await written(
      [
        {
          ...plain(0),
          answer: { text: '', toolCalls: [{ name: 'mail', arguments: `{"to":"${dirty}"}` }] },
          attempts: [{ at: '2025-01-01T00:00:00Z', latencyMs: 1, requestId: dirty, error: { kind: 'x', message: dirty } }],
        },
      ],
      ['hunter2hunter2'],
    );
    const bytes = readFileSync(join(dir, 'm.jsonl'), 'utf8');
    expect(bytes.match(/\[redacted:email\] \[redacted:secret\]/g)).toHaveLength(3);
    expect(bytes).not.toMatch(/ann@|hunter2/);
  });

  it('mends a torn tail before it appends: the torn bytes are kept beside, the rest reads whole', async () => {
    await written([plain(0)]);
    appendFileSync(join(dir, 'm.jsonl'), '{"key":null,"que');
    await written([plain(1)]);
    expect((await readAll()).map(({ sample }) => sample)).toEqual([0, 1]);
    expect(readFileSync(join(dir, 'm.jsonl.torn'), 'utf8')).toBe('{"key":null,"que\n');
  });
});

describe('mendTail', () => {
  const mendTail = (path: string) => mend(path, (line) => 'recording' in checkRecording(line));

  it('tells a whole file, a missing one, an unended one and a torn one', async () => {
    await written([plain(0)]);
    const path = join(dir, 'm.jsonl');
    const whole = readFileSync(path);
    expect(await mendTail(path)).toBe('whole');
    expect(await mendTail(join(dir, 'none.jsonl'))).toBe('whole');
    expect(existsSync(join(dir, 'none.jsonl'))).toBe(false);
    writeFileSync(path, whole.subarray(0, whole.length - 1));
    expect(await mendTail(path)).toBe('unended');
    expect(readFileSync(path)).toEqual(whole);
    writeFileSync(path, Buffer.concat([whole, Buffer.from(`{"text":"${'z'.repeat(200_000)}`)]));
    expect(await mendTail(path)).toBe('torn');
    expect(readFileSync(path)).toEqual(whole);
  });
});

describe('recordingFileName', () => {
  it('gives each model its own file, from which the id can be read back, safe on any system', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab./\\%:*?"<>|!\'() _-é→') }), (id) => {
        const name = recordingFileName(id);
        expect(name).toMatch(/^[A-Za-z0-9._%~-]*\.jsonl$/);
        expect(decodeURIComponent(name.slice(0, -'.jsonl'.length))).toBe(id);
      }),
    );
  });

  it('keeps a model of the name of the router times apart from them', async () => {
    expect(recordingFileName('router-time')).toBe('%72outer-time.jsonl');
    await written([plain(0, 'router-time')]);
    writeFileSync(join(dir, 'router-time.jsonl'), '{"decisionHash":"x"}\n');
    expect((await readAll()).map(({ modelId }) => modelId)).toEqual(['router-time']);
  });

  it('lists recordings in the order of their names and nothing else', async () => {
    await written([plain(0, 'b'), plain(0, 'a')]);
    for (const name of ['c.jsonl.gz', 'notes.txt', 'a.jsonl.torn']) writeFileSync(join(dir, name), '');
    expect(await recordingFiles(dir)).toEqual(['a.jsonl', 'b.jsonl', 'c.jsonl.gz'].map((name) => join(dir, name)));
    expect(readdirSync(dir)).toHaveLength(5);
    await expect(recordingFiles(join(dir, 'none'))).rejects.toThrow('no such folder of recordings');
  });
});
