import { z } from 'zod';
import { cohortName, cohortOf, typeOf } from '../../router/cohort/cohort.js';
import { REQUEST_TYPES } from '../../router/cohort/request-type.js';
import { requestText } from '../../router/feature/request-text.js';
import { COUNT_ONE } from '../../router/predictor/cohorts.js';
import type { Counts } from '../../router/predictor/config.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { type Targets, targetsOf } from '../learn/targets.js';
import { definePredictorFit } from './predictor-fit.js';

const mass = z.number().int().min(1).max(1_000_000);

/** Successes counted by kinds of requests that LiteLLM's heuristic_v2 tells apart: what it takes as an artifact, fitted here. */
export const cohorts = definePredictorFit({
  by: 'cohorts',
  describe: 'How often each model was right on requests of the same kind: type, length, code, mathematics, choices, script',
  schema: z.strictObject({
    by: z.literal('cohorts'),
    domain_mass: mass
      .optional()
      .describe('Requests that all requests count for before those of a type (code_generation, writing …); default 200'),
    cohort_mass: mass.optional().describe('Requests that those of a type count for before those of a cohort; default 20'),
  }),
  check: () => undefined,
  fit(spec, source) {
    const { training, models, input } = source;
    const targets = targetsOf(source);
    const cohortsOf = Array.from(training.rows, (row) => cohortOf(requestText(training.batch.messages(row), input)));
    const by = (nameOf: (cohort: number) => string): Record<string, Counts> =>
      counted(cohortsOf.map(nameOf), targets, models.length);
    return {
      tables: [{ x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] }],
      predictor: {
        type: 'cohorts',
        domainMass: spec.domain_mass ?? 200,
        cohortMass: spec.cohort_mass ?? 20,
        overall: by(() => 'all')['all'] ?? { seen: models.map(() => 0), right: models.map(() => 0) },
        domains: by((cohort) => REQUEST_TYPES[typeOf(cohort)] as string),
        cohorts: by(cohortName),
      },
    };
  },
});

/** Sums by name, in the order of the names: a request counts its weight, and of it what its quality says. */
function counted(names: readonly string[], { quality, weight }: Targets, models: number): Record<string, Counts> {
  const sums = new Map<string, { seen: number[]; right: number[] }>();
  names.forEach((name, at) => {
    const own = sums.get(name) ?? { seen: new Array<number>(models).fill(0), right: new Array<number>(models).fill(0) };
    sums.set(name, own);
    for (let model = 0; model < models; model++) {
      const value = quality[at * models + model] as number;
      if (Number.isNaN(value)) continue;
      const counts = Math.round((weight[at] as number) * COUNT_ONE);
      own.seen[model] = (own.seen[model] as number) + counts;
      own.right[model] = (own.right[model] as number) + Math.round(counts * value);
    }
  });
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
