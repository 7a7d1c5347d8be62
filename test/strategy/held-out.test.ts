import { expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import { QUALITY_ONE } from '../../src/router/predictor/table.js';
import { hash32 } from '../../src/stats/hash.js';
import { qualityFits } from '../../src/strategy/fit/index.js';
import { fitSpace } from '../../src/strategy/learn/fit-space.js';
import { featureGroups } from '../../src/strategy/learn/groups.js';
import { guessClasses } from '../../src/strategy/learn/guesses.js';
import { sparseRows } from '../../src/strategy/learn/sparse-rows.js';
import { aTraining } from '../support/a-training.js';

// Twins share a prompt, a group and a quality drawn by chance: whoever has seen a query, or its twin, knows its quality.
const rows = Array.from({ length: 300 }, (_, i) => {
  const group = Math.floor(i / 2);
  return [`word${group} thing${group}`, [hash32(9, group, 0) % 2]] as const;
});
const group = Uint32Array.from(rows, (_, i) => Math.floor(i / 2));
const spec = { by: 'knn', k: 1, features: [{ words: { min_df: 1 } }] };
const source = { training: aTraining(rows, { group }), models: [0], input: DEFAULT_INPUT };

it('calibrates on predictions by fits that saw neither a query nor its group: chance stays chance', () => {
  const [table] = qualityFits.fit({ ...spec, calibrate: 'isotonic' }, source).tables;
  const steps = (table?.y ?? []).map((value) => value / QUALITY_ONE);
  expect(Math.min(...steps)).toBeGreaterThan(0.3);
  expect(Math.max(...steps)).toBeLessThan(0.7);
});

it('gives predictions out of fold for every training row, in their order', () => {
  const { rows: order, values } = qualityFits.heldOut({ ...spec, calibrate: 'none' }, source);
  expect([...order]).toEqual([...source.training.rows]);
  const agreed = values.filter((value, i) => Math.round(value / QUALITY_ONE) === rows[i]?.[1][0]).length;
  expect(agreed).toBeGreaterThan(90);
  expect(agreed).toBeLessThan(210);
});

it('guesses the classes that trees read of a row by a fit that saw neither it nor its group', () => {
  const labels = codedColumn(rows.map(([, [own]]) => (own === 1 ? 'x' : 'y')));
  const { training } = source;
  const space = fitSpace(featureGroups(spec.features, 4096, 'features'), training, DEFAULT_INPUT);
  const sparse = sparseRows(space, training.batch, training.rows, DEFAULT_INPUT);
  const { heldOut } = guessClasses(labels, ['x', 'y'], sparse, training);
  const right = rows.filter(([, [own]], at) => (heldOut[2 * at] as number) > (heldOut[2 * at + 1] as number) === (own === 1));
  // A fit that had seen them would know nearly all of them.
  expect(right.length).toBeGreaterThan(90);
  expect(right.length).toBeLessThan(210);
});
