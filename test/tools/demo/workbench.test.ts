import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createScorer } from '../../../src/quality/index.js';
import { CATEGORIES, DIFFICULTIES } from '../../../tools/demo/draft.js';
import { gzip } from '../../../tools/demo/gzip.js';
import { PRICES } from '../../../tools/demo/price.js';
import { DEMO_MODELS } from '../../../tools/demo/skill.js';
import { qualities, summarise } from '../../../tools/demo/summary.js';
import {
  DATASET_PATH,
  EXPECTED_QUERIES,
  makeWorkbench,
  PER_CATEGORY,
  recordingPath,
  SEED,
} from '../../../tools/demo/workbench.js';
import { datasetFile, recordingFile, type ShippedRow, shippedPath, shippedRecordings, shippedRows } from './shipped.js';

const root = shippedPath('.');
const scratch = mkdtempSync(join(tmpdir(), 'routelab-demo-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const tally = (of: (row: ShippedRow) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const row of shippedRows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return counts;
};

describe('the shipped demo', () => {
  it('is what the generator writes', () => {
    execFileSync(process.execPath, ['--import', 'tsx', 'tools/demo/generate.ts', scratch], { cwd: root });
    expect(readFileSync(join(scratch, DATASET_PATH), 'utf8') === datasetFile).toBe(true);
    for (const model of DEMO_MODELS) {
      expect(gunzipSync(readFileSync(join(scratch, recordingPath(model)))).toString('utf8') === recordingFile(model)).toBe(true);
    }
  });

  it('differs under another seed', () => {
    const prompts = (seed: number): string[] => makeWorkbench(seed, 2).queries.map((query) => query.draft.prompt);
    expect(prompts(1)).toEqual(prompts(1));
    expect(prompts(1)).not.toEqual(prompts(2));
  });

  it('stays below 4 MB', () => {
    const paths = [DATASET_PATH, ...DEMO_MODELS.map(recordingPath)];
    expect(paths.reduce((sum, path) => sum + statSync(shippedPath(path)).size, 0)).toBeLessThan(4e6);
  });

  it('quotes its figures and its nature in the data card', () => {
    const card = readFileSync(shippedPath('datasets/workbench.md'), 'utf8');
    expect(card).toContain(summarise(makeWorkbench(SEED, PER_CATEGORY)));
    expect(card).toMatch(/SYNTHETIC/);
    expect(card).toMatch(/CC0/);
  });
});

describe('the dataset', () => {
  it('has the promised queries in every category and all difficulties', () => {
    expect(shippedRows).toHaveLength(EXPECTED_QUERIES);
    expect(EXPECTED_QUERIES).toBeGreaterThanOrEqual(2000);
    expect(tally((row) => row.category)).toEqual(
      new Map([...tally((row) => row.category).keys()].map((name) => [name, PER_CATEGORY])),
    );
    expect([...tally((row) => row.category).keys()].sort()).toEqual([...CATEGORIES].sort());
    expect(tally((row) => `${row.category} ${row.difficulty}`).size).toBe(CATEGORIES.length * DIFFICULTIES.length);
  });

  it('numbers queries by arrival, so that an id tells nothing of its category', () => {
    expect(shippedRows.map((row) => row.id)).toEqual(shippedRows.map((_, k) => `wb-${String(k + 1).padStart(4, '0')}`));
    const arrivals = shippedRows.map((row) => row.arrived_at);
    expect(arrivals).toEqual([...arrivals].sort());
  });

  it('has a few hundred groups of two to four, each within one session and one data class', () => {
    const groups = new Map<string, ShippedRow[]>();
    for (const row of shippedRows) if (row.group) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
    expect(groups.size).toBeGreaterThan(200);
    for (const rows of groups.values()) {
      expect(rows.length).toBeGreaterThanOrEqual(2);
      expect(rows.length).toBeLessThanOrEqual(4);
      expect(new Set(rows.map((row) => `${row.signals['session']} ${row.signals['data_class']}`)).size).toBe(1);
    }
  });

  it('knows every signal of every query', () => {
    for (const { signals } of shippedRows) {
      expect(['free', 'pro', 'enterprise']).toContain(signals['user_tier']);
      expect(['public', 'internal', 'restricted']).toContain(signals['data_class']);
      expect(signals['session']).toMatch(/^s\d{4}$/);
      expect(signals['expected_value_usd']).toBeGreaterThan(0);
    }
  });

  it('shapes each reference as its scorer needs it', () => {
    const shapes: Record<string, (row: ShippedRow) => boolean> = {
      numeric: (row) => typeof row.reference === 'number',
      multiple_choice: (row) => /^[A-D]$/.test(String(row.reference)) && row.choices?.length === 4,
      contains: (row) => 'contains' in Object(row.reference),
      exact: (row) => typeof row.reference === 'string' || 'any_of' in Object(row.reference),
    };
    expect(shippedRows.filter((row) => !shapes[row.metadata['scorer'] ?? '']?.(row)).map((row) => row.id)).toEqual([]);
  });
});

describe('the recordings', () => {
  it('hold one recording a query and model, none with a quality', () => {
    for (const [model, recordings] of shippedRecordings) {
      expect(recordings.map((r) => r.queryId)).toEqual(shippedRows.map((row) => row.id));
      expect(recordings.every((r) => r.modelId === model && r.sample === 0 && r.quality === undefined)).toBe(true);
      expect(recordings.every((r) => (r.answer === undefined) !== (r.error === undefined))).toBe(true);
    }
  });

  it('read right and wrong to the laboratory’s own scorer exactly as the simulator meant', () => {
    const scorer = createScorer({ type: 'by_reference' });
    const meant = qualities(makeWorkbench(SEED, PER_CATEGORY));
    for (const [model, recordings] of shippedRecordings) {
      const differing = recordings.filter((recording, row) => {
        const label = shippedRows[row];
        if (recording.answer === undefined || label === undefined) return false;
        const { reference, choices } = label;
        return (scorer.score(recording, choices ? { reference, choices } : { reference }) ?? 0) !== meant[model][row];
      });
      expect(differing.map((recording) => [recording.queryId, recording.answer?.text])).toEqual([]);
    }
  });

  it('are priced as models.yaml says', () => {
    const file = parse(readFileSync(shippedPath('models.yaml'), 'utf8')) as {
      models: { id: string; price: Record<string, number> }[];
    };
    const stated = file.models.map(({ id, price }) => [
      id,
      {
        input: price['input_usd_per_mtok'],
        cached: price['cached_input_usd_per_mtok'] ?? price['input_usd_per_mtok'],
        output: price['output_usd_per_mtok'],
      },
    ]);
    expect(Object.fromEntries(stated)).toEqual(PRICES);
  });

  it('are compressed without time or operating system in the header', () => {
    expect([...gzip('x').subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    for (const model of DEMO_MODELS) {
      expect([...readFileSync(shippedPath(recordingPath(model))).subarray(4, 10)]).toEqual([0, 0, 0, 0, 2, 255]);
    }
  });
});
