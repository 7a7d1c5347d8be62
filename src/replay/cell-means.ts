import { OUTCOME_STATUS, type OutcomeTable } from '../domain/outcome-table.js';

/**
 * What each single model does on each query, averaged over its samples. Length queries × models,
 * index `query * models + model`. An error serves nothing, so its quality is 0; unscored and missing are NaN.
 */
export interface CellMeans {
  readonly queryCount: number;
  readonly modelCount: number;
  readonly quality: Float64Array;
  /** Whole pico-USD averaged over samples; NaN where any sample's cost is unknown. */
  readonly costPico: Float64Array;
  readonly latencyMs: Float64Array;
  /** Share of samples that ended in an error. */
  readonly failed: Float64Array;
}

/** Averages the samples of every cell. Missing cells are NaN in every column. */
export function cellMeans(table: OutcomeTable): CellMeans {
  const modelCount = table.modelIds.length;
  const cells = table.queryCount * modelCount;
  const quality = new Float64Array(cells);
  const costPico = new Float64Array(cells);
  const latencyMs = new Float64Array(cells);
  const failed = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const from = table.cellOffsets[cell] as number;
    const to = table.cellOffsets[cell + 1] as number;
    let sumQuality = 0;
    let sumCost = 0;
    let sumLatency = 0;
    let errors = 0;
    for (let row = from; row < to; row++) {
      if (table.status[row] === OUTCOME_STATUS.error) errors++;
      else sumQuality += table.quality[row] as number;
      sumCost += table.costPico[row] as number;
      sumLatency += table.latencyMs[row] as number;
    }
    const samples = to - from;
    quality[cell] = sumQuality / samples;
    costPico[cell] = sumCost / samples;
    latencyMs[cell] = sumLatency / samples;
    failed[cell] = errors / samples;
  }
  return { queryCount: table.queryCount, modelCount, quality, costPico, latencyMs, failed };
}
