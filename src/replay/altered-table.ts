import { OUTCOME_STATUS, type OutcomeTable, quantiseQuality } from '../domain/outcome-table.js';

/**
 * The table with every recorded call to one model after another failing at once and at no cost. Where a model has no recording, it still
 * has none. What is told of one model holds until the next is asked for.
 */
export function* modelsDown(table: OutcomeTable): Generator<OutcomeTable> {
  const status = table.status.slice();
  const costPico = table.costPico.slice();
  const latencyMs = table.latencyMs.slice();
  const down = { ...table, status, costPico, latencyMs };
  const rowsOf = (model: number, visit: (row: number) => void): void => {
    for (let cell = model; cell + 1 < table.cellOffsets.length; cell += table.modelIds.length)
      for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++) visit(row);
  };
  for (const model of table.modelIds.keys()) {
    rowsOf(model, (row) => {
      status[row] = OUTCOME_STATUS.error;
      costPico[row] = 0;
      latencyMs[row] = 0;
    });
    yield down;
    rowsOf(model, (row) => {
      status[row] = table.status[row] as number;
      costPico[row] = table.costPico[row] as number;
      latencyMs[row] = table.latencyMs[row] as number;
    });
  }
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
