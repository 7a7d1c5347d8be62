import { expect, it } from 'vitest';
import { maxStatistic } from '../../src/stats/max-statistic.js';

it('holds each candidate against the largest centred statistic of all', () => {
  // Both have a standard deviation of 1 over their samples (divisor 3).
  const up = Math.sqrt(3) / 2;
  const first = { value: 2, samples: Float64Array.of(2 - up, 2 - up, 2 + up, 2 + up) };
  const second = { value: 0.5, samples: Float64Array.of(0.5 + up, 0.5 - up, 0.5 + up, 0.5 - up) };
  const { statistics, pAdjusted } = maxStatistic([first, second]);
  expect(statistics[0]).toBeCloseTo(2, 12);
  expect(statistics[1]).toBeCloseTo(0.5, 12);
  // Largest centred: up, −up, up, up. None reaches 2; three of four reach 0.5 (up = 0.866).
  expect(pAdjusted).toEqual([1 / 5, 4 / 5]);
});

it('corrects for every candidate that was looked at', () => {
  const one = { value: 1, samples: Float64Array.of(0, 2, 1, 1) };
  const other = { value: -3, samples: Float64Array.of(-2, -2, -4, -4) };
  const alone = maxStatistic([one]).pAdjusted[0] ?? Number.NaN;
  expect(maxStatistic([one, other]).pAdjusted[0]).toBeGreaterThan(alone - 1e-12);
  expect(maxStatistic([one, one, one]).pAdjusted).toEqual([alone, alone, alone]);
});

it('has nothing to say of what never varies', () => {
  const still = { value: 0, samples: new Float64Array(4) };
  expect(maxStatistic([still])).toEqual({ statistics: [null], pAdjusted: [null] });
  const rounded = { value: 0.009, samples: Float64Array.of(0.009, 0.009 + 1e-17, 0.009, 0.009) };
  expect(maxStatistic([rounded]).pAdjusted).toEqual([null]);
  const moving = { value: 1, samples: Float64Array.of(0, 2, 1, 1) };
  expect(maxStatistic([still, moving]).pAdjusted[1]).toBe(maxStatistic([moving]).pAdjusted[0]);
});
