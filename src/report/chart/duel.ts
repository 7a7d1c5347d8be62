import type { TopLevelSpec } from 'vega-lite';
import type { Estimate } from '../../domain/estimate.js';
import type { CostView } from '../cost-view.js';
import type { Bin, CostPair } from '../explore/duel.js';
import { formatCount, points } from '../format.js';
import { chartConfig } from './chart-config.js';

/** Where the mean quality difference falls on the resamples, with 0 and the interval. */
export function differenceSpec(bins: readonly Bin[], { value, low, high }: Estimate): TopLevelSpec {
  const values = bins.map(({ from, to, count }) => ({
    from: 100 * from,
    // A bin of no width would not be seen.
    to: 100 * to + (from === to ? 0.05 : 0),
    count,
    told: `${points(from)} to ${points(to)} points\n${formatCount(count)} resamples`,
  }));
  const x = { type: 'quantitative', title: 'mean quality difference, points', scale: { zero: true } };
  const rule = (at: number | null, mark: object): object[] =>
    at === null
      ? []
      : [{ data: { values: [{ at: 100 * at }] }, mark: { type: 'rule', ...mark }, encoding: { x: { ...x, field: 'at' } } }];
  const spec = {
    width: 420,
    height: 240,
    layer: [
      {
        data: { values },
        mark: { type: 'bar', fill: 'var(--strategy)', fillOpacity: 0.75, stroke: 'var(--paper)', strokeWidth: 0.5 },
        encoding: {
          x: { ...x, field: 'from' },
          x2: { field: 'to' },
          y: { field: 'count', type: 'quantitative', title: 'resamples', axis: { tickCount: 4 } },
          y2: { datum: 0 },
          tooltip: { field: 'told' },
        },
      },
      ...rule(0, { stroke: 'var(--ink)', strokeWidth: 1.5 }),
      ...rule(low, { stroke: 'var(--bad)', strokeDash: [4, 3], strokeWidth: 1.5 }),
      ...rule(high, { stroke: 'var(--bad)', strokeDash: [4, 3], strokeWidth: 1.5 }),
      ...rule(value, { stroke: 'var(--bad)', strokeWidth: 2 }),
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}

/** What either row paid for a query, a point each, with the line of equal cost. */
export function costPairSpec(pairs: readonly CostPair[], cost: CostView, first: string, second: string): TopLevelSpec {
  const values = pairs.map(({ first: own, second: other, query }) => ({
    own: own * cost.perQueries,
    other: other * cost.perQueries,
    told: `query ${query + 1} of the part\n${first}: ${cost.format(own)}\n${second}: ${cost.format(other)}`,
  }));
  const most = values.reduce((top, { own, other }) => Math.max(top, own, other), 0);
  const scale = { domain: [0, most === 0 ? 1 : most], nice: false };
  const axis = { tickCount: 5, format: cost.unit === 'usd' ? '$,~r' : ',~r' };
  const x = { field: 'other', type: 'quantitative', title: `${second}: ${cost.axis}`, scale, axis };
  const y = { field: 'own', type: 'quantitative', title: first, scale, axis };
  const spec = {
    width: 360,
    height: 240,
    layer: [
      {
        data: { values: [0, scale.domain[1]].map((end) => ({ own: end, other: end })) },
        mark: { type: 'line', stroke: 'var(--soft)', strokeDash: [4, 3] },
        encoding: { x, y },
      },
      {
        data: { values },
        mark: { type: 'point', stroke: 'var(--strategy)', size: 26, opacity: 0.55 },
        encoding: { x, y, tooltip: { field: 'told' } },
      },
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}
