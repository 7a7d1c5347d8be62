import type { Point, SearchSpace } from '../../../strategy/search-space.js';
import { type Draws, drawsOf, type UnseenPoints, unseenPoints, unseenUpTo } from '../draw-points.js';
import { drawFrom, parzenDensity } from '../parzen.js';
import { compareTrials, type Trial } from '../trial.js';
import { ON_VALIDATION, type SearchMethod } from './method.js';

const STREAM = 0x74706531;

/** Drawn uniformly before there is anything to go by. */
const FIRST = 20;

/** Share of the trials that count as good. */
const GOOD = 0.15;

/** Points drawn for each ask, of which the most promising is tried. */
const DRAWN = 24;

/**
 * Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio & Kégl 2011): the trials so far are parted into the best 15 %
 * and the rest; points are drawn from the density l of the good ones, and the one with the largest l/g, g being the density of
 * the rest, is tried next. Ranges are taken as independent; l/g is the product over them.
 */
export const tpe: SearchMethod = {
  name: 'tpe',
  describe: 'drawn where the best trials so far lie close together (tree-structured Parzen estimator)',
  *asks({ space, budget, seed }) {
    const draws = drawsOf(seed, STREAM);
    const unseen = unseenPoints(space);
    const first = unseenUpTo(Math.min(FIRST, budget), unseen, draws);
    const answers = yield first.map((point) => ({ point, on: ON_VALIDATION }));
    const tried: Tried[] = first.map((point, place) => ({ point, trial: answers[place] as Trial }));
    while (tried.length < budget) {
      const point = promising(space, tried, unseen, draws) ?? unseen.draw(draws);
      if (point === null) return;
      const [trial] = yield [{ point, on: ON_VALIDATION }];
      tried.push({ point, trial: trial as Trial });
    }
  },
};

interface Tried {
  readonly point: Point;
  readonly trial: Trial;
}

/** The unseen point of some draws with the largest l/g, marked as seen; null where all of them were seen. */
function promising(space: SearchSpace, tried: readonly Tried[], unseen: UnseenPoints, draws: Draws): Point | null {
  const order = [...tried].sort((a, b) => compareTrials(a.trial, b.trial));
  const good = Math.ceil(GOOD * order.length);
  const densities = space.dimensions.map((dimension, axis) => {
    const places = order.map(({ point }) => point[axis] as number);
    return { l: parzenDensity(dimension, places.slice(0, good)), g: parzenDensity(dimension, places.slice(good)) };
  });
  let best: Point | null = null;
  let bestRatio = Number.NEGATIVE_INFINITY;
  for (let draw = 0; draw < DRAWN; draw++) {
    const point = densities.map(({ l }) => drawFrom(l, draws.next()));
    const ratio = densities.reduce(
      (product, { l, g }, axis) => product * ((l[point[axis] as number] as number) / (g[point[axis] as number] as number)),
      1,
    );
    if (ratio > bestRatio && !unseen.isSeen(point)) {
      best = point;
      bestRatio = ratio;
    }
  }
  if (best !== null) unseen.take(best);
  return best;
}
