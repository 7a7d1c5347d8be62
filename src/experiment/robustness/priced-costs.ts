import type { DecisionColumns } from '../../domain/decision.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { Part } from '../../metric/part.js';

/** A model (null: every one) whose calls cost `factor` times as much, each rounded to whole pico-units. */
export interface Priced {
  readonly model: number | null;
  readonly factor: number;
}

/**
 * What decisions cost a part's groups at other prices, every call of a model times a factor: the sums of a replay of a table with these
 * costs, to the bit, without the replay.
 *
 * @returns weighted sums by group in pico-units; null where the model is never called on the part
 */
export function pricedSums(
  { costPico }: OutcomeTable,
  replicates: readonly DecisionColumns[],
  { rows, weight, group, groupKeys }: Part,
  { model, factor }: Priced,
): Float64Array | null {
  const sums = new Float64Array(groupKeys.length);
  const share = 1 / replicates.length;
  let isCalled = model === null;
  for (let index = 0; index < rows.length; index++) {
    const query = rows[index] as number;
    let mean = 0;
    for (const { attemptOffsets, attemptModel, attemptRow } of replicates) {
      const to = attemptOffsets[query + 1] as number;
      let cost = 0;
      for (let at = attemptOffsets[query] as number; at < to; at++) {
        const row = attemptRow[at] as number;
        const paid = row < 0 ? Number.NaN : (costPico[row] as number);
        const isPriced = model === null || attemptModel[at] === model;
        if (isPriced) isCalled = true;
        cost += isPriced ? Math.round(factor * paid) : paid;
      }
      mean += cost * share;
    }
    const own = group[index] as number;
    sums[own] = (sums[own] as number) + (weight[index] as number) * mean;
  }
  return isCalled ? sums : null;
}

/** The same of a single model's calls, which cost the mean over a cell's samples. */
export function pricedModelSums(
  { costPico, cellOffsets, modelIds }: OutcomeTable,
  single: number,
  { rows, weight, group, groupKeys }: Part,
  { model, factor }: Priced,
): Float64Array | null {
  if (model !== null && model !== single) return null;
  const sums = new Float64Array(groupKeys.length);
  for (let index = 0; index < rows.length; index++) {
    const cell = (rows[index] as number) * modelIds.length + single;
    const [from, to] = [cellOffsets[cell] as number, cellOffsets[cell + 1] as number];
    let cost = 0;
    for (let row = from; row < to; row++) cost += Math.round(factor * (costPico[row] as number));
    const own = group[index] as number;
    sums[own] = (sums[own] as number) + (weight[index] as number) * (cost / (to - from));
  }
  return sums;
}
