import { aStrategy } from '../../test/support/an-experiment.js';
import { GROUPS, gauss, type Person, type Population, uniforms } from './draw.js';

/** Graded quality in groups of up to eight, with traffic weights and three models. */
export const graded: Population = {
  name: 'graded',
  about: 'quality between 0 and 1, groups of one to eight very alike queries with traffic weights of 1 to 3, three models',
  models: ['small', 'medium', 'large'],
  strategies: [
    aStrategy('length', [
      {
        rules: [
          { when: { 'prompt.code_points': { $gt: 260 } }, use: 'large' },
          { when: { 'prompt.code_points': { $gt: 180 } }, use: 'medium' },
          { use: 'small' },
        ],
      },
    ]),
  ],
  experiment: { reference: 'large', baselines: [] },
  people: () => Array.from({ length: GROUPS }, (_, group) => person(uniforms(21, group))),
};

const MODELS = [
  { level: 0.55, usd: 1e-4, ms: 200 },
  { level: 0.65, usd: 5e-4, ms: 500 },
  { level: 0.75, usd: 2e-3, ms: 900 },
] as const;

function person(uniform: (salt: number) => number): Person {
  const hard = uniform(0);
  const own = gauss(uniform(2), uniform(3));
  const size = Math.min(8, 1 + Math.floor(-2 * Math.log(uniform(1))));
  return Array.from({ length: size }, (_, query) => {
    const draw = (salt: number): number => uniform(100 * (query + 1) + salt);
    const answer = Math.exp(0.5 * own + 0.4 * gauss(draw(0), draw(1)));
    return {
      length: Math.round(100 + 180 * hard + 60 * draw(2)),
      weight: 1 + Math.floor(3 * draw(3)),
      outcomes: MODELS.map(({ level, usd, ms }, model) => {
        const quality = level + 0.3 - 0.5 * hard + 0.15 * own + 0.15 * gauss(draw(10 + model), draw(20 + model));
        return [{ quality: Math.min(1, Math.max(0, quality)), costUsd: usd * answer, latencyMs: ms * answer }];
      }),
    };
  });
}
