import type { RunOutput } from '../../experiment/run.js';
import type { TracedRow } from '../../report/pack/traces.js';
import { createRouter } from '../../router/create-router.js';
import { featureColumn } from '../../router/feature/index.js';

/**
 * The routers whose every decision can be told: one router for all queries. A cross-fitted row has one a fold; of a router with a
 * memory the pipeline is told, but not what it expected, which depends on all that came before.
 */
export function tracedRows({ compared, bench: { batch } }: RunOutput): ReadonlyMap<string, TracedRow> {
  return new Map(
    compared.flatMap(({ id, fitted, folds }): [string, TracedRow][] => {
      if (fitted === undefined || folds !== undefined) return [];
      const { config } = fitted;
      const router = createRouter(config);
      // Features and predictions are kept with the batch: nothing is worked out twice.
      const decide = router.stateful ? null : router.decider(batch);
      return [
        [
          id,
          {
            config,
            feature: (name) => featureColumn(batch, name, config.input),
            scores: decide === null ? null : (query) => decide(query).scores,
          },
        ],
      ];
    }),
  );
}
