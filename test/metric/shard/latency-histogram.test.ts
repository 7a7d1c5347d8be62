import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyAt, latencyEstimates } from '../../../src/metric/latency.js';
import {
  addedHistograms,
  binMiddle,
  binOf,
  LATENCY_ERROR,
  latencyHistogram,
  sortedBins,
} from '../../../src/metric/shard/latency-histogram.js';
import { hash32 } from '../../../src/stats/hash.js';
import { singleQueries } from '../../support/a-part.js';

describe('a histogram of latencies', () => {
  it('tells every value to its error', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (value) => {
        expect(Math.abs(binMiddle(binOf(value)) / value - 1)).toBeLessThanOrEqual(LATENCY_ERROR);
      }),
    );
    // Whole milliseconds below 2,048 have bins of their own.
    expect(binOf(1500)).not.toBe(binOf(1501));
    expect(binMiddle(binOf(1500))).toBe(1500.5);
  });

  it('has the percentiles of all values to its error, added up in any order', () => {
    const values = Float64Array.from({ length: 900 }, (_, row) => 40 + (hash32(3, row, 0) % 9000) / 7);
    const column = (from: number, to: number) => [{ values: values.subarray(from, to), weight: 1 }];
    const parts = [0, 300, 450].map((from, at) =>
      latencyHistogram(column(from, [300, 450, 900][at] as number), singleQueries([300, 150, 450][at] as number)),
    );
    const whole = latencyHistogram(column(0, 900), singleQueries(900));
    const sum = parts.reduceRight(addedHistograms);
    expect(sum).toEqual(whole);
    const exact = latencyEstimates(column(0, 900), singleQueries(900), 0.95);
    const sorted = sortedBins(sum);
    for (const percentile of [50, 95, 99]) {
      const value = exact[`latency.p${percentile}`]?.value as number;
      expect(Math.abs(latencyAt(sorted as NonNullable<typeof sorted>, percentile / 100) / value - 1)).toBeLessThanOrEqual(
        LATENCY_ERROR,
      );
    }
  });

  it('says nothing where more than a hundredth is not known', () => {
    const values = Float64Array.from({ length: 100 }, (_, row) => (row < 2 ? Number.NaN : 5));
    expect(sortedBins(latencyHistogram([{ values, weight: 1 }], singleQueries(100)))).toBeNull();
  });
});
