import { aStrategy } from '../../test/support/an-experiment.js';
import { GROUPS, gauss, type Person, type Population, uniforms } from './draw.js';

/** Right and wrong answers in groups of one to three alike queries: harder ones are longer, dearer, and more often wrong. */
export const everyday: Population = {
  name: 'everyday',
  about:
    'right or wrong answers, groups of one to three alike queries, costs and latencies log-normal with σ = 1.2 and 0.6, two models',
  models: ['small', 'large'],
  strategies: [
    aStrategy('length', [{ rules: [{ when: { 'prompt.code_points': { $gt: 220 } }, use: 'large' }, { use: 'small' }] }]),
  ],
  experiment: {
    reference: 'large',
    pair: { weak: 'small', strong: 'large' },
    baselines: ['oracle', 'prompt_length'],
  },
  people: () => Array.from({ length: GROUPS }, (_, group) => person(uniforms(20, group))),
};

function person(uniform: (salt: number) => number): Person {
  const hard = uniform(0);
  return Array.from({ length: 1 + Math.floor(3 * uniform(1)) }, (_, query) => {
    const draw = (salt: number): number => uniform(100 * (query + 1) + salt);
    const length = Math.round(40 + 200 * hard + 120 * draw(0));
    const small = draw(1) < 0.9 - 0.6 * hard ? 1 : 0;
    const large = draw(2) < 0.95 - 0.2 * hard ? 1 : 0;
    // Skewed costs and latencies: the tail is where intervals fail.
    const answer = Math.exp(1.2 * gauss(draw(3), draw(4)) + hard);
    return {
      length,
      outcomes: [
        [{ quality: small, costUsd: 1e-4 * answer, latencyMs: 300 * answer ** 0.5 }],
        [{ quality: large, costUsd: 2e-3 * answer, latencyMs: 900 * answer ** 0.5 }],
      ],
    };
  });
}
