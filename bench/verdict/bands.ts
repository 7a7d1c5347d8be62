import { aStrategy } from '../../test/support/an-experiment.js';
import { type Member, type Population, uniforms } from '../population/draw.js';

/** How many bands of prompt length there are; what happens in one happens in every other. */
const BANDS = 10;
const WIDTH = 20;
const SHORTEST = 100;
/** Queries of a band. */
const PLACES = 400;

/**
 * Single right-or-wrong queries in ten bands of prompt length that are alike query by query, so that routers which treat
 * different bands the same way are equally good exactly. `twin` answers as `large` does on another query of the band: it is
 * exactly as good as `large`, and differs from it on single queries.
 */
export const bands: Omit<Population, 'strategies' | 'experiment'> = {
  name: 'bands',
  about: 'single right-or-wrong queries in ten bands that are alike',
  models: ['small', 'large', 'twin'],
  people: () =>
    Array.from({ length: BANDS * PLACES }, (_, index) => {
      const band = index % BANDS;
      const place = Math.floor(index / BANDS);
      return [member(band, place)];
    }),
};

function member(band: number, place: number): Member {
  const right = (salt: number, at: number, chance: number): number => (uniforms(25, at)(salt) < chance ? 1 : 0);
  return {
    length: SHORTEST + WIDTH * band,
    outcomes: [
      [{ quality: right(1, place, 0.6), costUsd: 1e-4, latencyMs: 300 }],
      [{ quality: right(2, place, 0.8), costUsd: 2e-3, latencyMs: 900 }],
      [{ quality: right(2, place ^ 1, 0.8), costUsd: 1e-3, latencyMs: 900 }],
    ],
  };
}

/** Asks one model in some bands, and the large one elsewhere. */
export function asks(model: string, first: number, count = 1): Population['strategies'][number] {
  const from = SHORTEST + WIDTH * first;
  const within = { $gte: from, $lt: from + WIDTH * count };
  return aStrategy(`${model}-in-${first}`, [
    { rules: [{ when: { 'prompt.code_points': within }, use: model }, { use: 'large' }] },
  ]);
}
