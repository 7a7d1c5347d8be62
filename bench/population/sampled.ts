import { aStrategy } from '../../test/support/an-experiment.js';
import { GROUPS, type Member, type Person, type Population, uniforms } from './draw.js';

const SAMPLES = 3;

/** Three samples a cell, drawn anew each time: the truth is the mean over new queries and new samples. */
export const sampled: Population = {
  name: 'samples',
  about:
    'three recorded samples of every cell, right with a chance of the query’s own; the truth is that of new queries and new samples',
  models: ['small', 'large'],
  strategies: [
    aStrategy('length', [{ rules: [{ when: { 'prompt.code_points': { $gt: 220 } }, use: 'large' }, { use: 'small' }] }]),
  ],
  experiment: { reference: 'large', baselines: [] },
  people: () => Array.from({ length: GROUPS }, (_, group) => person(uniforms(24, group))),
  realise: ({ outcomes }, uniform) =>
    outcomes.map(([chance], model) =>
      Array.from({ length: SAMPLES }, (_, sample) => ({
        ...chance,
        quality: uniform(10 * model + sample) < (chance?.quality ?? 0) ? 1 : 0,
      })),
    ),
};

function person(uniform: (salt: number) => number): Person {
  const hard = uniform(0);
  const member: Member = {
    length: Math.round(40 + 320 * uniform(1)),
    outcomes: [
      [{ quality: 0.9 - 0.7 * hard, costUsd: 1e-4, latencyMs: 300 }],
      [{ quality: 0.95 - 0.4 * hard, costUsd: 2e-3, latencyMs: 900 }],
    ],
  };
  return [member];
}
