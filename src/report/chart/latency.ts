import type { TopLevelSpec } from 'vega-lite';
import type { LatencyPoint } from '../explore/latency-curve.js';
import { formatNumber, formatShare } from '../format.js';
import { axisOver } from './axis.js';
import { chartConfig, DASHES } from './chart-config.js';
import { curveStyle } from './curves.js';

/** A row's distribution of latencies. */
export interface LatencyLine {
  readonly label: string;
  readonly points: readonly LatencyPoint[];
}

/** More lines than this can't be told apart. */
export const MOST_LATENCIES = 4;

const WIDTH = 880;

/** Share of queries answered within a time, a line a row; null without any. */
export function latencySpec(lines: readonly LatencyLine[]): TopLevelSpec | null {
  if (lines.length === 0) return null;
  const values = lines.flatMap(({ label, points }, index) =>
    points.map(({ ms, share }) => ({
      line: String(index),
      ms,
      share,
      told: `${label}\n${formatShare(share)} within ${formatNumber(ms, 'ms')} ms`,
    })),
  );
  const axis = axisOver(
    values.map(({ ms }) => ms),
    WIDTH,
    0.02,
    'log',
  );
  const names = lines.map((_, index) => String(index));
  const scaled = (range: readonly unknown[]): object => ({
    field: 'line',
    type: 'nominal',
    legend: null,
    scale: { domain: names, range },
  });
  const x = {
    field: 'ms',
    type: 'quantitative',
    title: `latency, ms${axis.type === 'log' ? ' (log scale)' : ''}`,
    scale: { type: axis.type, domain: axis.domain, nice: false },
    axis: { values: axis.ticks, format: ',~r' },
  };
  const y = {
    field: 'share',
    type: 'quantitative',
    title: 'share of queries',
    axis: { format: '.0%' },
    scale: { domain: [0, 1] },
  };
  const color = scaled(names.map((_, index) => curveStyle(index).colour));
  const spec = {
    width: WIDTH,
    height: 300,
    data: { values },
    layer: [
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
        encoding: {
          x,
          y,
          color,
          strokeDash: scaled(names.map((_, index) => DASHES[index % DASHES.length])),
          order: { field: 'share' },
        },
      },
      // Wide, unseen points to be pointed at.
      { mark: { type: 'circle', opacity: 0, size: 120 }, encoding: { x, y, color, tooltip: { field: 'told' } } },
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}
