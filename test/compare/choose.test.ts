import { describe, expect, it } from 'vitest';
import { type Contender, choose } from '../../src/compare/choose.js';
import { frontOf, hullOf } from '../../src/compare/front.js';
import { judge, overall } from '../../src/compare/judge.js';
import type { ConstraintJudgement } from '../../src/domain/results.js';

const estimate = (value: number, low: number, high: number) => ({ value, low, high, n: 100 });
const atLeast = (value: number, low: number, high: number) =>
  judge({ text: 't', observed: estimate(value, low, high), limit: 0.95, unit: 'ratio', direction: 'at_least' });

describe('judge', () => {
  it('passes only when the unfavourable bound meets the limit, fails only when the favourable one does not', () => {
    expect(atLeast(0.98, 0.95, 1).verdict).toBe('pass');
    expect(atLeast(0.98, 0.949, 1).verdict).toBe('undecided');
    expect(atLeast(0.9, 0.85, 0.951).verdict).toBe('undecided');
    expect(atLeast(0.9, 0.85, 0.949).verdict).toBe('fail');
    expect(atLeast(0.9, 0.85, 0.949).shortBy).toBeCloseTo(0.05, 12);
    expect(atLeast(0.98, 0.949, 1).shortBy).toBe(0);
  });

  it('turns round for upper limits', () => {
    const atMost = (low: number, high: number) =>
      judge({ text: 't', observed: estimate(5, low, high), limit: 6, unit: 'ms', direction: 'at_most' }).verdict;
    expect([atMost(4, 6), atMost(4, 6.1), atMost(6.1, 7), atMost(5.9, 7)]).toEqual(['pass', 'undecided', 'fail', 'undecided']);
  });

  it('is undecided where nothing was observed', () => {
    expect(
      judge({ text: 't', observed: { value: null, low: null, high: null, n: 0 }, limit: 1, unit: 'ms', direction: 'at_most' })
        .verdict,
    ).toBe('undecided');
  });

  it('fails as a whole with one failure', () => {
    expect(overall([atLeast(1, 0.99, 1), atLeast(0.98, 0.9, 1)])).toBe('undecided');
    expect(overall([atLeast(0.98, 0.9, 1), atLeast(0.5, 0.4, 0.6)])).toBe('fail');
    expect(overall([])).toBe('pass');
  });
});

const pass = atLeast(1, 0.99, 1);
const fail = atLeast(0.8, 0.7, 0.9);
const worse = atLeast(0.5, 0.4, 0.6);
const open = atLeast(0.96, 0.9, 1);
const contender = (
  id: string,
  objective: number,
  constraints: readonly ConstraintJudgement[] = [pass],
  costPerQuery = 1,
  coverage = 1,
): Contender => ({ id, objective, constraints, costPerQuery, coverage });
const never = () => false;

describe('choose', () => {
  it('takes the best objective among those that pass', () => {
    expect(choose([contender('a', 3, [fail]), contender('b', 2), contender('c', 1)], never)).toEqual({ kind: 'chosen', id: 'b' });
  });

  it('says a tie and suggests the cheapest of the tied', () => {
    const tied = (a: string, b: string) => new Set([a, b]).has('b') && new Set([a, b]).has('c');
    expect(choose([contender('a', 1), contender('b', 3, [pass], 5), contender('c', 2.9, [pass], 2)], tied)).toEqual({
      kind: 'tie',
      id: 'c',
      best: 'b',
      with: ['b'],
    });
  });

  it('does not choose what was seen on too few queries', () => {
    expect(choose([contender('a', 3, [pass], 1, 0.98), contender('b', 2)], never)).toEqual({ kind: 'chosen', id: 'b' });
  });

  it('names the nearest when nothing passes, undecided before failing', () => {
    expect(choose([contender('a', 3, [worse]), contender('b', 2, [fail])], never)).toEqual({ kind: 'infeasible', nearest: 'b' });
    expect(choose([contender('a', 3, [fail]), contender('b', 2, [open])], never)).toEqual({ kind: 'undecided', nearest: 'b' });
    // Equally near: the better objective.
    expect(choose([contender('a', 2, [fail]), contender('b', 3, [fail])], never)).toEqual({ kind: 'infeasible', nearest: 'b' });
    expect(choose([], never)).toEqual({ kind: 'none' });
  });
});

describe('front and hull', () => {
  const points = [
    { rowId: 'a', cost: 1, quality: 0.5 },
    { rowId: 'b', cost: 2, quality: 0.4 },
    { rowId: 'c', cost: 3, quality: 0.9 },
    { rowId: 'd', cost: null, quality: 1 },
  ];
  it('leave out dominated rows and rows without a cost', () => {
    expect(frontOf(points)).toEqual(['a', 'c']);
    expect(hullOf(points).map(({ rowId }) => rowId)).toEqual(['a', 'c']);
  });
});
