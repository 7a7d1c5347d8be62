import { expect, test } from 'vitest';
import { axisOver } from '../../src/report/chart/axis.js';

test('values that differ only by rounding have the axis of one value', () => {
  const equal = axisOver([2, 2], 100, 0.06, 'log');
  const nearly = axisOver([2, 2 + 2 ** -50], 100, 0.06, 'log');
  expect(nearly.ticks).toEqual(equal.ticks);
  expect(equal.ticks.length).toBeLessThan(10);
  expect(nearly.at(2)).toBeCloseTo(equal.at(2));
});

test('values that are apart, however little, have ticks between them', () => {
  const { ticks, domain } = axisOver([2, 2.000001], 100, 0, 'log');
  expect(domain).toEqual([2, 2.000001]);
  expect(ticks.length).toBeGreaterThan(3);
});
