import type { MetricDefinition } from '../domain/results.js';
import { envelopeAlong, frontAlong, orderAlong, type Point, trapezoidArea } from '../stats/hull.js';

/** Where a router can be run: mean cost of a query (any unit, the same for all) and mean quality. */
export interface OperatingPoint {
  readonly cost: number;
  readonly quality: number;
}

/** What sets of operating points are held against. */
export interface FrontierSetting {
  readonly bestSingle: OperatingPoint;
  /** Whether every compared point is known. */
  readonly known: boolean;
  /** The highest compared cost: how far the cost axis goes. */
  readonly dearest: number;
  /** A point with both axes scaled to 0..1 over the compared points. */
  scaled(point: OperatingPoint): OperatingPoint;
  /** The joint Pareto front, scaled. */
  readonly front: readonly OperatingPoint[];
}

/** @param joint every point compared, those of all sets included */
export function frontierSetting(joint: readonly OperatingPoint[], bestSingle: OperatingPoint): FrontierSetting {
  const known = joint.every(isKnown);
  const scaled = scaling(joint);
  const points = known ? joint.map(placed) : [];
  const front = frontAlong(points, orderAlong(points)).map((index) => scaled(joint[index] as OperatingPoint));
  return { bestSingle, known, dearest: joint.reduce((most, { cost }) => Math.max(most, cost), 0), scaled, front };
}

function isKnown({ cost, quality }: OperatingPoint): boolean {
  return !Number.isNaN(cost + quality);
}

function placed({ cost, quality }: OperatingPoint): Point {
  return { x: cost, y: quality };
}

/** Metrics of a set of operating points (the candidates of a strategy, the single models), in report order. */
export const frontierDefinitions: readonly MetricDefinition[] = [
  {
    name: 'frontier.aiq',
    title: 'AIQ (paper)',
    unit: 'ratio',
    better: 'higher',
    definition:
      'Mean height of the set’s non-decreasing convex hull between its cheapest hull point and the highest compared cost (flat after its last point).',
    source: 'RouterBench (arXiv 2403.12031): ∫ R̃(c) dc ÷ (c_max − c_min)',
  },
  {
    name: 'frontier.aiq_code',
    title: 'AIQ (code)',
    unit: 'ratio',
    better: 'higher',
    definition: 'The same area ÷ the highest compared cost: a dearer cheapest point lowers it.',
    source: 'RouterBench, evaluation/AIQ.py: divides by max_x',
  },
  {
    name: 'frontier.hypervolume',
    title: 'Hypervolume',
    unit: 'ratio',
    better: 'higher',
    definition:
      'Area of (cost, quality) the set dominates without mixing, up to the highest compared cost and down to quality 0, as a share of cost × 1.',
    source: 'Zitzler & Thiele (1998), with reference point (highest compared cost, 0)',
  },
  {
    name: 'frontier.perf_gain',
    title: 'PerfGain',
    unit: 'ratio',
    better: 'higher',
    definition: 'Highest quality in the set ÷ the best single model’s, − 1.',
    source: 'LLMRouterBench README',
  },
  {
    name: 'frontier.cost_save',
    title: 'CostSave',
    unit: 'ratio',
    better: 'higher',
    definition: 'Largest saving against the best single model among the points of at least its quality; else not available.',
    source: 'LLMRouterBench README',
  },
  {
    name: 'frontier.pareto_distance',
    title: 'ParetoDist',
    unit: 'ratio',
    better: 'lower',
    definition:
      'Mean over the set’s points of the distance to the nearest point of the joint Pareto front, both axes scaled to 0..1 over the compared points.',
    source: 'LLMRouterBench README (in words there; the scaling is ours)',
  },
];

/** Values in the order of the definitions; NaN where they can't be known. Valid for one point, two, ties and equal costs. */
export function frontierValues(own: readonly OperatingPoint[], setting: FrontierSetting): number[] {
  const { known, dearest, bestSingle } = setting;
  if (own.length === 0 || !known) return frontierDefinitions.map(() => Number.NaN);
  const points = own.map(placed);
  const order = orderAlong(points);
  const saving = own
    .filter(({ quality }) => quality >= bestSingle.quality)
    .reduce((most, { cost }) => Math.max(most, 1 - cost / bestSingle.cost), Number.NEGATIVE_INFINITY);
  return [
    ...hullMeans(points, order, dearest),
    dominatedShare(points, order, dearest),
    own.reduce((most, { quality }) => Math.max(most, quality), 0) / bestSingle.quality - 1,
    saving === Number.NEGATIVE_INFINITY ? Number.NaN : saving,
    paretoDistance(own, setting),
  ];
}

/** Both forms of AIQ. With no width to average over, the paper's is the hull's height there. */
function hullMeans(points: readonly Point[], order: Uint32Array, dearest: number): [number, number] {
  const hull = envelopeAlong(points, order).map((index) => points[index] as Point);
  const first = hull[0] as Point;
  const last = hull[hull.length - 1] as Point;
  const drawn = [...hull, { x: dearest, y: last.y }];
  const area = trapezoidArea(
    drawn.map(({ x }) => x),
    drawn.map(({ y }) => y),
  );
  return [dearest > first.x ? area / (dearest - first.x) : last.y, dearest > 0 ? area / dearest : Number.NaN];
}

function dominatedShare(points: readonly Point[], order: Uint32Array, dearest: number): number {
  if (dearest === 0) return Number.NaN;
  const steps = frontAlong(points, order).map((index) => points[index] as Point);
  return steps.reduce((area, { x, y }, step) => area + y * ((steps[step + 1]?.x ?? dearest) - x), 0) / dearest;
}

function paretoDistance(own: readonly OperatingPoint[], { scaled, front }: FrontierSetting): number {
  const costs = Float64Array.from(front, ({ cost }) => cost);
  const qualities = Float64Array.from(front, ({ quality }) => quality);
  // The root of the least square is the least root.
  return own.reduce((sum, point) => sum + Math.sqrt(leastSquare(scaled(point), costs, qualities)), 0) / own.length;
}

/** Squared distance to the nearest of some points of rising cost: from the point's own cost both ways, as far as cost alone is nearer. */
function leastSquare({ cost, quality }: OperatingPoint, costs: Float64Array, qualities: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  const isNearer = (at: number): boolean => {
    const aside = (costs[at] as number) - cost;
    const below = (qualities[at] as number) - quality;
    if (aside * aside >= least) return false;
    least = Math.min(least, aside * aside + below * below);
    return true;
  };
  const from = firstAtLeast(costs, cost);
  for (let at = from; at < costs.length && isNearer(at); at++);
  for (let at = from - 1; at >= 0 && isNearer(at); at--);
  return least;
}

function firstAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Both axes to 0..1 over the points; an axis without extent to 0. */
function scaling(points: readonly OperatingPoint[]): (point: OperatingPoint) => OperatingPoint {
  const axis = (key: keyof OperatingPoint): ((value: number) => number) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const point of points) {
      low = Math.min(low, point[key]);
      high = Math.max(high, point[key]);
    }
    const width = high - low;
    return (value) => (width === 0 ? 0 : (value - low) / width);
  };
  const cost = axis('cost');
  const quality = axis('quality');
  return (point) => ({ cost: cost(point.cost), quality: quality(point.quality) });
}
