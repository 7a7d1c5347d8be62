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
  const paid = new Map<number, Float64Array>();
  for (const decisions of replicates) addPaid(paid, decisions, table.costPico, 1 / replicates.length);
  const none = new Float64Array(table.queryCount);
  const pending = table.modelIds.map((modelId, model) => {
    const own = paid.get(model) ?? none;
    const share = book.ratio(
      (query) => (Number.isNaN(arm.costPico[query]) ? Number.NaN : (own[query] as number)),
      (query) => arm.costPico[query] as number,
    );
    return () => ({ modelId, share: share() });
  });
  return () => pending.map((one) => one());
}

/** Adds what each model is paid, by model and query. */
function addPaid(
  paid: Map<number, Float64Array>,
  { size, attemptOffsets, attemptModel, attemptRow }: DecisionColumns,
  costPico: Float64Array,
  share: number,
): void {
  for (let query = 0; query < size; query++) {
    const to = attemptOffsets[query + 1] as number;
    for (let attempt = attemptOffsets[query] as number; attempt < to; attempt++) {
      const row = attemptRow[attempt] as number;
      const model = attemptModel[attempt] as number;
      if (row < 0) continue;
      const own = paid.get(model) ?? new Float64Array(size);
      paid.set(model, own);
      own[query] = (own[query] as number) + share * (costPico[row] as number);
    }
  }
}
