import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readDataset } from '../../src/dataset/read-dataset.js';
import { quantisedEmbedding } from '../../src/domain/embedding.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-embedding-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

it('is read from JSONL and CSV alike, absent where a query has none', async () => {
  const jsonl = file('a.jsonl', '{"id":"a","prompt":"x","embedding":[1,-2,0.5]}\n{"id":"b","prompt":"y"}\n');
  const csv = file('a.csv', 'id,prompt,embedding\na,x,"[1,-2,0.5]"\nb,y,\n');
  for (const path of [jsonl, csv]) {
    const { queries } = (await readDataset(path)).dataset;
    expect(queries.embedding?.(0)).toEqual(quantisedEmbedding([1, -2, 0.5]));
    expect(queries.embedding?.(1)).toBeUndefined();
  }
  const plain = file('b.jsonl', '{"id":"a","prompt":"x"}\n');
  expect((await readDataset(plain)).dataset.queries).not.toHaveProperty('embedding');
});

it.each(['[]', '"x"', '[1,"2"]', '[1,null]', '3'])('of %s is refused with its line', async (value) => {
  const path = file('c.jsonl', `{"id":"a","prompt":"x"}\n{"id":"b","prompt":"x","embedding":${value}}\n`);
  await expect(readDataset(path)).rejects.toThrow(/c\.jsonl:2.*embedding/);
});
