import { drawn, measured } from '../population/draw.js';
import type { SaidTally } from '../tally/tally.js';
import type { Scene } from './scene.js';

/** Draws data sets from a scene and counts what the tool says of them. */
export function countSaid(
  scene: string,
  { truth, population, sayings }: Scene,
  size: number,
  sets: number,
  replicates: number,
): SaidTally[] {
  const people = population.people();
  const counts = sayings.map((saying) => ({ saying, of: 0, times: 0 }));
  for (let set = 0; set < sets; set++) {
    const bootstrap = { replicates, seed: set, confidence: 0.95 };
    const results = measured(population, drawn(people, size, set), set, { bootstrap });
    for (const count of counts) {
      if (count.saying.given?.(results) === false) continue;
      count.of++;
      if (count.saying.is(results)) count.times++;
    }
    if (set % 50 === 49) process.stderr.write(`${scene}, n = ${size}: ${set + 1} of ${sets}\n`);
  }
  return counts.map(({ saying: { said, aim }, of, times }) => ({ scene, truth, size, said, aim, sets, of, times }));
}
