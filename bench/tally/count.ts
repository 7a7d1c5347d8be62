import type { Estimate } from '../../src/domain/estimate.js';
import { drawn, measured, type Population, populationTruth } from '../population/draw.js';
import type { Watched } from '../population/watched.js';
import type { Tally } from './tally.js';

type Misses = { above: number; below: number; known: number };

/** Fewer resamples where a run is long; what they blur is a tenth of a point of coverage. */
export const replicatesFor = (size: number): number => (size > 1000 ? 600 : 1000);

/** Draws data sets of some groups, runs the whole comparison on each, and holds every watched interval against the truth. */
export function count(population: Population, watched: Watched, size: number, sets: number): Tally[] {
  const people = population.people();
  const whole = populationTruth(population);
  const counts = Object.entries(watched).map(([number, of]) => {
    const truth = of(whole)?.value ?? Number.NaN;
    return { number, of, truth, misses: { above: 0, below: 0, known: 0 } };
  });
  for (let set = 0; set < sets; set++) {
    const bootstrap = { replicates: replicatesFor(size), seed: set, confidence: 0.95 };
    const results = measured(population, drawn(people, size, set), set, { bootstrap });
    for (const { of, truth, misses } of counts) miss(misses, of(results), truth);
    if (set % 50 === 49) process.stderr.write(`${population.name}, n = ${size}: ${set + 1} of ${sets}\n`);
  }
  return counts.map(({ number, truth, misses }) => {
    const { known, above, below } = misses;
    return { population: population.name, size, number, truth: Number(truth.toPrecision(6)), sets, known, above, below };
  });
}

/** An end that is not there misses nothing. */
function miss(misses: Misses, estimate: Estimate | undefined, truth: number): void {
  if (estimate?.value == null || (estimate.low === null && estimate.high === null)) return;
  misses.known++;
  if (estimate.low !== null && truth < estimate.low) misses.above++;
  if (estimate.high !== null && truth > estimate.high) misses.below++;
}
