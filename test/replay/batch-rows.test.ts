import { expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { batchOfRows } from '../../src/replay/batch-rows.js';
import { perturbedBatch } from '../../src/replay/perturbed-batch.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import { featureColumn } from '../../src/router/feature/index.js';
import { gramCounts } from '../../src/router/space/index.js';

it('takes along what is already computed: the same features as if computed again', () => {
  const prompts = ['one two two', '', 'three', 'two four four four'];
  const queries = prompts.map((prompt, i) => ({ id: `q${i}`, prompt, signals: { tier: `t${i}` } }));
  const whole = requestBatch(queryTable(queries));
  const counts = gramCounts('words', { least: 1, most: 2, dimension: 256 }, DEFAULT_INPUT);
  counts(whole);
  featureColumn(whole, 'prompt.words', DEFAULT_INPUT);
  const rows = Uint32Array.of(3, 1, 0);
  const part = batchOfRows(whole, rows);
  expect([part.features.size, part.counts.size]).toEqual([1, 1]);
  const again = requestBatch(queryTable([...rows].map((row) => queries[row] as (typeof queries)[number])));
  expect(featureColumn(part, 'prompt.words', DEFAULT_INPUT)).toEqual(featureColumn(again, 'prompt.words', DEFAULT_INPUT));
  expect(counts(part)).toEqual(counts(again));
  expect([0, 1, 2].map((row) => part.messages(row))).toEqual([3, 1, 0].map((row) => whole.messages(row)));
});

it('says which requests its rows are, of the batch from which they differ in their texts at most', () => {
  const whole = requestBatch(queryTable(['a', 'b', 'c'].map((prompt) => ({ id: prompt, prompt }))));
  const some = batchOfRows(perturbedBatch(whole, 1), Uint32Array.of(2, 0));
  const { batch, row } = batchOfRows(some, Uint32Array.of(1)).besidesTexts ?? {};
  expect(batch).toBe(whole);
  expect(row?.(0)).toBe(0);
  expect([0, 1].map((at) => some.besidesTexts?.row(at))).toEqual([2, 0]);
});
