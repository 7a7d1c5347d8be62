import { weightedMeans } from '../../replay/weighted-means.js';
import { type AuditRule, warn } from './audit.js';

/** A model that is at least as good and as cheap as every other leaves routing only the oracle's gap to win. */
export const dominance: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'one_model_dominates',
      level: 'warn',
      looksFor:
        'One model that is at least as good and at most as dear as every other on the mean: routing can then win on single queries only (RouterArena #175: always-one-model beat the submitted router).',
      blindTo: 'Models that dominate within a category; latency; how sure the means are.',
    },
  ],
  find: ({ bench, part }) => {
    const { quality, costPico } = weightedMeans(bench.means, part.rows, bench.dataset.labels.weight);
    const ids = bench.table.modelIds;
    const dominant = ids.findIndex((_, model) =>
      ids.every(
        (__, other) =>
          other === model ||
          ((quality[model] as number) >= (quality[other] as number) &&
            (costPico[model] as number) <= (costPico[other] as number)),
      ),
    );
    return dominant < 0 || ids.length < 2
      ? []
      : [
          warn(
            'one_model_dominates',
            `${ids[dominant]} is both the best and the cheapest model: routing can only win on single queries, not on the mean of any fixed mix`,
          ),
        ];
  },
};
