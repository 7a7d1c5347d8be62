import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../domain/results.js';
import { chartConfig, DASHES, LINE_COLOURS } from './chart-config.js';

/** Quality as more queries go to the strong model, one line a sweep; null without sweeps. */
export function curvesSpec({ curves, protocol }: Results): TopLevelSpec | null {
  if (curves.length === 0) return null;
  const values = curves.flatMap(({ points }, index) =>
    points.map(({ strongShare, quality }) => ({ line: String(index), share: strongShare, quality })),
  );
  const lines = curves.map((_, index) => String(index));
  const spec = {
    width: 880,
    height: 320,
    data: { values },
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'share',
        type: 'quantitative',
        title: `share of queries sent to ${protocol.pair?.strong ?? 'the strong model'}`,
        axis: { format: '.0%', tickCount: 11 },
        scale: { domain: [0, 1], nice: false },
      },
      y: { field: 'quality', type: 'quantitative', title: 'quality (mean)', axis: { format: '.2f' }, scale: { zero: false } },
      color: {
        field: 'line',
        type: 'nominal',
        legend: null,
        scale: { domain: lines, range: lines.map((_, index) => curveStyle(index).colour) },
      },
      strokeDash: {
        field: 'line',
        type: 'nominal',
        legend: null,
        scale: { domain: lines, range: lines.map((_, index) => DASHES[index % DASHES.length]) },
      },
      order: { field: 'share' },
    },
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}

/** Colour and dash pattern of a curve, for the drawing and its key. */
export function curveStyle(index: number): { readonly colour: string; readonly dash: string } {
  return {
    colour: LINE_COLOURS[index % LINE_COLOURS.length] ?? LINE_COLOURS[0],
    dash: (DASHES[index % DASHES.length] ?? []).join(' '),
  };
}
