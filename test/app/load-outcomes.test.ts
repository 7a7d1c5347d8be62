import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadOutcomes, type OutcomesInput } from '../../src/app/outcome/load-outcomes.js';
import { readDataset } from '../../src/dataset/read-dataset.js';
import { COST_SOURCE, OUTCOME_STATUS } from '../../src/domain/outcome-table.js';
import { UserError } from '../../src/domain/user-error.js';

const root = mkdtempSync(join(tmpdir(), 'routelab-outcomes-'));
afterAll(() => rmSync(root, { recursive: true }));
let dir = '';
let made = 0;
beforeEach(() => {
  dir = join(root, String(made++));
  mkdirSync(dir);
});

const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };
const models = {
  models: [
    { id: 'a/small', provider: 'a', name: 'small', tags: [], price },
    { id: 'a/idle', provider: 'a', name: 'idle', tags: [], price },
    { id: 'b/large', provider: 'b', name: 'large', tags: [] },
  ],
};

const line = (queryId: string, modelId: string, more: object = {}): string =>
  `${JSON.stringify({ key: null, queryId, modelId, sample: 0, ...more })}\n`;

async function load(files: Readonly<Record<string, string | Buffer>>, score?: OutcomesInput['score']) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  const path = join(root, 'dataset.jsonl');
  writeFileSync(
    path,
    ['q0', 'q1', 'q2'].map((id) => `${JSON.stringify({ id, prompt: 'x', reference: `ref ${id}` })}\n`).join(''),
  );
  const { dataset } = await readDataset(path);
  return loadOutcomes({ dataset, models, recordingsDir: dir, score: score ?? (({ quality }) => quality ?? null) });
}

describe('loadOutcomes', () => {
  it('counts the highest revision of a sample, in whatever order and file its revisions stand', async () => {
    const answer = (quality: number, more: object = {}): string =>
      line('q0', 'a/small', { answer: { text: 'x' }, quality, ...more });
    const orders = [
      [answer(0), answer(0.5, { revision: 1 }), answer(1, { revision: 2 })],
      [answer(1, { revision: 2 }), answer(0), answer(0.5, { revision: 1 })],
      [answer(0.5, { revision: 1 }), answer(1, { revision: 2 }), answer(1, { revision: 2 })],
    ];
    for (const lines of orders) {
      const { table, report } = await load({ 'a.jsonl': lines.slice(1).join(''), 'b.jsonl.gz': gzipSync(lines[0] ?? '') });
      expect([...table.quality]).toEqual([1]);
      expect([...table.cellOffsets]).toEqual([0, 1, 1, 1]);
      expect([report.recordings, report.superseded + report.repeated]).toEqual([1, 2]);
    }
    await expect(
      load({ 'a.jsonl': answer(0, { revision: 1 }) + answer(1, { revision: 1 }), 'b.jsonl.gz': gzipSync('') }),
    ).rejects.toThrow('another recording of a/small for q0');
  });

  it('makes one table of all files: scored, priced, sorted, with what was missing counted', async () => {
    const small =
      line('q2', 'a/small', { answer: { text: 'x' }, quality: 1, usage: { inputTokens: 100, outputTokens: 50 } }) +
      line('q0', 'a/small', {
        sample: 1,
        answer: { text: 'y' },
        quality: 0.5,
        costUsd: 0.25,
        recordedAt: '2025-01-02T00:00:00+01:00',
      }) +
      line('q0', 'a/small', { error: { kind: 'timeout' }, recordedAt: '2025-01-01T23:30:00Z' });
    const large =
      line('q1', 'b/large', { answer: { text: 'z' }, usage: { inputTokens: 1, outputTokens: 1 } }) +
      line('q9', 'b/large') +
      line('q0', 'c/other') +
      line('q1', 'b/large', { answer: { text: 'z' }, usage: { inputTokens: 1, outputTokens: 1 } });
    const { table, report, files } = await load({ 'large.jsonl.gz': gzipSync(large), 'small.jsonl': `${small}{"torn` });
    expect(table.modelIds).toEqual(['a/small', 'b/large']);
    expect([...table.cellOffsets]).toEqual([0, 2, 2, 2, 3, 4, 4]);
    expect([...table.status]).toEqual([OUTCOME_STATUS.error, OUTCOME_STATUS.ok, OUTCOME_STATUS.unscored, OUTCOME_STATUS.ok]);
    expect([...table.quality]).toEqual([Number.NaN, 0.5, Number.NaN, 1]);
    // 100 × 1 USD / 10⁶ + 50 × 2 USD / 10⁶ = 0.0002 USD
    expect([...table.costPico]).toEqual([0, 2.5e11, Number.NaN, 2e8]);
    expect([...table.costSource]).toEqual([COST_SOURCE.missing, COST_SOURCE.given, COST_SOURCE.missing, COST_SOURCE.priced]);
    expect(report).toEqual({
      recordings: 4,
      superseded: 0,
      skippedUnknownQuery: 1,
      skippedUnknownModel: 1,
      unknownModels: ['c/other'],
      repeated: 1,
      tornTails: 1,
      missingCells: 3,
      unscored: 1,
      errors: 1,
      unbilled: 1,
      unrecordedModels: ['a/idle'],
      unpricedModels: ['b/large'],
      oldestRecordedAt: '2025-01-01T23:00:00.000Z',
      newestRecordedAt: '2025-01-01T23:30:00.000Z',
      costMismatch: [],
      askedOtherwise: [],
    });
    expect(files).toEqual([
      { path: join(dir, 'large.jsonl.gz'), sha256: createHash('sha256').update(gzipSync(large)).digest('hex') },
      { path: join(dir, 'small.jsonl'), sha256: createHash('sha256').update(`${small}{"torn`).digest('hex') },
    ]);
  });

  it('hands the scorer the recording and the label, and no failed call', async () => {
    const seen: unknown[] = [];
    await load(
      { 'm.jsonl': line('q1', 'a/small', { answer: { text: 'x' } }) + line('q0', 'a/small', { error: { kind: 'timeout' } }) },
      (recording, label) => {
        seen.push([recording.queryId, label]);
        return 1;
      },
    );
    expect(seen).toEqual([['q1', { reference: 'ref q1' }]]);
  });

  it('refuses two different recordings of one sample, naming both lines', async () => {
    const one = line('q0', 'a/small', { quality: 1 });
    const other = line('q0', 'a/small', { quality: 0 });
    const error = await load({ 'm.jsonl': one + one + other }).catch((thrown: unknown) => thrown);
    expect((error as UserError).problems).toMatchObject([
      { file: join(dir, 'm.jsonl'), line: 3, message: expect.stringContaining('than on line 1') },
    ]);
    const across = await load({ 'm.jsonl': one, 'n.jsonl': line('q1', 'a/small') + other }).catch((thrown: unknown) => thrown);
    expect((across as UserError).problems).toMatchObject([
      { file: join(dir, 'n.jsonl'), line: 2, message: expect.stringContaining(`than on ${join(dir, 'm.jsonl')}:1`) },
    ]);
  });

  it('tells given costs that do not fit the prices, by the median factor', async () => {
    const usage = { inputTokens: 1000, outputTokens: 0 };
    const costs = [0.002, 0.003, 0.001, 0.005, 0.0011];
    const lines = costs.map((costUsd, sample) => line('q0', 'a/small', { sample, usage, costUsd }));
    expect((await load({ 'm.jsonl': lines.join('') })).report.costMismatch).toEqual([
      { modelId: 'a/small', factor: 2, total: expect.closeTo(2.42, 9), n: 5 },
    ]);
    const fitting = line('q0', 'a/small', { usage, costUsd: 0.001005 });
    expect((await load({ 'm.jsonl': fitting })).report.costMismatch).toEqual([]);
  });

  it('tells given costs that leave out what only some calls used, which the median would not show', async () => {
    const plain = { usage: { inputTokens: 1000, outputTokens: 0 }, costUsd: 0.001 };
    const usage = { inputTokens: 1000, outputTokens: 500, reasoningTokens: 500 };
    const members = [plain, plain, plain, { usage, costUsd: 0.001 }];
    const lines = members.map((member, sample) => line('q0', 'a/small', { sample, ...member })).join('');
    // a/small: 1 USD a million in, 2 out: 0.004 USD given, 3 × 0.001 + 0.002 = 0.005 priced.
    expect((await load({ 'm.jsonl': lines })).report.costMismatch).toEqual([
      { modelId: 'a/small', factor: 1, total: expect.closeTo(0.8, 9), n: 4 },
    ]);
    const guessed = line('q0', 'a/small', { usage: { ...usage, estimated: true }, costUsd: 1 });
    expect((await load({ 'm.jsonl': guessed })).report.costMismatch).toEqual([]);
  });

  it('ends with exit code 4 where nothing fits, naming a model close to the one recorded', async () => {
    const error = await load({ 'm.jsonl': line('q0', 'a/smal') }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).exitCode).toBe(4);
    expect((error as UserError).problems).toMatchObject([{ value: 'a/smal', nearest: 'a/small' }]);
    const empty = await load({ 'm.jsonl': '' }).catch((thrown: unknown) => thrown);
    expect((empty as UserError).exitCode).toBe(4);
  });

  it('lets a scorer that leaves 0..1 fail aloud', async () => {
    await expect(load({ 'm.jsonl': line('q0', 'a/small', { answer: { text: 'x' } }) }, () => 2)).rejects.toThrow(RangeError);
  });
});
