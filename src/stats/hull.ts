import { descendingOrder } from './order.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Indices of the vertices of the non-decreasing upper concave envelope, left to right: what mixing points at random can
 * reach (RouterBench's non-decreasing convex hull, arXiv 2403.12031 §4, as a monotone chain, Andrew 1979, cut where it
 * stops rising). Equal x keep the highest y, equal points the earliest. Valid for 0, 1 and 2 points.
 */
export function concaveEnvelope(points: readonly Point[]): number[] {
  return envelopeAlong(
    points,
    points
      .map((_, index) => index)
      .sort((a, b) => at(points, a).x - at(points, b).x || at(points, b).y - at(points, a).y || a - b),
  );
}

/** The same of points in order: by x, equal ones by falling y, equal points as they came. */
export function envelopeAlong(points: readonly Point[], order: Iterable<number>): number[] {
  const hull: number[] = [];
  for (const index of order) {
    const top = hull[hull.length - 1];
    // Only strictly higher points rise above what is already reached further left.
    if (top !== undefined && at(points, index).y <= at(points, top).y) continue;
    while (
      hull.length >= 2 &&
      !turnsRight(at(points, hull[hull.length - 2] as number), at(points, hull[hull.length - 1] as number), at(points, index))
    )
      hull.pop();
    hull.push(index);
  }
  return hull;
}

/** Height of the envelope at x: flat beyond its last vertex; NaN left of its first and for no vertices. */
export function interpolateHull(hull: readonly Point[], x: number): number {
  const right = hull.findIndex((point) => point.x >= x);
  if (right < 0) return hull[hull.length - 1]?.y ?? Number.NaN;
  const above = at(hull, right);
  if (above.x === x) return above.y;
  if (right === 0) return Number.NaN;
  const below = at(hull, right - 1);
  return below.y + ((x - below.x) / (above.x - below.x)) * (above.y - below.y);
}

/**
 * Indices of the points no other dominates (at most the cost and at least the quality, one of them strictly), by cost.
 * Equal points are all kept.
 */
export function paretoFront(points: readonly { readonly cost: number; readonly quality: number }[]): number[] {
  const placed = points.map(({ cost, quality }) => ({ x: cost, y: quality }));
  const order = points
    .map((_, index) => index)
    .sort((a, b) => at(placed, a).x - at(placed, b).x || at(placed, b).y - at(placed, a).y || a - b);
  return frontAlong(placed, order);
}

/** The same of points in order, cost as x and quality as y. */
export function frontAlong(points: readonly Point[], order: Iterable<number>): number[] {
  const front: number[] = [];
  let best: Point | undefined;
  for (const index of order) {
    const own = at(points, index);
    if (best !== undefined && !(own.y > best.y || (own.y === best.y && own.x === best.x))) continue;
    front.push(index);
    best = own;
  }
  return front;
}

/** Indices of many points by x, equal ones by falling y, equal points as they came: what a walk along them takes. None may be NaN. */
export function orderAlong(points: readonly Point[]): Uint32Array {
  const order = descendingOrder(Float64Array.from(points, ({ x }) => -x));
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && at(points, order[to] as number).x === at(points, order[from] as number).x) to++;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => at(points, b).y - at(points, a).y || a - b);
    from = to;
  }
  return order;
}

/** Area under a curve by the trapezoid rule. */
export function trapezoidArea(xs: readonly number[] | Float64Array, ys: readonly number[] | Float64Array): number {
  let area = 0;
  for (let i = 1; i < xs.length; i++)
    area += (((xs[i] as number) - (xs[i - 1] as number)) * ((ys[i] as number) + (ys[i - 1] as number))) / 2;
  return area;
}

function turnsRight(a: Point, b: Point, c: Point): boolean {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) < 0;
}

function at(points: readonly Point[], index: number): Point {
  return points[index] as Point;
}
