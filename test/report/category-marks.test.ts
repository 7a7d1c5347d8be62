import { describe, expect, it } from 'vitest';
import type { CategoryCell } from '../../src/domain/results.js';
import { categoryMarks, pOfInterval } from '../../src/report/category-marks.js';
import { categoryHeat } from '../../src/report/category-view.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { aResults } from '../support/a-results.js';

const cell = (value: number | null, half: number, n = 100): CategoryCell =>
  ({
    category: 'c',
    n,
    quality: { value: 0.5, low: null, high: null, n },
    difference: { value, low: value === null ? null : value - half, high: value === null ? null : value + half, n },
    cost: { value: null, low: null, high: null, n },
  }) as CategoryCell;

describe('the p of an interval', () => {
  it('is what a normal estimate of that interval has, by hand', () => {
    // A half-width of 1.96 is a standard error of 1: 2.5758 of them is 1 %, on either side.
    for (const value of [2.575829, -2.575829])
      expect(pOfInterval({ value, low: value - 1.959964, high: value + 1.959964, n: 9 }, 0.95)).toBeCloseTo(0.01, 6);
    // Below 5 % exactly where 0 is outside.
    expect(pOfInterval({ value: 0.1, low: 0.0001, high: 0.5, n: 9 }, 0.95)).toBeLessThan(0.05);
    expect(pOfInterval({ value: 0.1, low: -0.0001, high: 0.5, n: 9 }, 0.95)).toBeGreaterThan(0.05);
    expect(pOfInterval({ value: 0.1, low: 0.1, high: 0.1, n: 9 }, 0.95)).toBe(0);
    expect(pOfInterval({ value: null, low: null, high: null, n: 0 }, 0.95)).toBe(1);
  });
});

describe('marks of categories', () => {
  it('are corrected over the cells that are looked at together', () => {
    // p = 0.03 alone is a mark; beside two others Holm makes it 0.09.
    const one = cell(2.17, 1.959964);
    expect(categoryMarks([one], 0.95)).toEqual(['better']);
    expect(categoryMarks([one, cell(0.1, 1.959964), cell(-0.1, 1.959964)], 0.95)).toEqual([null, null, null]);
    expect(categoryMarks([cell(-4, 1.959964), one, cell(-0.1, 1.959964)], 0.95)).toEqual(['worse', null, null]);
  });

  it('leave out what few queries say, in the family too', () => {
    expect(categoryMarks([cell(2.17, 1.959964), cell(3, 1, 19), cell(null, 1), undefined], 0.95)).toEqual([
      'better',
      null,
      null,
      null,
    ]);
  });

  it('are those of the heat map, fewer with more rows shown, and of the summary', () => {
    const results = aResults();
    const marked = (hidden: string[]) =>
      categoryHeat(results, { measure: 'difference', worstOf: null, hidden })
        ?.rows.flatMap(({ cells }) => cells)
        .filter(({ text }) => /^[▲▼]/.test(text)).length ?? 0;
    expect(marked([])).toBeGreaterThan(0);
    expect(renderMarkdown(results)).toContain('Holm-corrected over all its categories.');
  });
});
