import { COST_SOURCE, type OutcomeTable, PICO_PER_USD } from '../domain/outcome-table.js';
import type { CostBasis } from './experiment.js';

/**
 * The table with costs on the experiment's basis. By calls, every call of the counted model costs one unit and every
 * other call nothing: the axis RouteLLM uses where no price is known. Nothing is called USD then.
 */
export function onCostBasis(table: OutcomeTable, basis: CostBasis): OutcomeTable {
  if (basis.by === 'usd') return table;
  const counted = table.modelIds.indexOf(basis.model);
  const costPico = new Float64Array(table.costPico.length);
  for (let cell = 0; cell + 1 < table.cellOffsets.length; cell++) {
    if (cell % table.modelIds.length !== counted) continue;
    costPico.fill(PICO_PER_USD, table.cellOffsets[cell], table.cellOffsets[cell + 1]);
  }
  return { ...table, costPico, costSource: new Uint8Array(costPico.length).fill(COST_SOURCE.given) };
}
