import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { importFormats } from '../../src/app/import/import-formats.js';
import { type ImportRequest, importWorkspace } from '../../src/app/import/import-workspace.js';
import { defineImporter, type ImportItem } from '../../src/dataset/importer/importer.js';
import { readDataset } from '../../src/dataset/read-dataset.js';
import type { Recording } from '../../src/domain/recording.js';
import { createScorer } from '../../src/quality/index.js';
import { recordingFiles } from '../../src/recording/recording-file.js';
import { recordingSchema } from '../../src/recording/recording-schema.js';
import { STRONG, sampleGsm8k, sampleMmlu, WEAK } from '../dataset/importer/sample.js';

let home = '';
let source = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'routelab-workspace-'));
  source = join(home, 'source');
  mkdirSync(source);
  sampleGsm8k(source);
});

const routellm = (more: Partial<ImportRequest> = {}) =>
  importWorkspace({ format: 'routellm', path: source, out: join(home, 'w'), options: {}, force: false, ...more });
const lines = (...path: string[]) =>
  readFileSync(join(home, ...path), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const jsonLines = (...path: string[]) => lines(...path).map((line) => JSON.parse(line) as Record<string, unknown>);
const yaml = (...path: string[]) => parse(readFileSync(join(home, ...path), 'utf8')) as Record<string, unknown>;

describe('a workspace', () => {
  test('holds dataset, recordings, models and an experiment that runs as it is', async () => {
    await routellm();
    expect(readdirSync(join(home, 'w')).sort()).toEqual(['dataset.jsonl', 'models.yaml', 'recordings', 'routelab.yaml']);
    expect(jsonLines('w', 'dataset.jsonl')[0]).toEqual({ id: 'gsm8k-1', prompt: 'How many, in all?', reference: 18 });
    expect(readdirSync(join(home, 'w', 'recordings', 'gsm8k')).length).toBe(2);
    expect(yaml('w', 'models.yaml')).toEqual({
      models: [
        { id: WEAK, provider: 'org', name: 'weak' },
        { id: STRONG, provider: 'openai', name: STRONG },
      ],
    });
    expect(yaml('w', 'routelab.yaml')).toEqual({
      name: 'routellm-gsm8k',
      dataset: 'dataset.jsonl',
      recordings: 'recordings/gsm8k',
      models: 'models.yaml',
      scorer: { type: 'given' },
      split: 'none',
      strategies: [],
      baselines: ['single', 'random', 'random_at_shares', 'oracle', 'category_oracle', 'zero_router', 'prompt_length'],
      reference: STRONG,
      pair: { weak: WEAK, strong: STRONG },
      cost: { by: 'calls', model: STRONG },
    });
  });

  test('the report says what was read, kept, left out and why, and what to run next', async () => {
    const report = await routellm();
    const [made] = report.workspaces;
    expect(made?.queries).toEqual({ read: 4, kept: 3, repeatedIds: 0, repeatedPrompts: 0 });
    expect(made?.recordings).toEqual({ kept: 6, repeated: 0, withoutQuery: 0 });
    expect(made?.skipped).toEqual([
      {
        what: 'query',
        reason: 'contaminated prompt (RouteLLM leaves it out)',
        count: 1,
        first: { file: join(source, 'gsm8k_responses.csv'), line: 4, key: 'gsm8k-2' },
      },
    ]);
    expect(made?.models).toEqual([
      { id: WEAK, recordings: 3, missingCells: 0, unpriced: true, compared: true },
      { id: STRONG, recordings: 3, missingCells: 0, unpriced: true, compared: true },
    ]);
    expect(made?.files.map(({ path }) => path)).toEqual(['dataset.jsonl', 'recordings/gsm8k/', 'models.yaml', 'routelab.yaml']);
    for (const { path } of made?.files ?? []) expect(existsSync(join(home, 'w', path)), path).toBe(true);
    expect(report.next).toEqual([`cd ${join(home, 'w')} && routelab run`]);
  });

  test('is the same, byte for byte, when made again', async () => {
    await routellm();
    await routellm({ out: join(home, 'again') });
    for (const file of ['dataset.jsonl', 'models.yaml', 'routelab.yaml']) {
      expect(lines('again', file)).toEqual(lines('w', file));
    }
  });
});

describe('sets', () => {
  test('several sets each get a workspace below out', async () => {
    sampleMmlu(source);
    const report = await routellm();
    expect(report.workspaces.map(({ set, dir }) => [set, dir])).toEqual([
      ['gsm8k', join(home, 'w', 'gsm8k')],
      ['mmlu', join(home, 'w', 'mmlu')],
    ]);
    expect(jsonLines('w', 'mmlu', 'dataset.jsonl')[0]).toMatchObject({ id: 'mmlu-anatomy-1', category: 'anatomy' });
    expect(yaml('w', 'mmlu', 'routelab.yaml')['recordings']).toBe('recordings/mmlu');
  });

  test('one chosen set is out itself; an unknown one is named with those there are', async () => {
    sampleMmlu(source);
    await routellm({ set: 'mmlu' });
    expect(existsSync(join(home, 'w', 'dataset.jsonl'))).toBe(true);
    await expect(routellm({ set: 'mt-bench', out: join(home, 'v') })).rejects.toThrow('accepted: gsm8k, mmlu');
  });
});

describe('nothing half-written', () => {
  test('a problem in the files leaves no trace, and every problem is told', async () => {
    writeFileSync(join(home, 'bad.csv'), 'id,prompt,m_score\n1,x,7\n2,y,1\n3,z,good\n');
    const attempt = importWorkspace({
      format: 'wide',
      path: join(home, 'bad.csv'),
      out: join(home, 'w'),
      options: {},
      force: false,
    });
    await expect(attempt).rejects.toThrow(/bad\.csv:2 .*\n.*bad\.csv:4 /);
    expect(readdirSync(home).sort()).toEqual(['bad.csv', 'source']);
  });

  test('a folder that is not empty is refused before anything is read', async () => {
    mkdirSync(join(home, 'w'));
    writeFileSync(join(home, 'w', 'mine.txt'), 'mine');
    await expect(routellm()).rejects.toThrow('--out  the folder is not empty');
    expect(readdirSync(join(home, 'w'))).toEqual(['mine.txt']);
    writeFileSync(join(home, 'file'), '');
    await expect(routellm({ out: join(home, 'file') })).rejects.toThrow('is a file');
  });

  test('--force replaces what an import writes and keeps what others wrote', async () => {
    await routellm();
    writeFileSync(join(home, 'w', 'mine.txt'), 'mine');
    writeFileSync(join(home, 'w', 'dataset.jsonl'), 'old');
    writeFileSync(join(home, 'w', 'recordings', 'gsm8k', 'stale.jsonl'), 'old');
    await routellm({ force: true });
    expect(lines('w', 'mine.txt')).toEqual(['mine']);
    expect(jsonLines('w', 'dataset.jsonl').length).toBe(3);
    expect(readdirSync(join(home, 'w', 'recordings', 'gsm8k'))).not.toContain('stale.jsonl');
    expect(readdirSync(home).sort()).toEqual(['source', 'w']);
  });

  test('an empty folder is filled in place', async () => {
    mkdirSync(join(home, 'w'));
    const { ino } = statSync(join(home, 'w'));
    await routellm();
    expect(statSync(join(home, 'w')).ino).toBe(ino);
    expect(existsSync(join(home, 'w', 'routelab.yaml'))).toBe(true);
  });
});

describe('what an importer may yield', () => {
  const run = (items: readonly ImportItem[], over: { readonly audit?: boolean } = {}) => {
    const importer = defineImporter({
      name: 'made-up',
      description: 'for this test',
      options: [],
      detect: async () => true,
      sets: async () => [],
      async *read() {
        yield* items;
      },
    });
    return importWorkspace({
      format: 'made-up',
      path: source,
      out: join(home, 'w'),
      options: {},
      force: false,
      importers: [importer],
      ...over,
    });
  };
  const query = (id: string, prompt: string): ImportItem => ({ kind: 'query', query: { id, prompt }, label: { queryId: id } });
  const recording = (queryId: string, modelId: string, sample = 0, costUsd?: number): ImportItem => ({
    kind: 'recording',
    recording: { key: null, queryId, modelId, sample, quality: 1, ...(costUsd === undefined ? {} : { costUsd }) },
  });
  const model = (id: string, priced = false): ImportItem => {
    const price = priced ? { price: { inputUsdPerMTok: 1, outputUsdPerMTok: 2 } } : {};
    return { kind: 'model', model: { id, provider: 'p', name: id, tags: [], ...price } };
  };
  const experiment: ImportItem = {
    kind: 'experiment',
    settings: {
      name: 'x',
      scorer: { type: 'given' },
      split: 'column',
      cost: { by: 'usd' },
      rightAt: 'full',
      pricedAt: '2026-01-02',
      priceSource: 's',
    },
  };

  test('recordings before their queries, repeats, samples, missing cells, prices', async () => {
    const { workspaces } = await run([
      recording('q1', 'a'),
      recording('q1', 'a', 1),
      recording('q1', 'a', 1),
      recording('ghost', 'a'),
      query('q1', 'Hello there!'),
      query('q2', 'hello  THERE'),
      query('q2', 'again'),
      recording('q1', 'b', 0, 0.1),
      recording('q2', 'b', 0, 0.1),
      model('a'),
      model('b'),
      model('c', true),
      experiment,
    ]);
    expect(workspaces[0]?.queries).toEqual({ read: 3, kept: 2, repeatedIds: 1, repeatedPrompts: 1 });
    expect(workspaces[0]?.recordings).toEqual({ kept: 5, repeated: 1, withoutQuery: 1 });
    expect(workspaces[0]?.models).toEqual([
      { id: 'a', recordings: 3, missingCells: 1, unpriced: true, compared: true },
      { id: 'b', recordings: 2, missingCells: 0, unpriced: false, compared: true },
      { id: 'c', recordings: 0, missingCells: 2, unpriced: false, compared: false },
    ]);
    expect(yaml('w', 'models.yaml')).toMatchObject({
      priced_at: '2026-01-02',
      price_source: 's',
      models: [{ id: 'a' }, { id: 'b' }, { id: 'c', price: { input_usd_per_mtok: 1, output_usd_per_mtok: 2 } }],
    });
    expect(yaml('w', 'routelab.yaml')).toMatchObject({ split: 'column', right_at: 'full' });
    expect(yaml('w', 'routelab.yaml')).not.toHaveProperty('cost');
  });

  test('given costs that do not fit tokens and prices are told, whichever came first, model or recording', async () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 0 };
    const priced = (queryId: string, modelId: string, costUsd: number): ImportItem => ({
      kind: 'recording',
      recording: { key: null, queryId, modelId, sample: 0, quality: 1, usage, costUsd },
    });
    const { workspaces } = await run([
      query('q1', 'one'),
      query('q2', 'two'),
      model('a', true),
      ...[priced('q1', 'a', 0.1), priced('q2', 'a', 0.1), priced('q1', 'b', 0.5), priced('q2', 'b', 0.7), priced('q1', 'c', 1)],
      model('b', true),
      model('c', true),
      model('d'),
      priced('q1', 'd', 5),
      experiment,
    ]);
    // The price is 1 USD a million input tokens, of which each call has one.
    expect(workspaces[0]?.costMismatch).toEqual([
      { modelId: 'a', factor: 0.1, total: 0.1, n: 2 },
      { modelId: 'b', factor: 0.7, total: 0.6, n: 2 },
    ]);
  });

  test('is audited as it was written: what could mislead is told with the import', async () => {
    const items: ImportItem[] = Array.from({ length: 30 }, (_, i): ImportItem[] => [
      {
        kind: 'query',
        query: { id: `q${i}`, prompt: `question ${Math.floor(i / 2)} of many` },
        label: { queryId: `q${i}`, split: (['train', 'validation', 'test'] as const)[i % 3] ?? 'test', reference: i },
      },
      {
        kind: 'recording',
        recording: {
          key: null,
          queryId: `q${i}`,
          modelId: 'a',
          sample: 0,
          quality: i % 2,
          usage: { inputTokens: 40, outputTokens: i },
        },
      },
      { kind: 'recording', recording: { key: null, queryId: `q${i}`, modelId: 'b', sample: 0, quality: 1, costUsd: 0 } },
    ]).flat();
    const { workspaces } = await run([...items, model('a', true), model('b'), experiment]);
    const found = (workspaces[0]?.audits ?? []).map(({ id, level }) => [id, level]);
    expect(found).toContainEqual(['leak', 'error']);
    expect(found).toContainEqual(['constant_tokens', 'warn']);
    expect(found).toContainEqual(['price_zero', 'warn']);
    expect(found).toContainEqual(['contradicting_references', 'warn']);
  });

  test('is not audited where nobody wants it, and says so where it does not load', async () => {
    const items = [query('q1', 'x'), model('a'), recording('q1', 'a'), experiment];
    expect((await run(items, { audit: false })).workspaces[0]?.audits).toBeNull();
    rmSync(join(home, 'w'), { recursive: true });
    expect((await run(items)).workspaces[0]?.audits).toEqual([
      { id: 'not_audited', level: 'error', message: expect.stringMatching(/q1 has none/) },
    ]);
  });

  test('decisions of another project, one file a strategy', async () => {
    const { workspaces } = await run([
      query('q1', 'x'),
      model('a'),
      { kind: 'decision', strategy: 'their router/v2', queryId: 'q1', modelId: 'a' },
      { kind: 'note', message: 'seen' },
      experiment,
    ]);
    expect(jsonLines('w', 'decisions', 'their-router-v2.jsonl')).toEqual([{ query_id: 'q1', model_id: 'a' }]);
    expect(workspaces[0]?.decisions).toEqual([{ strategy: 'their router/v2', count: 1 }]);
    expect(workspaces[0]?.notes).toEqual(['seen']);
  });

  test('strategies whose names make the same file name keep a file each', async () => {
    const decisions = ['a/b', 'a b', 'A-B'].map(
      (strategy): ImportItem => ({ kind: 'decision', strategy, queryId: 'q1', modelId: 'a' }),
    );
    const { workspaces } = await run([query('q1', 'x'), model('a'), ...decisions, experiment]);
    const files = workspaces[0]?.files.filter(({ path }) => path.startsWith('decisions/')).map(({ path }) => path);
    expect(files).toEqual(['decisions/a-b.jsonl', 'decisions/a-b-2.jsonl', 'decisions/A-B-3.jsonl']);
    for (const path of files ?? []) expect(jsonLines('w', path).length).toBe(1);
  });

  test('at most 20 problems are listed, the others counted; no query at all is refused', async () => {
    const problem: ImportItem = { kind: 'problem', problem: { file: 'f', line: 1, message: 'wrong' } };
    await expect(run([...Array.from({ length: 25 }, () => problem), experiment])).rejects.toThrow(/and 5 more problems/);
    await expect(run([model('a'), experiment])).rejects.toThrow('no query is left');
  });
});

describe('mistakes', () => {
  test('an unknown format, option or path, a path of another format', async () => {
    await expect(routellm({ format: 'routelm' })).rejects.toThrow('Did you mean "routellm"?');
    await expect(routellm({ options: { 'keep-contaminate': true } })).rejects.toThrow('Did you mean "--keep-contaminated"?');
    await expect(routellm({ path: join(home, 'absent') })).rejects.toThrow('no such file or folder');
    const file = join(source, 'gsm8k_responses.csv');
    await expect(routellm({ path: file })).rejects.toMatchObject({ problems: [{ file, hint: 'it looks like: wide' }] });
    await expect(routellm({ format: 'wide', path: file, set: 'x' })).rejects.toThrow('wide has no sets');
  });
});

const REAL = '../shared/data/routellm';

describe.skipIf(!existsSync(REAL))('the real GSM8K (needs ../shared/data)', () => {
  test('reads back as written, and its answers still give every recorded flag', async () => {
    await routellm({ path: REAL, set: 'gsm8k' });
    const { dataset } = await readDataset(join(home, 'w', 'dataset.jsonl'));
    const { queries, labels } = dataset;
    expect(queries.size).toBe(1307);
    const rows = new Map(Array.from({ length: queries.size }, (_, row) => [queries.ids.get(row), row]));
    const { score } = createScorer({ type: 'numeric', extract: 'last_digits' });
    const files = await recordingFiles(join(home, 'w', 'recordings', 'gsm8k'));
    expect(files.length).toBe(2);
    for (const file of files) {
      const recordings = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => recordingSchema.parse(JSON.parse(line)) as Recording);
      expect(recordings.length).toBe(1307);
      for (const recording of recordings) {
        const label = JSON.parse(labels.scoring.get(rows.get(recording.queryId) ?? -1));
        expect(score(recording, label), recording.queryId).toBe(recording.quality);
      }
    }
  });
});

test('formats describe themselves for the command line', () => {
  expect(importFormats().map(({ name }) => name)).toEqual(expect.arrayContaining(['routellm', 'wide']));
  expect(importFormats('routellm')[0]?.options.map(({ name }) => name)).toEqual(['keep-contaminated', 'scorer']);
  expect(() => importFormats('x')).toThrow('no such format');
});
