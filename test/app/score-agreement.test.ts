import { expect, test } from 'vitest';
import { agreementCount } from '../../src/app/judge/score-agreement.js';
import type { Recording } from '../../src/domain/recording.js';

const recording = (modelId: string, quality?: number): Recording => ({
  key: null,
  queryId: 'q',
  modelId,
  sample: 0,
  ...(quality === undefined ? {} : { quality }),
});

test('worked by hand: of three compared one is equal, the mean difference is (0 + 0.5 − 1)/3', () => {
  const count = agreementCount();
  for (const [recorded, scored] of [
    [1, 1],
    [0.25, 0.75],
    [1, 0],
    [undefined, 1],
    [1, null],
  ] as const)
    count.note(recording('a', recorded), scored);
  const [found] = count.found(['a']);
  expect(found).toMatchObject({ modelId: 'a', answers: 5, recorded: 4, scored: 4, compared: 3 });
  expect(found?.shareEqual).toBeCloseTo(1 / 3, 15);
  expect(found?.meanRecorded).toBeCloseTo(2.25 / 3, 15);
  expect(found?.meanScored).toBeCloseTo(1.75 / 3, 15);
  expect(found?.meanDifference).toBeCloseTo(-0.5 / 3, 15);
});

test('equal is what the table can’t tell apart', () => {
  const count = agreementCount();
  count.note(recording('a', 1 / 3), 1 / 3 + 1e-12);
  expect(count.found(['a'])[0]?.shareEqual).toBe(1);
});

test('models in the order asked for; nothing compared gives no mean', () => {
  const count = agreementCount();
  count.note(recording('b'), 1);
  count.note(recording('a', 1), null);
  const found = count.found(['a', 'b', 'c']);
  expect(
    found.map(({ modelId, compared, shareEqual, meanDifference }) => [modelId, compared, shareEqual, meanDifference]),
  ).toEqual([
    ['a', 0, null, null],
    ['b', 0, null, null],
  ]);
});
