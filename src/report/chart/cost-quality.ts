import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { formatNumber } from '../format.js';
import { type Axis, axisOver } from './axis.js';
import { chartConfig } from './chart-config.js';
import { type CostQualityPoint, costQualityPoints, frontLine, hullLine, type PointGroup } from './cost-quality-points.js';
import { type PlacedLabel, placeLabels } from './place-labels.js';
import { cutText } from './text-width.js';

const WIDTH = 880;
const HEIGHT = 460;
const FONT_SIZE = 12;
const GROUPS: readonly PointGroup[] = ['strategy', 'single', 'control', 'oracle'];

/** Shape of each group, here and in the key. */
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond'] as const;

/** Colour of each group. */
const COLOURS = ['var(--strategy)', 'var(--single)', 'var(--control)', 'var(--oracle)'] as const;

/** How a reader wants it. */
export interface CostQualityOptions {
  /** A logarithmic axis is used where costs differ enough. */
  readonly scale?: 'log' | 'linear';
  /** Cost as shown that a point of quality is worth: draws what is as good as the best. */
  readonly worth?: number | undefined;
}

/** The chart, and the labels it had no room for. */
export interface CostQualityChart {
  readonly spec: TopLevelSpec;
  readonly unlabelled: number;
}

/**
 * Cost against quality: every row with its intervals both ways, the single models' hull, the front of what could be shipped,
 * a ring around the choice. Null with fewer than two points.
 */
export function costQualityChart(results: Results, options: CostQualityOptions = {}): CostQualityChart | null {
  const points = costQualityPoints(results);
  if (points.length < 2) return null;
  const x = costAxis(points, options.scale ?? 'log');
  const y = axisOver(
    points.flatMap(({ qualityLow, qualityHigh }) => [qualityLow, qualityHigh]),
    HEIGHT,
    0.06,
    [0, 1],
  );
  // A logarithmic axis has no place for an interval that reaches 0: its line ends at the axis.
  const cost = costView(results);
  const shown = points.map((point) => ({
    ...point,
    costLow: Math.max(point.costLow, x.domain[0]),
    about: `${point.label}\nquality ${formatNumber(point.quality, 'fraction')}\n${cost.axis} ${formatNumber(point.cost, cost.unit)}`,
  }));
  const placed = labelsOf(shown, x, y);
  const encode = encoding(x, y, `${cost.axis}${x.type === 'log' ? ' (log scale)' : ''}`, cost.unit === 'usd' ? '$,~r' : ',~r');
  const layer = [
    ...lineLayers(results, points, encode),
    ...(options.worth === undefined ? [] : [sameWorthLayer(points, x, options.worth, encode)]),
    ...pointLayers(encode),
    ...labelLayers(placed),
  ];
  const spec = { width: WIDTH, height: HEIGHT, data: { values: shown }, layer, config: chartConfig() };
  return { spec: spec as unknown as TopLevelSpec, unlabelled: points.length - placed.length };
}

/** Intervals decide the axis only where they can be drawn: a bound of 0 or less has no place on a logarithmic one. */
function costAxis(points: readonly CostQualityPoint[], scale: 'log' | 'linear'): Axis {
  const lows = points.map(({ cost, costLow }) => (costLow > 0 ? costLow : cost));
  const values = [...lows, ...points.map(({ costHigh }) => costHigh)];
  return axisOver(values, WIDTH, 0.06, scale === 'log' ? 'log' : [0, Number.POSITIVE_INFINITY]);
}

interface Encoding {
  readonly x: (field: string) => object;
  readonly y: (field: string) => object;
}

function encoding(x: Axis, y: Axis, title: string, format: string): Encoding {
  const channel = (axis: Axis, field: string, axisTitle: string, axisFormat: string): object => ({
    field,
    type: 'quantitative',
    title: axisTitle,
    scale: { type: axis.type, domain: axis.domain, nice: false, ...(axis.type === 'linear' ? { zero: false } : {}) },
    axis: { values: axis.ticks, format: axisFormat },
  });
  return {
    x: (field) => channel(x, field, title, format),
    y: (field) => channel(y, field, 'quality (mean)', '.2f'),
  };
}

function lineLayers(results: Results, points: readonly CostQualityPoint[], { x, y }: Encoding): object[] {
  const line = (values: readonly object[], mark: object): object => ({
    data: { values },
    mark: { type: 'line', clip: true, ...mark },
    encoding: { x: x('cost'), y: y('quality'), order: { field: 'cost' } },
  });
  return [
    line(hullLine(results), { strokeDash: [5, 4], stroke: 'var(--single)', strokeWidth: 1.5 }),
    line(frontLine(points), { interpolate: 'step-after', stroke: 'var(--strategy)', opacity: 0.5, strokeWidth: 2 }),
  ];
}

/** Everything that is as good as the best deployable row when a point of quality is worth so much. */
function sameWorthLayer(points: readonly CostQualityPoint[], axis: Axis, worth: number, { x, y }: Encoding): object {
  const deployable = points.filter(({ group }) => group === 'strategy' || group === 'single');
  const best = Math.max(...deployable.map(({ quality, cost }) => 100 * quality - cost / worth));
  const [from, to] = axis.domain;
  const values = Array.from({ length: PIECES + 1 }, (_, piece) => {
    const share = piece / PIECES;
    const cost = axis.type === 'log' ? from * (to / from) ** share : from + share * (to - from);
    return { cost, quality: (best + cost / worth) / 100 };
  });
  return {
    data: { values },
    transform: [{ filter: 'datum.quality <= 1' }],
    mark: { type: 'line', clip: true, stroke: 'var(--good)', strokeWidth: 1.5, strokeDash: [2, 3] },
    encoding: { x: x('cost'), y: y('quality'), order: { field: 'cost' } },
  };
}

/** Pieces of a line that bends on a logarithmic axis. */
const PIECES = 48;

function pointLayers({ x, y }: Encoding): object[] {
  const colour = { field: 'group', type: 'nominal', legend: null, scale: { domain: GROUPS, range: COLOURS } };
  const shape = { field: 'group', type: 'nominal', legend: null, scale: { domain: GROUPS, range: SHAPES } };
  const whisker = { type: 'rule', opacity: 0.4, strokeWidth: 1.5, clip: true };
  return [
    { mark: whisker, encoding: { x: x('cost'), y: y('qualityLow'), y2: { field: 'qualityHigh' }, color: colour } },
    { mark: whisker, encoding: { x: x('costLow'), x2: { field: 'costHigh' }, y: y('quality'), color: colour } },
    {
      mark: { type: 'point', filled: true, size: 90, opacity: 1, stroke: 'var(--paper)', strokeWidth: 1 },
      encoding: { x: x('cost'), y: y('quality'), fill: colour, shape, tooltip: { field: 'about' } },
    },
    {
      transform: [{ filter: 'datum.chosen' }],
      mark: { type: 'point', filled: false, size: 340, strokeWidth: 2.5, stroke: 'var(--good)', opacity: 1 },
      encoding: { x: x('cost'), y: y('quality') },
    },
  ];
}

type Labelled = CostQualityPoint & { readonly px: number; readonly py: number };

/** Labels, the ones a reader looks for first choosing their places first. */
function labelsOf(points: readonly CostQualityPoint[], x: Axis, y: Axis): PlacedLabel<Labelled>[] {
  const rank = ({ chosen, front, group }: CostQualityPoint): number => (chosen ? 0 : front ? 1 : 2 + GROUPS.indexOf(group));
  const wanting = [...points]
    .sort((a, b) => rank(a) - rank(b))
    .map((point) => ({
      ...point,
      label: `${point.chosen ? '★ ' : ''}${cutText(point.label, 36)}`,
      px: x.at(point.cost),
      py: HEIGHT - y.at(point.quality),
    }));
  return placeLabels(wanting, { width: WIDTH, height: HEIGHT }, FONT_SIZE);
}

/** Labels in pixels: first as a halo in the paper's colour, then as ink, with a line to points further away. */
function labelLayers(placed: readonly PlacedLabel<Labelled>[]): object[] {
  const pixel = (field: string): object => ({ field, type: 'quantitative', scale: null, axis: null });
  const values = placed.map(({ point, x, y, leader }) => ({
    label: point.label,
    x,
    y,
    px: point.px,
    py: point.py,
    lx: leader?.x ?? point.px,
    ly: leader?.y ?? point.py,
    weight: point.chosen ? 'chosen' : 'other',
  }));
  const text = (mark: object, filter: string): object => ({
    data: { values },
    transform: [{ filter }],
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: FONT_SIZE, ...mark },
    encoding: { x: pixel('x'), y: pixel('y'), text: { field: 'label' } },
  });
  return [
    {
      data: { values: values.filter(({ px, py, lx, ly }) => px !== lx || py !== ly) },
      mark: { type: 'rule', stroke: 'var(--soft)', strokeWidth: 0.75, opacity: 0.7 },
      encoding: { x: pixel('px'), y: pixel('py'), x2: { field: 'lx' }, y2: { field: 'ly' } },
    },
    text({ stroke: 'var(--paper)', strokeWidth: 4, strokeJoin: 'round', fill: 'var(--paper)' }, 'true'),
    text({ fill: 'var(--ink)' }, "datum.weight === 'other'"),
    text({ fill: 'var(--good)', fontWeight: 700 }, "datum.weight === 'chosen'"),
  ];
}
