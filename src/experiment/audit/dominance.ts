import type { Audit } from '../../domain/results.js';
import { weightedMeans } from '../../replay/weighted-means.js';
import type { AuditRule } from './audit.js';

/** A model that is at least as good and as cheap as every other leaves routing only the oracle's gap to win. */
export const dominance: AuditRule = ({ bench, setting }) => {
  const { quality, costPico } = weightedMeans(bench.means, setting.part.rows, bench.dataset.labels.weight);
  const ids = bench.table.modelIds;
  const dominant = ids.findIndex((_, model) =>
    ids.every(
      (__, other) =>
        other === model ||
        ((quality[model] as number) >= (quality[other] as number) && (costPico[model] as number) <= (costPico[other] as number)),
    ),
  );
  const audits: Audit[] = [];
  if (dominant >= 0 && ids.length > 1) {
    audits.push({
      id: 'one_model_dominates',
      level: 'warn',
      message: `${ids[dominant]} is both the best and the cheapest model: routing can only win on single queries, not on the mean of any fixed mix`,
    });
  }
  if (setting.part.rows.length < 100) {
    audits.push({
      id: 'few_queries',
      level: 'warn',
      message: `only ${setting.part.rows.length} queries are measured: intervals are wide and rough`,
    });
  }
  return audits;
};
