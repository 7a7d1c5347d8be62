import type { MetricDefinition } from '../domain/results.js';
import { concaveEnvelope, paretoFront, trapezoidArea } from '../stats/hull.js';

/** Where a router can be run: mean cost of a query (any unit, the same for all) and mean quality. */
export interface OperatingPoint {
  readonly cost: number;
  readonly quality: number;
}

/** What a set of operating points is held against. */
export interface FrontierSetting {
  /** Every point compared, the set's own included: they say how far the cost axis goes and which front is joint. */
  readonly joint: readonly OperatingPoint[];
  readonly bestSingle: OperatingPoint;
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
export function frontierValues(own: readonly OperatingPoint[], { joint, bestSingle }: FrontierSetting): number[] {
  const points = [...own, ...joint];
  if (own.length === 0 || points.some(({ cost, quality }) => Number.isNaN(cost + quality))) {
    return frontierDefinitions.map(() => Number.NaN);
  }
  const dearest = points.reduce((most, { cost }) => Math.max(most, cost), 0);
  const saving = own
    .filter(({ quality }) => quality >= bestSingle.quality)
    .reduce((most, { cost }) => Math.max(most, 1 - cost / bestSingle.cost), Number.NEGATIVE_INFINITY);
  return [
    ...hullMeans(own, dearest),
    dominatedShare(own, dearest),
    own.reduce((most, { quality }) => Math.max(most, quality), 0) / bestSingle.quality - 1,
    saving === Number.NEGATIVE_INFINITY ? Number.NaN : saving,
    paretoDistance(own, points),
  ];
}

/** Both forms of AIQ. With no width to average over, the paper's is the hull's height there. */
function hullMeans(own: readonly OperatingPoint[], dearest: number): [number, number] {
  const points = own.map(({ cost, quality }) => ({ x: cost, y: quality }));
  const hull = concaveEnvelope(points).map((index) => points[index] as { x: number; y: number });
  const first = hull[0] as { x: number; y: number };
  const last = hull[hull.length - 1] as { x: number; y: number };
  const drawn = [...hull, { x: dearest, y: last.y }];
  const area = trapezoidArea(
    drawn.map(({ x }) => x),
    drawn.map(({ y }) => y),
  );
  return [dearest > first.x ? area / (dearest - first.x) : last.y, dearest > 0 ? area / dearest : Number.NaN];
}

function dominatedShare(own: readonly OperatingPoint[], dearest: number): number {
  if (dearest === 0) return Number.NaN;
  const steps = paretoFront(own).map((index) => own[index] as OperatingPoint);
  return (
    steps.reduce((area, { cost, quality }, step) => area + quality * ((steps[step + 1]?.cost ?? dearest) - cost), 0) / dearest
  );
}

function paretoDistance(own: readonly OperatingPoint[], points: readonly OperatingPoint[]): number {
  const scaled = scaling(points);
  const front = paretoFront(points).map((index) => scaled(points[index] as OperatingPoint));
  const nearest = (point: OperatingPoint): number => {
    const at = scaled(point);
    return front.reduce(
      (least, { cost, quality }) => Math.min(least, Math.sqrt((cost - at.cost) ** 2 + (quality - at.quality) ** 2)),
      Number.POSITIVE_INFINITY,
    );
  };
  return own.reduce((sum, point) => sum + nearest(point), 0) / own.length;
}

/** Both axes to 0..1 over the points; an axis without extent to 0. */
function scaling(points: readonly OperatingPoint[]): (point: OperatingPoint) => OperatingPoint {
  const axis = (key: keyof OperatingPoint): ((value: number) => number) => {
    const values = points.map((point) => point[key]);
    const low = values.reduce((least, value) => Math.min(least, value));
    const width = values.reduce((most, value) => Math.max(most, value)) - low;
    return (value) => (width === 0 ? 0 : (value - low) / width);
  };
  const cost = axis('cost');
  const quality = axis('quality');
  return (point) => ({ cost: cost(point.cost), quality: quality(point.quality) });
}
