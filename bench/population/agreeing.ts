import { aStrategy } from '../../test/support/an-experiment.js';
import { GROUPS, type Person, type Population, uniforms } from './draw.js';

const strategy = aStrategy('mostly-large', [
  { rules: [{ when: { 'prompt.code_points': { $gt: 200 } }, use: 'small' }, { use: 'large' }] },
]);

/** A router that asks somebody else than the reference on one query in ten; single queries, so McNemar and Newcombe apply. */
export const agreeing: Population = {
  name: 'agreeing',
  about: 'a router that differs from the reference on one query in ten, of which it loses a third; single right-or-wrong queries',
  models: ['small', 'large'],
  strategies: [strategy],
  experiment: { reference: 'large', baselines: [] },
  people: () => Array.from({ length: GROUPS }, (_, group) => person(uniforms(22, group), 1)),
};

/** The same in groups of one to three queries, where the resampled interval applies. */
export const agreeingGroups: Population = {
  ...agreeing,
  name: 'agreeing in groups',
  about: 'the same, in groups of one to three queries that take the same way',
  people: () =>
    Array.from({ length: GROUPS }, (_, group) => {
      const uniform = uniforms(23, group);
      return person(uniform, 1 + Math.floor(3 * uniform(1)));
    }),
};

function person(uniform: (salt: number) => number, size: number): Person {
  const length = uniform(0) < 0.1 ? 250 : 100;
  return Array.from({ length: size }, (_, query) => {
    const draw = (salt: number): number => uniform(100 * (query + 1) + salt);
    return {
      length,
      outcomes: [
        [{ quality: draw(1) < 0.6 ? 1 : 0, costUsd: 1e-4, latencyMs: 300 }],
        [{ quality: draw(2) < 0.85 ? 1 : 0, costUsd: 2e-3, latencyMs: 900 }],
      ],
    };
  });
}
