import { describe, expect, it } from 'vitest';
import { toleranceOf } from '../../../src/experiment/runs/tolerance.js';

describe('toleranceOf', () => {
  it('reads amounts, percents and any; what is not named tolerates nothing', () => {
    expect(toleranceOf([])).toEqual({ quality: 0, cost: 0, latency: 0 });
    expect(toleranceOf(['quality=0.01', 'cost = 5 %', 'latency=any'])).toEqual({ quality: 0.01, cost: 0.05, latency: null });
    expect(toleranceOf(['cost=.5', 'cost=10%'])).toEqual({ quality: 0, cost: 0.1, latency: 0 });
  });

  it.each([
    ['qualty=1', /--tolerance {2}no such measure \(got qualty=1\); accepted: quality=0\.01 .*Did you mean "quality"\?/],
    ['5%', /no such measure/],
    ['cost', /not an amount/],
    ['cost=', /not an amount/],
    ['cost=-1', /not an amount/],
    ['cost=5ms', /not an amount/],
  ])('refuses %s', (text, message) => {
    expect(() => toleranceOf([text])).toThrow(message);
  });
});
