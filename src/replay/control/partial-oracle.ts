import { armOfBlend, armOfChoice, armOfMixture } from '../arm.js';
import type { Control } from './control.js';
import { bestByQuery } from './oracle.js';
import { evenly } from './random.js';

/** Chances of asking the oracle. */
const CHANCES = [0.25, 0.5, 0.75];

/** RouterEval's r_o(p): asks the oracle with chance p, else a uniformly random model. Shows how good "half as good" is. */
export const partialOracle: Control = {
  name: 'partial_oracle',
  title: 'Partial oracle r_o(p), on request',
  onRequest: true,
  arms: ({ compared, means }) => {
    const best = armOfChoice(bestByQuery(means), means);
    const random = armOfMixture(evenly(compared, means.modelCount), means);
    return CHANCES.map((chance) => ({
      id: `control:partial_oracle_${100 * chance}`,
      label: `partial oracle r_o(${chance})`,
      description: `Expectation of asking the oracle with chance ${chance}, else a uniformly random model (RouterEval).`,
      marks: ['reads_outcomes', 'expected_value'],
      arm: armOfBlend(chance, best, random),
    }));
  },
};
