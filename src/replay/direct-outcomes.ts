import { OUTCOME_STATUS, type OutcomeTable } from '../domain/outcome-table.js';

/** Stands where a model alone doesn't settle a query: on some replicate it has no recording, or failed. Below every quality. */
const NOT_DIRECT = -1;

/**
 * What comes of asking one model and no other, for every query and model: quality and cost side by side, averaged over replicates as an
 * arm is, at `2 · (query · models + model)`. Quality is `NOT_DIRECT` where there is more to it, and NaN where an answer has no score.
 */
export type DirectOutcomes = Float64Array;

const held = new WeakMap<OutcomeTable, Map<number, DirectOutcomes>>();

/** Made once a table: every candidate's replay is a gather over it. */
export function directOutcomes(table: OutcomeTable, samples: number): DirectOutcomes {
  const own = held.get(table) ?? new Map<number, DirectOutcomes>();
  held.set(table, own);
  const known = own.get(samples) ?? madeOf(table, samples);
  own.set(samples, known);
  return known;
}

function madeOf({ cellOffsets, status, quality, costPico }: OutcomeTable, samples: number): DirectOutcomes {
  const cells = cellOffsets.length - 1;
  const pairs = new Float64Array(2 * cells);
  const share = 1 / samples;
  for (let cell = 0; cell < cells; cell++) {
    const from = cellOffsets[cell] as number;
    const size = (cellOffsets[cell + 1] as number) - from;
    let isDirect = size > 0;
    let meanQuality = 0;
    let meanCost = 0;
    for (let sample = 0; isDirect && sample < samples; sample++) {
      const row = from + (sample % size);
      isDirect = status[row] !== OUTCOME_STATUS.error;
      meanQuality += (quality[row] as number) * share;
      meanCost += (costPico[row] as number) * share;
    }
    pairs[2 * cell] = isDirect ? meanQuality : NOT_DIRECT;
    pairs[2 * cell + 1] = isDirect ? meanCost : Number.NaN;
  }
  return pairs;
}
