import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataset } from '../../src/dataset/read-dataset.js';
import { openDatasetWriter } from '../../src/dataset/write-dataset.js';
import { codedValue } from '../../src/domain/column.js';
import type { Label } from '../../src/domain/label.js';
import { promptMessages, type Query } from '../../src/domain/query.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-write-'));
afterAll(() => rmSync(dir, { recursive: true }));

const text = fc.string({ unit: 'binary' });
const name = text.filter((one) => one !== '');
const signals = fc.dictionary(
  name.filter((key) => key !== '__proto__'),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
);
const query = fc.record(
  {
    prompt: fc.oneof(
      text,
      fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }), { minLength: 1 }),
    ),
    signals,
  },
  { requiredKeys: ['prompt'] },
);
const label = fc.record(
  {
    category: name,
    difficulty: name,
    reference: fc.oneof(text, fc.integer(), fc.array(text)),
    choices: fc.array(text),
    rubric: text,
    group: name,
    split: fc.constantFrom('train', 'validation', 'test'),
    weight: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
  },
  { requiredKeys: [] },
);

describe('openDatasetWriter', () => {
  it('writes what readDataset reads, plain and compressed', async () => {
    let files = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(query, label), { minLength: 1, maxLength: 12 }), async (drawn) => {
        const rows = drawn.map(([one, its], row) => ({
          query: { id: `q${row}`, ...one } as Query,
          label: { queryId: `q${row}`, ...its } as Label,
        }));
        const path = join(dir, `round-${files++}.jsonl${files % 2 ? '' : '.gz'}`);
        const writer = openDatasetWriter(path);
        for (const row of rows) await writer.write(row.query, row.label);
        await writer.close();
        const { queries, labels } = (await readDataset(path)).dataset;
        expect(queries.size).toBe(rows.length);
        rows.forEach((row, at) => {
          expect(queries.ids.get(at)).toBe(row.query.id);
          expect(queries.messages(at)).toEqual(promptMessages(row.query.prompt));
          const read = Object.fromEntries([...queries.signals].map(([key, column]) => [key, codedValue(column, at)]));
          expect(read).toEqual({
            ...Object.fromEntries([...queries.signals.keys()].map((key) => [key, undefined])),
            ...row.query.signals,
          });
          for (const field of ['category', 'difficulty', 'group', 'split'] as const) {
            expect(codedValue(labels[field], at)).toBe(row.label[field]);
          }
          expect(labels.weight[at]).toBe(row.label.weight ?? 1);
          const { reference, choices, rubric } = row.label;
          expect(JSON.parse(labels.scoring.get(at))).toEqual(JSON.parse(JSON.stringify({ reference, choices, rubric })));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('puts the file in its place at the end, and not before', async () => {
    const path = join(dir, 'late.jsonl');
    const writer = openDatasetWriter(path);
    await writer.write({ id: 'a', prompt: 'x' }, { queryId: 'a', category: 'c', weight: 2 });
    expect(existsSync(path)).toBe(false);
    await writer.close();
    expect(readFileSync(path, 'utf8')).toBe('{"id":"a","prompt":"x","category":"c","weight":2}\n');
    expect(readdirSync(dir).filter((file) => file.endsWith('.partial'))).toEqual([]);
  });

  it('tells a place that can not be written when closed', async () => {
    const writer = openDatasetWriter(join(dir, 'no', 'such', 'folder.jsonl'));
    await expect(
      (async () => {
        await writer.write({ id: 'a', prompt: 'x' }, { queryId: 'a' });
        await writer.close();
      })(),
    ).rejects.toThrow('ENOENT');
  });
});
