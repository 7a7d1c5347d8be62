import { describe, expect, it } from 'vitest';
import { nonInferiority } from '../../src/compare/non-inferiority.js';
import { probabilityBest } from '../../src/compare/probability-best.js';

describe('nonInferiority', () => {
  const at = (low: number | null, high: number | null) => {
    const { verdict, equivalent } = nonInferiority({ value: 0, low, high, n: 9 }, 0.01);
    return `${verdict}${equivalent ? ', equivalent' : ''}`;
  };

  it('is decided by where the whole interval lies, a margin of one point', () => {
    expect(at(-0.009, 0.02)).toBe('non_inferior');
    expect(at(-0.009, 0.009)).toBe('non_inferior, equivalent');
    expect(at(0.02, 0.04)).toBe('non_inferior');
    expect(at(-0.02, 0.03)).toBe('undecided');
    expect(at(-0.02, -0.005)).toBe('undecided');
    expect(at(-0.04, -0.011)).toBe('inferior');
  });

  it('a bound on the margin itself shows nothing, and neither does a missing one', () => {
    expect(at(-0.01, 0.005)).toBe('undecided');
    expect(at(-0.02, -0.01)).toBe('undecided');
    expect(at(-0.009, 0.01)).toBe('non_inferior');
    expect(at(null, null)).toBe('undecided');
  });
});

describe('probabilityBest', () => {
  it('counts the replicates each wins; equal ones share', () => {
    // Replicates: a, b, a and b together, nobody known, b alone known.
    const a = Float64Array.of(3, 1, 2, Number.NaN, Number.NaN);
    const b = Float64Array.of(1, 2, 2, Number.NaN, 0);
    expect(probabilityBest([a, b])).toEqual([1.5 / 5, 2.5 / 5]);
    expect(probabilityBest([])).toEqual([]);
  });
});
