import type { TopLevelSpec } from 'vega-lite';
import type { Results, SettingPoint, SettingSweep, SweptMeans } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { formatNumber } from '../format.js';
import { settingPlace, settingText } from '../setting-text.js';
import { axisOver } from './axis.js';
import { chartConfig } from './chart-config.js';

const WIDTH = 880;
const HEIGHTS = { quality: 220, cost: 150 } as const;
type Panel = keyof typeof HEIGHTS;

/** A router's mean at one value, on one of the two parts. */
interface Mark {
  readonly value: number;
  readonly mean: number;
  readonly on: 'validation' | 'reported';
  readonly told: string;
  readonly tried: boolean;
  readonly chosen: boolean;
}

/**
 * Quality, and below it cost, of one router over its one setting: on the part it was chosen on and on the reported one, with the
 * value that was chosen. Where the lines part, the choice fitted the queries it was made on.
 */
export function settingSweepSpec(results: Results, sweep: SettingSweep): TopLevelSpec {
  const points = drawnPoints(sweep);
  const values = points.map(({ value }) => value);
  const axis = axisOver(values, WIDTH, 0.01, 'log');
  const panels = (['quality', 'cost'] as const).filter((panel) => points.some(({ reported }) => reported[panel] !== null));
  const title = `${sweep.setting}${axis.type === 'log' ? ' (log scale)' : ''}`;
  const x = (last: boolean): object => ({
    field: 'value',
    type: 'quantitative',
    scale: { type: axis.type, domain: axis.domain, nice: false },
    axis: { values: axis.ticks, format: ',~r', ...(last ? { title } : { title: null, labels: false }) },
  });
  const spec = {
    vconcat: panels.map((panel, index) => panelSpec(results, sweep, points, panel, x(index === panels.length - 1))),
    spacing: 14,
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}

/** A value below all others that a logarithm can't show is left to the table. */
function drawnPoints({ points, chosen }: SettingSweep): readonly SettingPoint[] {
  const [, second] = points;
  return second !== undefined && second.value > 0 && chosen > 0 ? points.filter(({ value }) => value > 0) : points;
}

function panelSpec(results: Results, sweep: SettingSweep, points: readonly SettingPoint[], panel: Panel, x: object): object {
  const cost = costView(results);
  const marks = points.flatMap((point) => marksOf(results, sweep, point, panel));
  const y = {
    field: 'mean',
    type: 'quantitative',
    title: panel === 'quality' ? 'quality (mean)' : cost.axis,
    axis: { format: panel === 'quality' ? '.2f' : cost.unit === 'usd' ? '$,~r' : ',~r', tickCount: panel === 'quality' ? 6 : 4 },
    scale: { zero: false },
  };
  const of = (keep: (mark: Mark) => boolean): object => ({ values: marks.filter(keep) });
  const line = (on: Mark['on'], style: object): object => ({
    data: of((mark) => mark.on === on),
    mark: { type: 'line', strokeWidth: 2, interpolate: interpolation(sweep), ...style },
    encoding: { x, y, order: { field: 'value' } },
  });
  const symbol = (keep: (mark: Mark) => boolean, style: object): object => ({
    data: of(keep),
    mark: { type: 'point', filled: true, opacity: 1, ...style },
    encoding: { x, y, tooltip: { field: 'told' } },
  });
  return {
    width: WIDTH,
    height: HEIGHTS[panel],
    layer: [
      {
        data: { values: [{ value: sweep.chosen }] },
        mark: { type: 'rule', stroke: 'var(--soft)', strokeDash: [2, 3] },
        encoding: { x },
      },
      line('validation', { stroke: 'var(--single)', strokeDash: [6, 4] }),
      line('reported', { stroke: 'var(--strategy)' }),
      // Wide, unseen points to be pointed at.
      symbol(() => true, { shape: 'circle', opacity: 0, size: 120 }),
      symbol(({ on, tried }) => tried && on === 'validation', {
        shape: 'circle',
        size: 36,
        filled: false,
        fill: 'var(--paper)',
        stroke: 'var(--single)',
      }),
      symbol(({ on, chosen }) => chosen && on === 'validation', { shape: 'diamond', size: 150, fill: 'var(--single)' }),
      symbol(({ on, chosen }) => chosen && on === 'reported', { shape: 'square', size: 110, fill: 'var(--strategy)' }),
    ],
  };
}

/** A threshold changes nothing until it passes the next value that a query has. */
function interpolation({ kind, setting }: SettingSweep): string {
  if (kind === 'range') return 'linear';
  return setting.endsWith('$gt') || setting.endsWith('$lte') ? 'step-after' : 'step-before';
}

function marksOf(results: Results, sweep: SettingSweep, point: SettingPoint, panel: Panel): Mark[] {
  const { perQueries } = costView(results);
  const mark = (on: Mark['on'], means: SweptMeans | null): Mark[] => {
    const mean = means?.[panel] ?? null;
    if (means === null || mean === null) return [];
    return [
      {
        value: point.value,
        mean: panel === 'cost' ? mean * perQueries : mean,
        on,
        told: told(results, sweep, point, on, means),
        tried: point.tried,
        chosen: point.value === sweep.chosen,
      },
    ];
  };
  return [...mark('validation', point.validation), ...mark('reported', point.reported)];
}

function told(results: Results, sweep: SettingSweep, { value }: SettingPoint, on: Mark['on'], means: SweptMeans): string {
  const cost = costView(results);
  return [
    `${settingText(sweep, value)}${value === sweep.chosen ? ' ★' : ''}`,
    `${on === 'reported' ? settingPlace(results) : 'validation'}: quality ${formatNumber(means.quality, 'fraction')}`,
    `${cost.axis} ${cost.format(means.cost)}`,
  ].join('\n');
}
