import type { DecisionColumns } from '../../domain/decision.js';
import type { RowRobustness } from '../../domain/robustness.js';
import type { Compared } from '../compared.js';
import type { Workbench } from '../workbench.js';
import type { Pending } from './perturbations.js';
import type { RatioBook } from './ratio-book.js';

/** Share of a row's cost that each model is paid, over every attempt. */
export function spending(
  { table }: Workbench,
  { arm }: Pick<Compared, 'arm'>,
  replicates: readonly DecisionColumns[],
  book: RatioBook,
): Pending<RowRobustness['spending']> {
  const pending = table.modelIds.map((modelId, model) => {
    const paid = new Float64Array(table.queryCount);
    for (const decisions of replicates) addPaid(paid, decisions, table.costPico, model, 1 / replicates.length);
    const share = book.ratio(
      (query) => (Number.isNaN(arm.costPico[query]) ? Number.NaN : (paid[query] as number)),
      (query) => arm.costPico[query] as number,
    );
    return () => ({ modelId, share: share() });
  });
  return () => pending.map((one) => one());
}

function addPaid(
  paid: Float64Array,
  { attemptOffsets, attemptModel, attemptRow }: DecisionColumns,
  costPico: Float64Array,
  model: number,
  share: number,
): void {
  for (let query = 0; query < paid.length; query++) {
    const to = attemptOffsets[query + 1] as number;
    for (let attempt = attemptOffsets[query] as number; attempt < to; attempt++) {
      const row = attemptRow[attempt] as number;
      if (attemptModel[attempt] === model && row >= 0) paid[query] = (paid[query] as number) + share * (costPico[row] as number);
    }
  }
}
