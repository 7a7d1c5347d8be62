import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type PricedChoice, plainChoice, pricedChoice } from '../../src/stats/priced-choice.js';

const MOST = 8;
const whole = (most: number): fc.Arbitrary<number> => fc.integer({ min: -most, max: most });

afterEach(() => vi.unstubAllGlobals());

function laid(choice: PricedChoice, options: number, worths: readonly number[], lengths: readonly number[]): PricedChoice {
  for (let at = 0; at < lengths.length; at++) {
    choice.lengths[at] = lengths[at] as number;
    for (let option = 0; option < options; option++)
      choice.worths[option * MOST + at] = worths[(at * options + option) % worths.length] as number;
  }
  return choice;
}

describe('the option worth most', () => {
  it('is the same by WebAssembly SIMD, by plain loops, and by its definition', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.oneof(whole(3), whole(2 ** 20)), { minLength: 1, maxLength: 56 }),
        fc.array(fc.nat({ max: 2 ** 22 }), { minLength: 1, maxLength: MOST }),
        fc.array(
          fc.record({
            scale: fc.constantFrom(1, 2, 2 ** 12),
            base: fc.array(fc.oneof(whole(3), whole(2 ** 30)), { minLength: 7, maxLength: 7 }),
            perLength: fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 2 ** 20 })), { minLength: 7, maxLength: 7 }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        (options, worths, lengths, prices) => {
          const [fast, plain] = [pricedChoice(options, MOST), plainChoice(options, MOST)].map((choice) =>
            laid(choice, options, worths, lengths),
          ) as [PricedChoice, PricedChoice];
          // Else it would be compared with itself.
          if (fast.worths.buffer !== fast.lengths.buffer)
            throw new Error('this host has no WebAssembly SIMD, and nothing was tested');
          for (const { scale, base, perLength } of prices) {
            const own = { scale, base: Float64Array.from(base), perLength: Float64Array.from(perLength) };
            const expected = lengths.map((length, at) => {
              const scores = Array.from(
                { length: options },
                (_, option) =>
                  (worths[(at * options + option) % worths.length] as number) * scale -
                  ((base[option] as number) + (perLength[option] as number) * length),
              );
              return scores.indexOf(Math.max(...scores));
            });
            for (const choice of [fast, plain])
              expect([...choice.best(own, lengths.length).subarray(0, lengths.length)]).toEqual(expected);
          }
        },
      ),
    );
  });

  it('is found by plain loops where the host has no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    const choice = laid(pricedChoice(2, MOST), 2, [5, 7, 5, 6], [0, 3]);
    // 7 − 2 = 5 − 0 is a tie, which goes to the earlier; 6 − 2 − 3 is less than 5.
    const prices = { scale: 1, base: Float64Array.of(0, 2), perLength: Float64Array.of(0, 1) };
    expect([...choice.best(prices, 2).subarray(0, 2)]).toEqual([0, 0]);
    expect([...choice.best({ ...prices, base: Float64Array.of(0, 1) }, 2).subarray(0, 2)]).toEqual([1, 0]);
  });
});
