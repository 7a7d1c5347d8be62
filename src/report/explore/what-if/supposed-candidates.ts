import type { Results } from '../../../domain/results.js';
import { scaled } from '../../../metric/estimate/seen.js';
import { commonFactor } from './query-view.js';
import type { Supposition } from './supposition.js';

/** Results whose candidates cost what they would where all models' costs change by one factor; else as they were ranked. */
export function supposedCandidates(results: Results, supposed: Supposition | null): Results {
  const models = results.workload.models.map(({ modelId }) => modelId);
  const factor = supposed === null ? 1 : commonFactor(models, supposed);
  if (factor === null || factor === 1) return results;
  return { ...results, candidates: results.candidates.map((one) => ({ ...one, cost: scaled(one.cost, factor) })) };
}
