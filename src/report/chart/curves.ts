import type { TopLevelSpec } from 'vega-lite';
import type { CurvePoint, Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { formatNumber, formatShare, metricOf } from '../format.js';
import { chartConfig, DASHES, LINE_COLOURS } from './chart-config.js';

/** Quality as more queries go to the strong model, one line a sweep, and the rows that ask only these two; null without sweeps. */
export function curvesSpec(results: Results): TopLevelSpec | null {
  const { curves, protocol } = results;
  if (curves.length === 0) return null;
  const values = curves.flatMap(({ points, label }, index) => drawnPoints(results, label, points, index));
  const before = curves.flatMap(({ validation = [], label }, index) =>
    drawnPoints(results, `${label}, on validation`, validation, index),
  );
  const lines = curves.map((_, index) => String(index));
  const scaled = (range: readonly unknown[]): object => ({
    field: 'line',
    type: 'nominal',
    legend: null,
    scale: { domain: lines, range },
  });
  const place = {
    x: {
      field: 'share',
      type: 'quantitative',
      title: `share of queries sent to ${protocol.pair?.strong ?? 'the strong model'}`,
      axis: { format: '.0%', tickCount: 11 },
      scale: { domain: [0, 1], nice: false },
    },
    y: { field: 'quality', type: 'quantitative', title: 'quality (mean)', axis: { format: '.2f' }, scale: { zero: false } },
  };
  const tooltip = { field: 'told' };
  const spec = {
    width: 880,
    height: 320,
    layer: [
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          ...place,
          color: scaled(lines.map((_, index) => curveStyle(index).colour)),
          strokeDash: scaled(lines.map((_, index) => DASHES[index % DASHES.length])),
          order: { field: 'share' },
        },
      },
      {
        data: { values: before },
        mark: { type: 'line', strokeWidth: 1, opacity: 0.75 },
        encoding: { ...place, color: scaled(lines.map((_, index) => curveStyle(index).colour)), order: { field: 'share' } },
      },
      // Wide, unseen points to be pointed at.
      {
        data: { values: [...before, ...values] },
        mark: { type: 'circle', opacity: 0, size: 90 },
        encoding: { ...place, tooltip },
      },
      {
        data: { values: pairRows(results) },
        mark: { type: 'point', shape: 'diamond', size: 130, filled: true, opacity: 1, fill: 'var(--ink)' },
        encoding: { ...place, tooltip },
      },
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}

function drawnPoints(results: Results, label: string, points: readonly CurvePoint[], line: number) {
  return points.map((point) => ({
    line: String(line),
    share: point.strongShare,
    quality: point.quality,
    told: pointText(results, label, point),
  }));
}

/** From which score on queries go to the strong model: `score ≥ 120`; empty where that isn't known. */
export function thresholdText({ threshold }: Pick<CurvePoint, 'threshold'>): string {
  if (threshold === undefined) return '';
  return threshold === null ? 'none is sent' : `score ≥ ${threshold}`;
}

function pointText(results: Results, label: string, point: CurvePoint): string {
  const { strongShare, quality, cost } = point;
  const { axis, format } = costView(results);
  const from = thresholdText(point);
  return `${label}\n${formatShare(strongShare)} to the strong model${from === '' ? '' : ` (${from})`}\nquality ${formatNumber(quality, 'fraction')}\n${axis} ${format(cost)}`;
}

/** Rows that could be shipped and ask none but the weak and the strong model: their operating points. */
export function pairRows(results: Results): { readonly share: number; readonly quality: number; readonly told: string }[] {
  const { pair } = results.protocol;
  if (pair === null) return [];
  return results.rows.flatMap((row) => {
    const shareOf = (model: string): number => row.shares.find(({ modelId }) => modelId === model)?.share ?? 0;
    const [share, quality] = [shareOf(pair.strong), metricOf(row, 'quality.mean').value];
    if (row.kind === 'control' || quality === null || share + shareOf(pair.weak) < 1 - 1e-9) return [];
    const point = { strongShare: share, quality, cost: metricOf(row, 'cost.mean').value };
    return [{ share, quality, told: pointText(results, row.label, point) }];
  });
}

/** Colour and dash pattern of a curve, for the drawing and its key. */
export function curveStyle(index: number): { readonly colour: string; readonly dash: string } {
  return {
    colour: LINE_COLOURS[index % LINE_COLOURS.length] ?? LINE_COLOURS[0],
    dash: (DASHES[index % DASHES.length] ?? []).join(' '),
  };
}
