import { hash32 } from '../../stats/hash.js';
import type { Point, SearchSpace } from '../../strategy/search-space.js';

/** Draws of one search, counted: the same seed gives the same sequence. */
export interface Draws {
  /** At least 0, below 1. */
  next(): number;
}

/** @param stream keeps the draws of one purpose apart from those of another */
export function drawsOf(seed: number, stream: number): Draws {
  let count = 0;
  return { next: () => hash32(seed ^ stream, count++, 0) / 2 ** 32 };
}

/** Misses in a row after which points are gone through in order. */
const PATIENCE = 100;

/** Points of a space, each at most once. */
export interface UnseenPoints {
  /** Marks a point as seen; false where it was already. */
  take(point: Point): boolean;
  isSeen(point: Point): boolean;
  /** A point drawn uniformly among the unseen ones, marked as seen; null where none is left. */
  draw(draws: Draws): Point | null;
}

/** Keeps what was seen of a space. */
export function unseenPoints(space: SearchSpace): UnseenPoints {
  const seen = new Set<number>();
  const take = (point: Point): boolean => {
    const index = space.indexOf(point);
    if (seen.has(index)) return false;
    seen.add(index);
    return true;
  };
  return {
    take,
    isSeen: (point) => seen.has(space.indexOf(point)),
    draw(draws) {
      if (seen.size >= space.size) return null;
      for (let miss = 0; miss < PATIENCE; miss++) {
        const point = space.dimensions.map(({ values }) => Math.floor(draws.next() * values.length));
        if (take(point)) return point;
      }
      // Nearly everything is seen: the next unseen one after a random place.
      let index = Math.floor(draws.next() * space.size);
      while (seen.has(index)) index = (index + 1) % space.size;
      seen.add(index);
      return space.pointAt(index);
    },
  };
}

/** Points drawn uniformly among the unseen ones until there are so many, or none is left. */
export function unseenUpTo(count: number, unseen: UnseenPoints, draws: Draws): Point[] {
  const points: Point[] = [];
  while (points.length < count) {
    const point = unseen.draw(draws);
    if (point === null) break;
    points.push(point);
  }
  return points;
}
