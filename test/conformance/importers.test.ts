import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importerNames, importers } from '../../src/dataset/importer/index.js';
import type { GivenOptions } from '../../src/dataset/importer/source/import-settings.js';
import { sampleGsm8k, sampleMmlu, sampleMtBench } from '../dataset/importer/sample.js';
import { sampleDcRouter, sampleRouting } from '../dataset/importer/sample-llmrouter.js';
import { adaptorRow, benchPath, benchRecord, benchResult } from '../dataset/importer/sample-llmrouterbench.js';
import { sampleOmnisBench } from '../dataset/importer/sample-omnisbench.js';
import { promptfooExport, promptfooRow } from '../dataset/importer/sample-promptfoo.js';
import { samplePredictions, sampleRouterArena } from '../dataset/importer/sample-routerarena.js';
import { longCsv, wideCsv, wideParquet } from '../dataset/importer/sample-routerbench.js';
import { MINI_TASKS, miniCsv, miniParquet } from '../dataset/importer/sample-routerbench-mini.js';
import { poolsNpz, poolsObject } from '../dataset/importer/sample-routereval.js';
import { tempFile, tempFolder } from '../support/temp-file.js';
import { expectConforming, importSource } from './import-suite.js';

const NOT_IMPORTERS = ['index.ts', 'importer.ts', 'source'];
const DATA = '../shared/data';

interface Case {
  readonly title: string;
  readonly path: string;
  readonly set?: string;
  readonly options?: GivenOptions;
}

/** At least one sample an importer; real data where it is at hand. */
function cases(name: string): readonly Case[] {
  const folder = mkdtempSync(join(tmpdir(), 'routelab-import-'));
  if (name === 'routellm') {
    sampleGsm8k(folder);
    sampleMmlu(folder);
    sampleMtBench(folder);
    const real = join(DATA, 'routellm');
    const found = existsSync(real)
      ? [
          { title: 'real GSM8K', path: real, set: 'gsm8k' },
          { title: 'real MMLU', path: real, set: 'mmlu' },
          { title: 'real MT-Bench', path: real, set: 'mt-bench' },
        ]
      : [];
    return [
      { title: 'GSM8K', path: folder, set: 'gsm8k' },
      { title: 'MMLU', path: folder, set: 'mmlu' },
      { title: 'MT-Bench', path: folder, set: 'mt-bench' },
      ...found,
    ];
  }
  if (name === 'llmrouter') {
    const real = { title: 'real dcrouter scores', path: join(DATA, 'llmrouter'), set: 'dcrouter' };
    return [
      { title: 'dcrouter scores', path: sampleDcRouter(), set: 'dcrouter' },
      { title: 'estimated costs', path: sampleDcRouter(), set: 'dcrouter', options: { 'assume-output-tokens': 9 } },
      { title: 'routing rows', path: sampleRouting(), set: 'routing' },
      ...(existsSync(real.path) ? [real] : []),
    ];
  }
  if (name === 'omnisbench') {
    const real = { title: 'real results', path: join(DATA, 'omnisbench') };
    return [{ title: 'results by policy', path: sampleOmnisBench() }, ...(existsSync(real.path) ? [real] : [])];
  }
  if (name === 'routerarena') {
    const sample = sampleRouterArena();
    const real = { title: 'real cached results', path: join(DATA, 'routerarena') };
    return [
      { title: 'cached results', path: sample },
      { title: 'with predictions', path: sample, options: { predictions: [samplePredictions(sample)] } },
      ...(existsSync(real.path) ? [real] : []),
    ];
  }
  if (name === 'llmrouterbench') {
    const of = (model: string) =>
      benchResult(
        'd',
        'test',
        model,
        [1, 2].map((index) => benchRecord(index)),
      );
    const tree = tempFolder({ [benchPath('d', 'test', 'a')]: of('a'), [benchPath('d', 'test', 'b')]: of('b') });
    const parts = tempFolder({
      'train.jsonl': adaptorRow('d', 1, 'x', { a: 1, b: 0 }),
      'test.jsonl': adaptorRow('d', 1, 'y', { a: 1, b: 0 }),
    });
    return [
      { title: 'result folders', path: tree },
      { title: "an adaptor's two files", path: parts },
      { title: "an adaptor's file", path: join(parts, 'test.jsonl') },
    ];
  }
  if (name === 'routerbench-mini') {
    const prompts = tempFile('manifest.jsonl', MINI_TASKS);
    const parquet = tempFile('predictions.parquet', '');
    miniParquet(parquet);
    return [
      { title: 'CSV', path: tempFile('predictions.csv', miniCsv()), options: { prompts } },
      { title: 'Parquet without prompts', path: parquet, options: { 'without-prompts': true } },
    ];
  }
  if (name === 'promptfoo') {
    const rows = [0, 1, 1].flatMap((index) => ['a', 'b'].map((provider) => promptfooRow({ test: index, provider })));
    return [
      { title: 'an export with a repeat', path: tempFile('results.json', promptfooExport(rows)) },
      { title: 'JSONL', path: tempFile('results.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join('')) },
    ];
  }
  if (name === 'routereval') {
    const json = tempFile('pools.json', JSON.stringify(poolsObject()));
    return [
      { title: '.npz', path: tempFile('pools.npz', poolsNpz()), set: 'easy/2/all_strong' },
      { title: 'JSON', path: json, set: 'hard/2/all_weak' },
      { title: 'without prompts', path: json, set: 'hard/2/all_weak', options: { 'without-prompts': true } },
    ];
  }
  if (name === 'routerbench') {
    writeFileSync(join(folder, 'wide.csv'), wideCsv());
    writeFileSync(join(folder, 'long.csv'), longCsv());
    wideParquet(join(folder, 'wide.parquet'));
    return [
      { title: 'wide CSV', path: join(folder, 'wide.csv'), options: { 'oracle-decisions': true } },
      { title: 'long CSV', path: join(folder, 'long.csv') },
      { title: 'wide Parquet', path: join(folder, 'wide.parquet') },
    ];
  }
  if (name === 'wide') {
    writeFileSync(join(folder, 'w.csv'), 'id,prompt,a,b|score,b|total_cost\nq1,hello,,0.5,0.01\nq2,you,,1,\nq2,again,,1,0.3\n');
    writeFileSync(join(folder, 'w.jsonl'), '{"query":"hi","small":true,"large":false}\n{"query":"ho","small":null,"large":1}\n');
    return [
      { title: 'CSV', path: join(folder, 'w.csv') },
      { title: 'JSONL', path: join(folder, 'w.jsonl') },
    ];
  }
  return [];
}

test('the list and the folder hold the same importers', () => {
  const files = readdirSync('src/dataset/importer').filter((name) => !NOT_IMPORTERS.includes(name));
  const listed = importerNames.map((name) => `${name}.ts`);
  expect(
    files.filter((name) => !listed.includes(name)),
    'files in src/dataset/importer that index.ts does not list',
  ).toEqual([]);
  expect(
    listed.filter((name) => !files.includes(name)),
    'importers listed in index.ts without a file of their name',
  ).toEqual([]);
});

describe.each(importers.map((importer) => [importer.name, importer] as const))('%s', (name, importer) => {
  const samples = cases(name);

  test('has a sample to be held to', () => {
    expect(samples.length, `add a sample of ${name} to test/conformance/importers.test.ts`).toBeGreaterThan(0);
  });

  test('has a section and a line in the list of docs/formats-import.md', () => {
    const page = readFileSync('docs/formats-import.md', 'utf8');
    expect(page).toContain(`\n## ${name}\n`);
    expect(page).toContain(`| [\`${name}\`](#${name}) |`);
  });

  test('describes its options, in kebab case, with a default among the choices', () => {
    for (const option of importer.options) {
      expect(option.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(option.description).not.toBe('');
      if (option.type === 'choice' && option.default !== undefined) expect(option.choices).toContain(option.default);
    }
    expect(new Set(importer.options.map((option) => option.name)).size).toBe(importer.options.length);
  });

  test.each(samples)('$title keeps the promises of the contract', async ({ path, set, options }) => {
    expect(await importer.detect(path)).toBe(true);
    if (set !== undefined) expect(await importer.sets(path)).toContain(set);
    await expectConforming(importer, importSource(importer, path, set, options));
  });

  // A wide table is whatever has rows and columns: it claims any single table, and another format's table is one.
  const own = name === 'wide' ? [] : samples;
  test.each(own)('$title is taken for no other format', async ({ path }) => {
    const claims = await Promise.all(importers.map(async (other) => ((await other.detect(path)) ? other.name : '')));
    expect(claims.filter((claim) => claim !== '' && claim !== 'wide')).toEqual([name]);
  });

  test('does not claim a path of another kind, or none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'routelab-import-'));
    writeFileSync(join(folder, 'notes.txt'), 'not data');
    for (const path of [folder, join(folder, 'notes.txt'), join(folder, 'absent')])
      expect(await importer.detect(path)).toBe(false);
  });
});
