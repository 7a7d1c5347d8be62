import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../domain/measured-text.js';
import type { Results } from '../../domain/results.js';
import { formatNumber } from '../format.js';
import { chartConfig, DASHES } from './chart-config.js';
import { curveStyle } from './curves.js';

/** More lines than this can't be told apart. */
const MOST_LINES = 4;

/** Rows that predict, as far as they are drawn. */
export function drawnReliability({ rows }: Results): Results['rows'] {
  return rows.filter(({ reliability }) => reliability !== undefined).slice(0, MOST_LINES);
}

/** Mean quality against mean predicted quality by bin, one line a row, beside the diagonal of promises kept; null where no row predicts. */
export function reliabilitySpec(results: Results): TopLevelSpec | null {
  const drawn = drawnReliability(results);
  if (drawn.length === 0) return null;
  const lines = drawn.map((_, index) => String(index));
  const values = drawn.flatMap(({ reliability, label }, index) =>
    (reliability?.bins ?? []).map(({ predicted, actual, n }) => ({
      line: String(index),
      predicted,
      actual,
      n,
      told: `${label}\npredicted ${formatNumber(predicted, 'fraction')}, came ${formatNumber(actual, 'fraction')}\n${counted(n, 'query', 'queries')}`,
    })),
  );
  const axis = { format: '.1f', tickCount: 11 };
  const scale = { domain: [0, 1], nice: false };
  const x = { field: 'predicted', type: 'quantitative', title: 'predicted quality (mean of the bin)', axis, scale };
  const y = { field: 'actual', type: 'quantitative', title: 'quality that came (mean)', axis, scale };
  const color = {
    field: 'line',
    type: 'nominal',
    legend: null,
    scale: { domain: lines, range: lines.map((_, index) => curveStyle(index).colour) },
  };
  const strokeDash = {
    field: 'line',
    type: 'nominal',
    legend: null,
    scale: { domain: lines, range: lines.map((_, index) => DASHES[index % DASHES.length]) },
  };
  const spec = {
    width: 440,
    height: 440,
    layer: [
      {
        data: {
          values: [
            { predicted: 0, actual: 0 },
            { predicted: 1, actual: 1 },
          ],
        },
        mark: { type: 'line', stroke: 'var(--soft)', strokeDash: [1, 3], strokeWidth: 1.5 },
        encoding: { x, y },
      },
      { data: { values }, mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color, strokeDash } },
      {
        data: { values },
        mark: { type: 'circle', opacity: 0.85 },
        encoding: {
          x,
          y,
          color,
          size: { field: 'n', type: 'quantitative', legend: null, scale: { range: [30, 360] } },
          tooltip: { field: 'told' },
        },
      },
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}
