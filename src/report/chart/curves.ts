import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../domain/results.js';
import { chartConfig } from './cost-quality.js';

/** Quality as more queries go to the strong model, one line a sweep. */
export function curvesSpec(results: Results): TopLevelSpec {
  const values = results.curves.flatMap(({ label, points }) =>
    points.map(({ strongShare, quality }) => ({ label, share: strongShare, quality })),
  );
  return {
    width: 760,
    height: 300,
    data: { values },
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'share',
        type: 'quantitative',
        title: `share of queries sent to ${results.protocol.pair?.strong ?? 'the strong model'}`,
        axis: { format: '%' },
      },
      y: { field: 'quality', type: 'quantitative', title: 'quality', scale: { zero: false } },
      color: {
        field: 'label',
        type: 'nominal',
        title: null,
        scale: { range: ['var(--strategy)', 'var(--control)', 'var(--single)', 'var(--oracle)'] },
      },
      strokeDash: { field: 'label', type: 'nominal', title: null },
      order: { field: 'share' },
    },
    config: chartConfig(),
  } as unknown as TopLevelSpec;
}
