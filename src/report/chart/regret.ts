import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { metricOf, points } from '../format.js';
import { misroutedRows } from '../regret-view.js';
import { rowNames } from '../row-name.js';
import { chartConfig } from './chart-config.js';
import { cutText } from './text-width.js';

/** Quality lost and money overspent against the oracle, a bar each by row; null where nothing was measured. */
export function regretSpec(results: Results): TopLevelSpec | null {
  const rows = misroutedRows(results);
  if (rows.length === 0) return null;
  const name = rowNames(results);
  const cost = costView(results);
  const values = rows.map((row) => {
    const lost = metricOf(row, 'regret.quality').value;
    const overspent = metricOf(row, 'routing.overspend').value;
    const label = cutText(name(row), 34);
    return {
      row: label,
      lost: lost === null ? null : 100 * lost,
      overspent: overspent === null ? null : overspent * cost.perQueries,
      told: `${name(row)}\nlost ${points(lost)} points\noverspent ${cost.format(overspent)}`,
    };
  });
  const sort = values.map(({ row }) => row);
  const y = { field: 'row', type: 'nominal', sort, title: null };
  const bars = (field: string, title: string, fill: string, axis: object | null): object => ({
    width: 330,
    height: { step: 24 },
    mark: { type: 'bar', height: 14, fill },
    encoding: {
      y: { ...y, axis },
      x: { field, type: 'quantitative', title, axis: { tickCount: 5 } },
      tooltip: { field: 'told' },
    },
  });
  const spec = {
    data: { values },
    hconcat: [
      bars('lost', 'quality lost against the oracle, points', 'var(--strategy)', {
        labelLimit: 210,
        domain: false,
        ticks: false,
      }),
      bars('overspent', `overspent, ${cost.axis}`, 'var(--share-2)', null),
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}
