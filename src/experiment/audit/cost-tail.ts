import { groupSums } from '../../metric/part.js';
import { type AuditRule, type DataAuditInput, percent, some, warn } from './audit.js';

/** Fewer groups of equal cost than this would leave as much doubt: intervals of mean cost are then too short too often. */
const FEW = 30;
/** Above this share of the groups there is no tail, only few queries. */
const TAILED = 0.3;

/** Mean cost that rests on a handful of dear queries: no interval knows a tail that the sample doesn't hold. */
export const costTail: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'cost_tail',
      level: 'warn',
      looksFor:
        'A model whose cost rests on few dear queries: (Σ cost)² ÷ Σ cost² over groups (Kish’s effective number) below 30. Intervals of mean cost then cover less than 95 %: 92 % where log-normal costs of σ = 1.8 are seen on 100 groups.',
      blindTo: 'A tail of which the sample holds nothing.',
    },
  ],
  find: (input) => {
    if (input.bench.experiment.cost.by === 'calls') return [];
    const tailed = input.bench.compared.flatMap((model) => {
      const found = tailOf(input, model);
      return found === null ? [] : [{ id: input.bench.table.modelIds[model] ?? '', ...found }];
    });
    const [first] = tailed;
    if (first === undefined) return [];
    const names = some(
      tailed.map(({ id }) => id),
      3,
    );
    return [
      warn(
        'cost_tail',
        `${names}: the bill rests on few dear queries (of ${first.id} the dearest 1 % carry ${percent(first.top)}, and its mean is as sure as that of ${Math.round(first.effective)} equal groups): the true cost is above its interval more often than the interval says; record more queries before a limit on cost decides`,
      ),
    ];
  },
};

/** Effective number of groups by cost, and what the dearest hundredth of them carries; null where no tail is to be seen. */
function tailOf({ bench: { means }, part }: DataAuditInput, model: number): { effective: number; top: number } | null {
  const costs = groupSums(part, (query) => means.costPico[query * means.modelCount + model] as number).sort();
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const squares = costs.reduce((sum, cost) => sum + (cost / total) ** 2, 0);
  const effective = 1 / squares;
  if (!(total > 0) || effective >= FEW || effective >= TAILED * costs.length) return null;
  const dearest = costs.slice(-Math.max(1, Math.round(costs.length / 100)));
  return { effective, top: dearest.reduce((sum, cost) => sum + cost, 0) / total };
}
