import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, sigmoid } from '../../src/stats/exp.js';
import { log } from '../../src/stats/log.js';

const ULP = 2 ** -52;
const apart = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

describe('exp', () => {
  it('is within an ulp and a half of the platform’s', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
        expect(apart(exp(x), Math.exp(x))).toBeLessThanOrEqual(1.5 * ULP);
      }),
      { numRuns: 2000 },
    );
  });

  it('is exact at 0 and sound at the ends', () => {
    expect(exp(0)).toBe(1);
    expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-746)).toBe(0);
    expect(exp(-745)).toBe(Number.MIN_VALUE);
    expect(exp(Number.NaN)).toBeNaN();
  });
});

describe('log', () => {
  it('is within three ulps of the platform’s, away from 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: 300, noNaN: true }), (power) => {
        const x = 10 ** power;
        expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(3 * ULP * Math.max(1, Math.abs(Math.log(x))));
      }),
      { numRuns: 2000 },
    );
  });

  it('undoes exp', () => {
    for (let x = -20; x <= 20; x += 0.37) expect(log(exp(x))).toBeCloseTo(x, 13);
  });

  it('is −∞ at 0 and nothing below', () => {
    expect([log(0), log(1), log(Number.POSITIVE_INFINITY)]).toEqual([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY]);
    expect(log(-1)).toBeNaN();
  });
});

it('sigmoid is symmetric and stays within 0..1', () => {
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(Math.LN2)).toBeCloseTo(2 / 3, 15);
  expect([sigmoid(-800), sigmoid(800)]).toEqual([0, 1]);
  for (let x = 0; x < 40; x += 0.7) expect(sigmoid(x) + sigmoid(-x)).toBeCloseTo(1, 15);
});
