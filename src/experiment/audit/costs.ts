import { COST_SOURCE, type OutcomeTable } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import { pricedModels } from '../complete-rows.js';
import type { AuditRule } from './audit.js';

const DAY_MS = 86_400_000;

/** Prices that are missing, don't fit the given costs, or are older or newer than the recordings. */
export const costs: AuditRule = ({ bench, load }) => {
  const byCalls = bench.experiment.cost.by === 'calls';
  const unpriced = bench.table.modelIds.filter((_, model) => pricedModels(bench.means)[model] !== true);
  return [
    ...(byCalls
      ? [{ id: 'cost_by_calls', level: 'note', message: 'no prices: cost is counted in calls, not in USD' } satisfies Audit]
      : unpriced.map(
          (id): Audit => ({
            id: 'price_missing',
            level: 'warn',
            message: `${id} has no price and no given costs: rows that use it show no cost`,
          }),
        )),
    ...load.costMismatch.map(
      ({ modelId, factor, total, n }): Audit => ({
        id: 'cost_mismatch',
        level: 'warn',
        message: `${modelId}: given costs are ${times(factor)} what its tokens and prices come to (median of ${n} calls; ${times(total)} in all); the given ones are used`,
      }),
    ),
    ...(byCalls ? [] : estimates(bench.table)),
    ...(byCalls ? [] : priceAge(load.oldestRecordedAt, load.pricedAt)),
  ];
};

function times(factor: number): string {
  return `${Number(factor.toPrecision(3))} ×`;
}

/** Costs that rest on guessed tokens. */
function estimates({ costSource }: OutcomeTable): Audit[] {
  let estimated = 0;
  for (const source of costSource) if (source === COST_SOURCE.estimated) estimated++;
  if (estimated === 0) return [];
  const of = estimated === costSource.length ? 'all costs' : `${estimated} of ${costSource.length} costs`;
  const message = `${of} are estimates: their tokens come from a rule, not from the provider`;
  return [{ id: 'cost_estimated', level: 'warn', message }];
}

function priceAge(oldest: string | null, pricedAt: string | null): Audit[] {
  if (oldest === null || pricedAt === null) return [];
  const days = Math.round((Date.parse(pricedAt) - Date.parse(oldest)) / DAY_MS);
  return days <= 0
    ? []
    : [
        {
          id: 'recordings_older_than_prices',
          level: 'note',
          message: `the oldest recording is ${days} days older than the prices of ${pricedAt}`,
        },
      ];
}
