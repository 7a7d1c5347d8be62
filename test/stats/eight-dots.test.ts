import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EIGHT, eightDots, GREATEST, placeInGroup, plainDots, SECOND, simdDots } from '../../src/stats/eight-dots.js';

const number = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, 1e300, -1e300, 5e-324, 2 ** 53, 0.1, Number.POSITIVE_INFINITY),
);
const sizes = fc.record({
  dimensions: fc.integer({ min: 1, max: 70 }),
  vectors: fc.constantFrom(1, 3),
  groups: fc.constantFrom(1, 2),
});

describe('eight dot products at a time', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('come to the same bits in WebAssembly and in plain loops', () => {
    fc.assert(
      fc.property(sizes, fc.array(number, { minLength: 30, maxLength: 60 }), (size, numbers) => {
        const [fast, plain] = [simdDots(size), plainDots(size)];
        if (fast === null) throw new Error('this host has no WebAssembly SIMD, and nothing was tested');
        for (const one of [fast, plain]) {
          one.vectors.set(Array.from(one.vectors, (_, i) => numbers[(7 * i) % numbers.length] as number));
          one.groups.set(Array.from(one.groups, (_, i) => numbers[(11 * i + 5) % numbers.length] as number));
        }
        for (let vector = 0; vector < size.vectors; vector++)
          for (let group = 0; group < size.groups; group++) {
            fast.dots(vector, group);
            plain.dots(vector, group);
            expect(fast.found.slice(0, EIGHT)).toEqual(plain.found.slice(0, EIGHT));
            if (plain.found.slice(0, EIGHT).some(Number.isNaN)) continue;
            // Of 0 and −0 either may be called the greatest.
            expect((fast.found[GREATEST] as number) - (plain.found[GREATEST] as number) || 0).toBe(0);
            expect(fast.found[GREATEST]).toBeGreaterThanOrEqual(fast.found[SECOND] as number);
            expect(fast.found[SECOND] === plain.found[SECOND]).toBe(true);
          }
      }),
      { numRuns: 200 },
    );
  });

  it('are those of the vectors in the places of a group', () => {
    const dots = eightDots({ dimensions: 2, vectors: 1, groups: 2 });
    dots.vectors.set([2, 3]);
    for (let i = 0; i < 16; i++) placeInGroup(dots.groups, Float64Array.from([i, 1]), i);
    dots.dots(0, 1);
    expect([...dots.found]).toEqual([19, 21, 23, 25, 27, 29, 31, 33, 33, 31]);
  });

  it('are made by plain loops where the host has no WebAssembly, or not so much memory', () => {
    expect(simdDots({ dimensions: 2 ** 14, vectors: 2 ** 14, groups: 1 })).toBe(null);
    vi.stubGlobal('WebAssembly', undefined);
    const dots = eightDots({ dimensions: 1, vectors: 1, groups: 1 });
    dots.vectors.set([3]);
    dots.groups.set([1, 5, 2, 4, 0, -1, 5, 3]);
    dots.dots(0, 0);
    expect([...dots.found]).toEqual([3, 15, 6, 12, 0, -3, 15, 9, 15, 15]);
  });
});
