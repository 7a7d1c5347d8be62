import { describe, expect, it } from 'vitest';
import { supposedPass } from '../../../src/report/explore/what-if/supposed-pass.js';
import type { QueryColumns } from '../../../src/report/pack/query-columns.js';

/** Two queries: both fail on the first sample and try again; the second one's bill is not the sum of its calls. */
const recorded = {
  row: () => ({
    pass: () => ({
      costPico: Float64Array.from([3, 7]),
      path: () => [
        { model: 0, why: 'first', result: 'error' },
        { model: 0, why: 'retry', result: 'ok', sample: 1 },
      ],
    }),
  }),
  sample: (_: number, sample: number) => ({ costPico: Float64Array.of(1 + sample, 1 + sample) }),
} as unknown as QueryColumns;

describe('a pass over the samples at supposed costs', () => {
  it('costs what its calls would, each by the sample it read, and nothing is known where they don’t make the bill', () => {
    const doubled = (_: number, sample: number) => ({ costPico: Float64Array.of(10 * (1 + sample), 10 * (1 + sample)) });
    const pass = supposedPass(recorded, { row: 0, pass: 0 }, doubled);
    expect([...pass.costPico]).toEqual([30, Number.NaN]);
    expect(pass.path(0)).toHaveLength(2);
  });
});
