import type { SingleOutcomes } from '../../metric/columns.js';
import type { QueryColumns } from '../pack/query-columns.js';

/** What every single model does on every query, as the metrics take it. */
export function singleOutcomes(queries: QueryColumns): SingleOutcomes {
  const modelCount = queries.header.models.length;
  const quality = new Float64Array(queries.size * modelCount);
  const costPico = new Float64Array(queries.size * modelCount);
  for (let model = 0; model < modelCount; model++) {
    const own = queries.model(model);
    for (let query = 0; query < queries.size; query++) {
      quality[query * modelCount + model] = own.quality[query] as number;
      costPico[query * modelCount + model] = own.costPico[query] as number;
    }
  }
  return { modelCount, quality, costPico };
}
