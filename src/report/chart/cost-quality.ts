import type { TopLevelSpec } from 'vega-lite';
import type { ResultRow, Results } from '../../domain/results.js';
import { metricOf } from '../format.js';
import { shortName } from '../row-name.js';

/** One point of the cost–quality chart. */
export interface CostQualityPoint {
  readonly label: string;
  readonly group: 'strategy' | 'single model' | 'control' | 'reads outcomes';
  readonly cost: number;
  readonly costLow: number;
  readonly costHigh: number;
  readonly quality: number;
  readonly qualityLow: number;
  readonly qualityHigh: number;
  readonly chosen: boolean;
}

/** Rows with a cost and a quality, as points with their intervals; cost per 1,000 queries. */
export function costQualityPoints(results: Results): CostQualityPoint[] {
  const chosen = 'rowId' in results.choice ? results.choice.rowId : null;
  return results.rows.flatMap((row) => {
    const quality = metricOf(row, 'quality.mean');
    const cost = metricOf(row, 'cost.per1k');
    if (quality.value === null || cost.value === null) return [];
    return [
      {
        label: row.marks.includes('single_model') ? shortName(row.label) : row.label,
        group: groupOf(row),
        cost: cost.value,
        costLow: cost.low ?? cost.value,
        costHigh: cost.high ?? cost.value,
        quality: quality.value,
        qualityLow: quality.low ?? quality.value,
        qualityHigh: quality.high ?? quality.value,
        chosen: row.id === chosen,
      },
    ];
  });
}

function groupOf(row: ResultRow): CostQualityPoint['group'] {
  if (row.kind !== 'control') return 'strategy';
  if (row.marks.includes('single_model')) return 'single model';
  return row.marks.includes('reads_outcomes') && !row.marks.includes('expected_value') ? 'reads outcomes' : 'control';
}

/** Cost against quality: intervals both ways, the single models' hull, the front of what could be shipped. */
export function costQualitySpec(results: Results, costTitle: string): TopLevelSpec {
  const points = costQualityPoints(results);
  const hull = results.hull.map(({ cost, quality }) => ({ cost: cost * 1000, quality }));
  const front = results.rows
    .filter(({ id }) => results.front.includes(id))
    .map((row) => ({ cost: metricOf(row, 'cost.per1k').value ?? 0, quality: metricOf(row, 'quality.mean').value ?? 0 }))
    .sort((a, b) => a.cost - b.cost);
  const log = Math.min(...points.map(({ costLow }) => costLow)) > 0;
  const x = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: costTitle,
    scale: { type: log ? ('log' as const) : ('linear' as const), nice: !log },
  });
  const y = (field: string) => ({ field, type: 'quantitative' as const, title: 'quality', scale: { zero: false } });
  const colour = {
    field: 'group',
    type: 'nominal' as const,
    title: null,
    scale: {
      domain: ['strategy', 'single model', 'control', 'reads outcomes'],
      range: ['var(--strategy)', 'var(--single)', 'var(--control)', 'var(--oracle)'],
    },
  };
  const shape = {
    field: 'group',
    type: 'nominal' as const,
    title: null,
    scale: {
      domain: ['strategy', 'single model', 'control', 'reads outcomes'],
      range: ['circle', 'square', 'triangle-up', 'diamond'],
    },
  };
  return {
    width: 760,
    height: 420,
    data: { values: points },
    layer: [
      {
        data: { values: hull },
        mark: { type: 'line', strokeDash: [5, 4], stroke: 'var(--single)', opacity: 0.8 },
        encoding: { x: x('cost'), y: y('quality'), order: { field: 'cost' } },
      },
      {
        data: { values: front },
        mark: { type: 'line', interpolate: 'step-after', stroke: 'var(--strategy)', opacity: 0.45, strokeWidth: 2 },
        encoding: { x: x('cost'), y: y('quality'), order: { field: 'cost' } },
      },
      {
        mark: { type: 'rule', opacity: 0.45 },
        encoding: { x: x('cost'), y: y('qualityLow'), y2: { field: 'qualityHigh' }, color: colour },
      },
      {
        mark: { type: 'rule', opacity: 0.45 },
        encoding: { x: x('costLow'), x2: { field: 'costHigh' }, y: y('quality'), color: colour },
      },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: { x: x('cost'), y: y('quality'), color: colour, shape },
      },
      {
        transform: [{ filter: 'datum.chosen' }],
        mark: { type: 'point', filled: false, size: 320, strokeWidth: 2, stroke: 'var(--good)' },
        encoding: { x: x('cost'), y: y('quality') },
      },
      ...labels(points, x, y),
    ],
    config: chartConfig(),
  } as unknown as TopLevelSpec;
}

/** Labels to the right of their points, moved up or down where two would overlap. */
function labels(points: readonly CostQualityPoint[], x: (field: string) => object, y: (field: string) => object): object[] {
  const placed = placeLabels(points);
  return [...new Set(placed.map(({ dy }) => dy))].map((dy) => ({
    data: { values: placed.filter((one) => one.dy === dy) },
    mark: { type: 'text', align: 'left', dx: 8, dy, fontSize: 11, fill: 'var(--ink)' },
    encoding: { x: x('cost'), y: y('quality'), text: { field: 'label' } },
  }));
}

/** Vertical offsets in pixels, so that labels close to each other don't print over one another. */
export function placeLabels(points: readonly CostQualityPoint[]): (CostQualityPoint & { dy: number })[] {
  const qualities = points.map(({ quality }) => quality);
  const span = Math.max(...qualities) - Math.min(...qualities) || 1;
  const costs = points.map(({ cost }) => Math.log(Math.max(cost, 1e-9)));
  const width = Math.max(...costs) - Math.min(...costs) || 1;
  const taken: { x: number; y: number }[] = [];
  return [...points]
    .sort((a, b) => b.quality - a.quality)
    .map((point) => {
      const px = ((Math.log(Math.max(point.cost, 1e-9)) - Math.min(...costs)) / width) * 760;
      const py = ((Math.max(...qualities) - point.quality) / span) * 420;
      const dy =
        [0, -11, 11, -22, 22, -33, 33, 44].find(
          (offset) => !taken.some((one) => Math.abs(one.x - px) < 150 && Math.abs(one.y - (py + offset)) < 11),
        ) ?? 0;
      taken.push({ x: px, y: py + dy });
      return { ...point, dy };
    });
}

/** Colours come from the page's style, so that one drawing serves light and dark. */
export function chartConfig(): object {
  return {
    background: 'transparent',
    view: { stroke: 'var(--line)' },
    font: 'system-ui, sans-serif',
    axis: {
      labelColor: 'var(--ink)',
      titleColor: 'var(--ink)',
      gridColor: 'var(--line)',
      domainColor: 'var(--line)',
      tickColor: 'var(--line)',
      titleFontWeight: 500,
    },
    legend: { labelColor: 'var(--ink)', orient: 'top', symbolStrokeColor: 'var(--ink)' },
  };
}
