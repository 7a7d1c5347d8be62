import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../domain/results.js';
import { chartConfig } from './cost-quality.js';

const COLOURS = [
  'var(--share-1)',
  'var(--share-2)',
  'var(--share-3)',
  'var(--share-4)',
  'var(--share-5)',
  'var(--share-6)',
  'var(--share-7)',
  'var(--share-8)',
];

/** Which model each strategy asks first, as stacked bars. */
export function sharesSpec(results: Results): TopLevelSpec {
  const rows = results.rows.filter(({ kind }) => kind !== 'control');
  const values = rows.flatMap(({ label, shares }) => shares.map(({ modelId, share }) => ({ label, modelId, share })));
  return {
    width: 640,
    height: { step: 26 },
    data: { values },
    mark: { type: 'bar', stroke: 'var(--paper)', strokeWidth: 1 },
    encoding: {
      y: { field: 'label', type: 'nominal', title: null, sort: rows.map(({ label }) => label), axis: { labelLimit: 260 } },
      x: {
        field: 'share',
        type: 'quantitative',
        title: 'share of first calls',
        axis: { format: '%' },
        stack: true,
        scale: { domain: [0, 1] },
      },
      color: {
        field: 'modelId',
        type: 'nominal',
        title: null,
        scale: { domain: results.workload.models.map(({ modelId }) => modelId), range: COLOURS },
      },
      order: { field: 'modelId' },
    },
    config: chartConfig(),
  } as unknown as TopLevelSpec;
}
