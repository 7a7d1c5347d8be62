import { describe, expect, it } from 'vitest';
import { searchMethods } from '../../../src/experiment/search/method/index.js';
import type { Ask, SearchMethod } from '../../../src/experiment/search/method/method.js';
import type { Trial } from '../../../src/experiment/search/trial.js';
import { searchSpace } from '../../../src/strategy/search-space.js';
import { aStrategy } from '../../support/an-experiment.js';

const numbers = (count: number) => ({ $linear: [0, count - 1, count] });
// 40 × 40 × 5 = 8,000 candidates.
const space = searchSpace(aStrategy('s', [[numbers(40), numbers(40), { $choice: ['a', 'b', 'c', 'd', 'e'] }]]));
/** Highest at (31, 7, 'c'). */
const heightOf = ([x = 0, y = 0, z = 0]: readonly number[]): number =>
  1 - ((x - 31) ** 2 + (y - 7) ** 2) / 2000 - (z === 2 ? 0 : 0.2);

/** Runs a method on a known landscape. */
function climb(method: SearchMethod, budget: number, seed = 1, trainGroups = 900): { asks: Ask[]; best: number } {
  const asking = method.asks({ space, budget, seed, trainGroups });
  const asks: Ask[] = [];
  let next = asking.next([]);
  while (!next.done) {
    const from = asks.length;
    asks.push(...next.value);
    const trials = next.value.map(({ point, on }, at) => {
      const name = on.kind === 'validation' ? 'validation' : `train/${on.divisor}`;
      return { number: from + at + 1, on: name, objective: heightOf(point), shortfall: 0, coverage: 1 } as Trial;
    });
    next = asking.next(trials);
  }
  return { asks, best: Math.max(...asks.map(({ point }) => heightOf(point))) };
}
const named = (name: string) => searchMethods.find((method) => method.name === name) as SearchMethod;

describe.each(searchMethods.filter(({ name }) => name !== 'grid'))('$name', (method) => {
  it('asks for as many different candidates as the budget allows, and for the same ones again', () => {
    const { asks } = climb(method, 150);
    expect(new Set(asks.map(({ point }) => space.indexOf(point))).size).toBe(150);
    const keys = asks.map(({ point, on }) => JSON.stringify([point, on]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(climb(method, 150).asks).toEqual(asks);
    expect(climb(method, 150, 2).asks).not.toEqual(asks);
    for (const { point } of asks)
      expect(point.every((value, axis) => value < (space.dimensions[axis]?.values.length ?? 0))).toBe(true);
  });

  it('goes through the whole of a space that is smaller than the budget', () => {
    const small = searchSpace(aStrategy('s', [[numbers(4), numbers(5)]]));
    const asking = method.asks({ space: small, budget: 1000, seed: 3, trainGroups: 100 });
    const seen = new Set<number>();
    for (let next = asking.next([]); !next.done; ) {
      const trials = next.value.map(({ point }) => {
        const number = seen.add(small.indexOf(point)).size;
        return { number, on: 'validation', objective: 0, shortfall: 0, coverage: 1 } as Trial;
      });
      next = asking.next(trials);
    }
    expect(seen.size).toBe(20);
  });
});

it('tpe climbs where random wanders: nearer the top with the same budget, over ten seeds', () => {
  const mean = (name: string) =>
    Array.from({ length: 10 }, (_, seed) => climb(named(name), 120, seed).best).reduce((a, b) => a + b) / 10;
  const [byTpe, byChance] = [mean('tpe'), mean('random')];
  expect(1 - byTpe).toBeLessThan(0.4 * (1 - byChance));
});

it('halving keeps a third of each rung and shows the validation part only what is left', () => {
  const { asks, best } = climb(named('halving'), 270);
  const count = (divisor: number | null) =>
    asks.filter(({ on }) => (on.kind === 'validation' ? divisor === null : on.divisor === divisor)).length;
  expect([count(9), count(3), count(1), count(null)]).toEqual([270, 90, 30, 10]);
  const final = asks.filter(({ on }) => on.kind === 'validation').map(({ point }) => heightOf(point));
  expect(Math.max(...final)).toBe(best);
  expect(() => climb(named('halving'), 10, 1, 20)).toThrow(/that has 20 groups/);
});

it('grid goes through everything in order, or says what it would take', () => {
  const small = searchSpace(aStrategy('s', [[numbers(2), numbers(3)]]));
  const asking = named('grid').asks({ space: small, budget: 6, seed: 1, trainGroups: 0 });
  const asked: number[] = [];
  for (let next = asking.next([]); !next.done; next = asking.next([]))
    asked.push(...next.value.map(({ point }) => small.indexOf(point)));
  expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
  expect(() => climb(named('grid'), 100)).toThrow(/8000 candidates.*budget is 100/s);
});
