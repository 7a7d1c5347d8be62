import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../bench/performance/benchmark.js';
import { fittedExponent } from '../../bench/performance/exponent.js';
import { benchmarks } from '../../bench/performance/list.js';
import { withMeasured } from '../../bench/performance/page.js';
import { quantity, tables } from '../../bench/performance/table.js';
import { median } from '../../bench/performance/time.js';
import { isMet, ratioOf } from '../../bench/performance/verdict.js';

const anchored: Row = {
  work: 'sums',
  value: 0.02,
  unit: 's',
  anchor: { what: 'a loop', value: 0.05 },
  goal: { kind: 'times', atLeast: 2.5 },
};

describe('a fitted exponent', () => {
  it('is that of the power it is given', () => {
    expect(fittedExponent([1, 4, 16], [3, 12, 48])).toBeCloseTo(1, 12);
    expect(fittedExponent([10, 40, 160], [0.1, 1.6, 25.6])).toBeCloseTo(2, 12);
    expect(fittedExponent([5, 20, 80], [7, 7, 7])).toBeCloseTo(0, 12);
  });

  it('is the slope of least squares where no power fits', () => {
    // log₄ of seconds: 0, 1, 1 at 0, 1, 2: slope ((-1)(-2/3) + 0 + (1)(1/3)) / 2 = 1/2.
    expect(fittedExponent([1, 4, 16], [1, 4, 4])).toBeCloseTo(0.5, 12);
  });
});

describe('a verdict', () => {
  it('is a ratio to the anchor, of rates the other way round', () => {
    expect(ratioOf(anchored)).toBe(2.5);
    expect(ratioOf({ value: 300, unit: '/s', anchor: { what: 'a loop', value: 100 } })).toBe(3);
  });

  it('is kept at the limit and broken beyond', () => {
    expect(isMet(anchored)).toBe(true);
    expect(isMet({ ...anchored, value: 0.021 })).toBe(false);
    expect(isMet({ ...anchored, goal: { kind: 'most', value: 0.02 } })).toBe(true);
    expect(isMet({ ...anchored, goal: { kind: 'most', value: 0.019 } })).toBe(false);
    expect(isMet({ ...anchored, goal: { kind: 'least', value: 0.02 } })).toBe(true);
    expect(isMet({ ...anchored, goal: { kind: 'least', value: 0.03 } })).toBe(false);
  });

  it('is not given where nothing was promised or the anchor is missing', () => {
    const { goal: _, ...bare } = anchored;
    expect(isMet(bare)).toBeNull();
    const missing: Row = { ...anchored, anchor: { what: 'numpy', missing: 'there is none' } };
    expect([isMet(missing), ratioOf(missing)]).toEqual([null, null]);
  });
});

it('writes seconds in the unit that reads best', () => {
  expect([4.2e-6, 0.0123456, 0.9999, 12.345].map((value) => quantity(value, 's'))).toEqual([
    '4.2 µs',
    '12.3 ms',
    '1,000 ms',
    '12.3 s',
  ]);
  expect([quantity(512_345, '/s'), quantity(431.9, 'MB'), quantity(1.5, '×')]).toEqual(['512,000/s', '432 MB', '1.5 ×']);
});

it('takes the middle of what was measured, and of an even number the lower', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2]);
});

describe('the table', () => {
  const growth = { work: 'sums', by: 'rows', sizes: [1, 4, 16], seconds: [1, 16, 256] };
  const text = tables([{ rows: [{ ...anchored, peer: 'slow, 9 s' }], growth: [growth] }]);

  it('has value, anchor, ratio and goal side by side', () => {
    const line = text.split('\n').find((one) => one.startsWith('| sums'));
    expect(line?.split('|').map((cell) => cell.trim())).toEqual(['', 'sums', '20 ms', '50 ms', '2.5 ×', '≥ 2.5 ×', 'yes', '']);
  });

  it('names what grows faster than linear, and says what anchors are', () => {
    expect(text).toMatch(/\| sums +\| rows +\| 1, 4, 16 +\| 1, 16, 256 +\| 2\.00 +\| \*\*no\*\* +\|/);
    expect(text).toContain('- *sums*: a loop. The peer itself: slow, 9 s.');
  });

  it('stands on the page in place of the last one, which keeps what people wrote', () => {
    const page = readFileSync('docs/performance.md', 'utf8');
    const first = withMeasured(page, [{ rows: [anchored] }], 'a machine');
    expect(first).toContain('a machine\n\n| work');
    expect(first.startsWith(page.slice(0, 200))).toBe(true);
    expect(withMeasured(first, [{ rows: [anchored] }], 'a machine')).toBe(first);
    expect(() => withMeasured('nothing', [], '')).toThrow('has no place between');
  });
});

it('has a name of its own for every benchmark', () => {
  expect(new Set(benchmarks.map(({ name }) => name)).size).toBe(benchmarks.length);
});
