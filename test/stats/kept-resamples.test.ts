import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classesOf } from '../../src/stats/classes.js';
import { keptResampleSteps } from '../../src/stats/kept-resamples.js';
import { plainTotals } from '../../src/stats/plain-resample.js';
import { poisson1, THRESHOLDS } from '../../src/stats/poisson.js';
import { atOnce } from '../../src/stats/steps.js';

const column = (size: number, of: (group: number) => number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => of(i));

describe('columns of few values', () => {
  it('are taken together as far as their classes are few, the others left alone', () => {
    const size = 3000;
    const [right, half] = [column(size, (i) => i % 2), column(size, (i) => (i % 3) / 2)];
    const many = column(size, (i) => i);
    const third = column(size, (i) => (i % 2) / 3);
    const { batches, others } = atOnce(classesOf([right, many, half, third]));
    expect(others).toEqual([1, 3]);
    expect(batches.map(({ columns }) => columns)).toEqual([[0, 2]]);
    // Even and odd by remainders of 3: six classes, in order of appearance.
    expect([...(batches[0]?.values[0] ?? [])]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...(batches[0]?.values[1] ?? [])]).toEqual([0, 0.5, 1, 0, 0.5, 1]);
    expect([...(batches[0]?.classOf.subarray(0, 7) ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 0]);
  });

  it('begin another batch where one more would make too many classes', () => {
    const columns = Array.from({ length: 12 }, (_, bit) => column(8192, (i) => (i >> bit) & 1));
    const { batches, others } = atOnce(classesOf(columns));
    expect(batches.map(({ columns: own }) => own.length)).toEqual([10, 2]);
    expect(others).toEqual([]);
  });

  it('too large to be exact in any order are left alone', () => {
    const large = column(2000, (i) => (i % 2) * 1e9);
    expect(atOnce(classesOf([large, large])).others).toEqual([0, 1]);
  });
});

describe('totals from draws that are kept', () => {
  it('are those of the plain loops to the bit, whatever the columns', () => {
    const value = fc.oneof(fc.constantFrom(0, 1, 0.5, -2, Number.NaN), fc.double({ min: -1e12, max: 1e12, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.integer(),
        (size, kinds, seed) => {
          const columns = kinds.map((values) => column(size, (i) => values[(i * 7) % values.length] as number));
          const spec = { seed, replicates: 9, groupKeys: Uint32Array.from({ length: size }, (_, i) => i * 2_654_435_761) };
          const resample = atOnce(keptResampleSteps(spec));
          expect(atOnce(resample(columns))).toEqual(plainTotals(spec, columns));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are the same over several blocks of groups', () => {
    const size = 5000;
    const columns = [column(size, (i) => i % 2), column(size, (i) => (i % 5) / 4), column(size, (i) => Math.sqrt(i))];
    const spec = { seed: 3, replicates: 12, groupKeys: Uint32Array.from({ length: size }, (_, i) => i) };
    expect(atOnce(atOnce(keptResampleSteps(spec))(columns))).toEqual(plainTotals(spec, columns));
  });
});

it('a count is looked up as the thresholds say, on either side of each', () => {
  const counted = (hash: number): number => THRESHOLDS.filter((threshold) => hash >= threshold).length;
  const near = THRESHOLDS.flatMap((threshold) => [threshold - 1, threshold, threshold + 1]);
  for (const hash of [0, 2 ** 32 - 1, ...near, ...Array.from({ length: 500 }, (_, i) => Math.imul(i, 0x9e3779b9) >>> 0)])
    expect(poisson1(hash)).toBe(counted(hash));
});
