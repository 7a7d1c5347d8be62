import { expect, it } from 'vitest';
import { countSaid } from '../../bench/verdict/count.js';
import { type Scene, scenes } from '../../bench/verdict/scene.js';

// A short form of npm run bench:coverage: the same data sets, fewer of them.
const SETS = 20;

function times(scene: string): Readonly<Record<string, number>> {
  const make = scenes[scene] as () => Scene;
  return Object.fromEntries(countSaid(scene, make(), 200, SETS, 100).map(({ said, times: count }) => [said, count]));
}

it('a router exactly at the limit is hardly ever chosen, and never confirmed', () => {
  const said = times('limit, one');
  // 2.5 % of 20 is half a data set.
  expect(said['chosen on validation']).toBeLessThanOrEqual(3);
  expect(said['… and confirmed on test']).toBe(0);
});

it('two routers that are equally good are tied', () => {
  // 95 % of 20 is 19, with a standard deviation of 1.
  expect(times('tie')['“tie”']).toBeGreaterThanOrEqual(16);
});

it('a router as good as the reference is hardly ever called significantly better or worse', () => {
  const said = times('equal, one');
  expect((said['any of them significantly better (▲)'] ?? 0) + (said['any of them significantly worse (▼)'] ?? 0)).toBeLessThan(
    6,
  );
});
