import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAlong, allWeak, plainPoints, plainWay } from '../../src/stats/curve.js';
import { kernelAlong, kernelOrder, kernelPoints, kernelWay } from '../../src/stats/curve-kernel.js';
import { hash32 } from '../../src/stats/hash.js';
import type { RoutingCurve, Way } from '../../src/stats/routing-curve.js';

const emptyCurve = ({ thresholds: { length } }: Way): RoutingCurve => ({
  strongShare: new Float64Array(length),
  quality: new Float64Array(length),
});

/** Numbers of a column, some of them the same as others. */
const column = (size: number, seed: number, among: readonly number[]): Float64Array =>
  Float64Array.from({ length: size }, (_, row) => {
    const hash = hash32(seed, row, 0);
    return hash % 3 === 0 ? (among[hash % among.length] as number) : hash / 2 ** 32;
  });

describe('a curve in WebAssembly', () => {
  const numbers = fc.array(
    fc.integer({ min: -1000, max: 1000 }).map((eighths) => eighths / 8),
    { minLength: 1, maxLength: 20 },
  );

  it('has the bits of the plain loops: its way, its points under any weights, and places of thresholds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.nat(), numbers, (size, seed, among) => {
        const [score, weak, strong] = [1, 2, 3].map((number) => column(size, hash32(seed, number, 0), [...among, 0, -0])) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const plain = plainWay(score, weak, strong);
        const fast = kernelWay(score, weak, strong);
        if (fast === null) throw new Error('nothing was tested');
        expect(fast).toEqual(plain);
        for (const weights of [column(size, seed, [0, 1, 2]), new Float64Array(size)]) {
          const [expected, found] = [emptyCurve(plain), emptyCurve(fast)];
          addAlong(plain, weights, allWeak(weak, weights), expected);
          expect(kernelAlong(fast, weights, found)).toBe(true);
          expect(found).toEqual(expected);
        }
        const wanted = [...among, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...score].slice(0, size);
        expect(kernelPoints(fast, wanted)).toEqual(plainPoints(plain, wanted));
      }),
      { numRuns: 60 },
    );
  });

  it('is left to plain loops once another score lies in the module', () => {
    const [one, other] = [Float64Array.of(1, 2, 3), Float64Array.of(3, 1, 2)];
    const first = kernelWay(one, one, other) as Way;
    expect(kernelOrder(other)).toEqual(Uint32Array.of(0, 2, 1));
    expect(kernelAlong(first, one, emptyCurve(first))).toBe(false);
    expect(kernelPoints(first, [1])).toBeNull();
  });

  it('is not for scores without a spread that 32 bits could tell apart', () => {
    expect(kernelOrder(Float64Array.of(0, Number.POSITIVE_INFINITY))).toBeNull();
    expect(kernelOrder(Float64Array.of(-1.7e308, 1.7e308))).toBeNull();
  });
});
