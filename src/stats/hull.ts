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
  const order = points
    .map((_, index) => index)
    .sort((a, b) => at(points, a).x - at(points, b).x || at(points, b).y - at(points, a).y || a - b);
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
  const place = (index: number): { readonly cost: number; readonly quality: number } =>
    points[index] as { cost: number; quality: number };
  const order = points
    .map((_, index) => index)
    .sort((a, b) => place(a).cost - place(b).cost || place(b).quality - place(a).quality || a - b);
  const front: number[] = [];
  for (const index of order) {
    const { cost, quality } = place(index);
    const top = front[front.length - 1];
    const best = top === undefined ? undefined : place(top);
    if (best === undefined || quality > best.quality || (quality === best.quality && cost === best.cost)) front.push(index);
  }
  return front;
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
