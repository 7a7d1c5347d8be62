import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addExactly, type ExactSum, exactValue } from '../../src/stats/exact-sum.js';
import { addTally, addTo, type Tally, tallied } from '../../src/stats/tally.js';

const summed = (values: readonly number[]): number => {
  const sum: ExactSum = [];
  for (const value of values) addExactly(sum, value);
  // A zero has no sign here.
  return exactValue(sum) + 0;
};

/** The same by whole multiples of 2⁻¹⁰⁷⁴, without any rounding but the last. */
function rational(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + units(value), 0n);
  // Number() of a large integer rounds to the nearest, ties to the even one.
  return Number(total) === 0 ? 0 : scaledDown(total);
}
function units(value: number): bigint {
  let exponent = 0;
  let whole = value;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    exponent++;
  }
  return BigInt(whole) << BigInt(200 - exponent);
}
function scaledDown(total: bigint): number {
  return Number(total) / 2 ** 200;
}

const numbers = fc.array(
  fc.double({ min: -(2 ** 60), max: 2 ** 60, noNaN: true }).map((value) => Math.round(value * 2 ** 40) / 2 ** 40),
);

describe('exactValue', () => {
  it('keeps what plain sums lose', () => {
    expect(1e16 + 1 + -1e16).not.toBe(1);
    expect(summed([1e16, 1, -1e16])).toBe(1);
    expect(summed([0.1, 0.2, 0.3])).toBe(0.6);
    expect(summed([])).toBe(0);
    expect(summed([3, Number.NaN, 5])).toBeNaN();
  });

  it('is the double nearest to the sum, in any order', () => {
    fc.assert(
      fc.property(numbers, fc.infiniteStream(fc.nat()), (values, keys) => {
        const expected = rational(values);
        const shuffled = values.map((value) => [value, keys.next().value as number] as const).sort((a, b) => a[1] - b[1]);
        expect(summed(values)).toBe(expected);
        expect(summed(shuffled.map(([value]) => value))).toBe(expected);
      }),
    );
  });
});

describe('a tally', () => {
  it('is the same whichever parts it is added up from', () => {
    fc.assert(
      fc.property(numbers, fc.array(fc.nat({ max: 4 })), (values, parts) => {
        const tallies = Array.from({ length: 5 }, (): Tally => new Map());
        for (const [at, value] of values.entries()) addTo(tallies[parts[at] ?? 0] as Tally, 'x', value);
        const whole: Tally = new Map();
        for (const tally of tallies.reverse()) addTally(whole, tally);
        expect(tallied(whole, 'x') + 0).toBe(summed(values));
      }),
    );
  });
});
