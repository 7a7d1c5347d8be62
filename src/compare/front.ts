import { concaveEnvelope, paretoFront } from '../stats/hull.js';

/** A row's mean cost (in units) and quality. */
export interface FrontPoint {
  readonly rowId: string;
  readonly cost: number | null;
  readonly quality: number | null;
}

interface Placed {
  readonly rowId: string;
  readonly cost: number;
  readonly quality: number;
}

/** Ids of the rows no other given row dominates (at most the cost, at least the quality, one of them strictly). */
export function frontOf(points: readonly FrontPoint[]): string[] {
  const known = placed(points);
  return paretoFront(known).map((index) => (known[index] as Placed).rowId);
}

/** Vertices of the non-decreasing upper hull, cheapest first. */
export function hullOf(points: readonly FrontPoint[]): Placed[] {
  const known = placed(points);
  return concaveEnvelope(known.map(({ cost, quality }) => ({ x: cost, y: quality }))).map((index) => known[index] as Placed);
}

function placed(points: readonly FrontPoint[]): Placed[] {
  return points.flatMap(({ rowId, cost, quality }) => (cost === null || quality === null ? [] : [{ rowId, cost, quality }]));
}
