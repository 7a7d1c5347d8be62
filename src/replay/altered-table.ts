import { OUTCOME_STATUS, type OutcomeTable, quantiseQuality } from '../domain/outcome-table.js';

/** The table with every recorded call to a model failing at once and at no cost. Where it has no recording, it still has none. */
export function withModelDown(table: OutcomeTable, model: number): OutcomeTable {
  const status = table.status.slice();
  const costPico = table.costPico.slice();
  const latencyMs = table.latencyMs.slice();
  for (let query = 0; query < table.queryCount; query++) {
    const cell = query * table.modelIds.length + model;
    const from = table.cellOffsets[cell];
    const to = table.cellOffsets[cell + 1];
    status.fill(OUTCOME_STATUS.error, from, to);
    costPico.fill(0, from, to);
    latencyMs.fill(0, from, to);
  }
  return { ...table, status, costPico, latencyMs };
}

/** The table with the qualities of a model's answers to some queries multiplied by a factor below 1. */
export function withQualitiesTimes(table: OutcomeTable, model: number, queries: Iterable<number>, factor: number): OutcomeTable {
  const quality = table.quality.slice();
  for (const query of queries) {
    const cell = query * table.modelIds.length + model;
    for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++)
      quality[row] = quantiseQuality(factor * (quality[row] as number));
  }
  return { ...table, quality };
}
