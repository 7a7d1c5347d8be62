import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COHORTS, cohortName, cohortOf } from '../../../src/router/cohort/cohort.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { COUNT_ONE, chancesOf } from '../../../src/router/predictor/cohorts.js';
import type { CohortsConfig } from '../../../src/router/predictor/config.js';
import { compileSelection } from '../../../src/router/predictor/selection.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import { aTraining } from '../../support/a-training.js';

const named = (text: string): string => cohortName(cohortOf(text));
const typeOf = (text: string): string | undefined => named(text).split('|')[0];

describe('cohorts', () => {
  it('have the names that LiteLLM gives them, each its own', () => {
    const names = Array.from({ length: COHORTS }, (_, cohort) => cohortName(cohort));
    expect(new Set(names).size).toBe(7 * 4 * 16);
    expect(named('')).toBe('general|short|code=0|math=0|mc=0|intl=0');
    expect(named('Solve x = 2 in python: A) yes B) no ')).toBe('general|short|code=1|math=1|mc=1|intl=0');
  });

  it.each([
    ['Write a Python script', 'code_generation'],
    ['create one small but useful function', 'code_generation'],
    ['create one very small but useful function', 'general'],
    ['explain what this method does', 'code_understanding'],
    ['Explain what this\nmethod does', 'general'],
    ['review my pull request', 'code_understanding'],
    ['should I choose postgres or redis', 'technical_design'],
    ['how do I structure it', 'technical_design'],
    ['solve this equation', 'analytical_reasoning'],
    ['if it rains then what', 'analytical_reasoning'],
    ['draft a short email', 'writing'],
    ['make it more formal', 'writing'],
    ['  who is it', 'factual_lookup'],
    ['so who is it', 'general'],
    ['how many sheep are there', 'factual_lookup'],
    [`${' '.repeat(1985)}solve this equation`, 'general'],
  ])('%s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });

  it('cut lengths at 200, 800 and 2,000 code points, and tell texts of which more than a tenth is not ASCII', () => {
    const length = (size: number): string | undefined => named('😀'.repeat(size)).split('|')[1];
    expect([199, 200, 799, 800, 1999, 2000].map(length)).toEqual(['short', 'medium', 'medium', 'long', 'long', 'very_long']);
    const beyond = (share: number): boolean => named(`${'é'.repeat(share)}${'a'.repeat(100 - share)}`).endsWith('intl=1');
    expect([10, 11].map(beyond)).toEqual([false, true]);
  });
});

describe('chances by cohorts', () => {
  const one = COUNT_ONE;
  const plain = cohortOf('hello');
  const byHand: CohortsConfig = {
    type: 'cohorts',
    domainMass: 8,
    cohortMass: 2,
    overall: { seen: [18 * one, 0], right: [9 * one, 0] },
    domains: { general: { seen: [8 * one, 4 * one], right: [8 * one, 4 * one] } },
    cohorts: { [cohortName(plain)]: { seen: [2 * one, 0], right: [0, 0] } },
  };

  it('are drawn from those of all requests to those of a type and of a cohort', () => {
    // Model 0: (9 + 1) / (18 + 2) = 1/2; (8 + 8 · 1/2) / (8 + 8) = 3/4; (0 + 2 · 3/4) / (2 + 2) = 3/8.
    // Model 1: nothing seen is 1/2; (4 + 8 · 1/2) / (4 + 8) = 2/3; the cohort says nothing of it.
    expect(chancesOf(byHand, plain, 2)).toEqual([3 / 8, 2 / 3]);
    expect(chancesOf(byHand, cohortOf('define ethics'), 2)).toEqual([1 / 2, 1 / 2]);
  });

  it('are counted by the weight and the quality of the training queries', () => {
    const training = aTraining(
      [
        ['define ethics', [1, 0.5]],
        ['define logic', [0, Number.NaN]],
        ['hello', [1, 1]],
      ],
      { weight: Float64Array.of(1, 1, 2) },
    );
    const { predictor } = qualityFits.fit(
      { by: 'cohorts', calibrate: 'none', domain_mass: 5 },
      { training, models: [0, 1], input: DEFAULT_INPUT },
    );
    // Weights are scaled to a mean of 1: 3/4, 3/4, 3/2.
    expect(predictor).toEqual({
      type: 'cohorts',
      domainMass: 5,
      cohortMass: 20,
      overall: { seen: [3072, 2304], right: [768 + 1536, 384 + 1536] },
      domains: {
        factual_lookup: { seen: [1536, 768], right: [768, 384] },
        general: { seen: [1536, 1536], right: [1536, 1536] },
      },
      cohorts: {
        'factual_lookup|short|code=0|math=0|mc=0|intl=0': { seen: [1536, 768], right: [768, 384] },
        'general|short|code=0|math=0|mc=0|intl=0': { seen: [1536, 1536], right: [1536, 1536] },
      },
    });
  });

  it('lie between 0 and 1, and where a threshold stands they are on the same side in whole numbers', () => {
    const count = fc
      .tuple(fc.nat(10 ** 6), fc.nat(10 ** 6))
      .map(([a, b]) => ({ seen: [Math.max(a, b)], right: [Math.min(a, b)] }));
    fc.assert(
      fc.property(count, count, count, fc.integer({ min: 0, max: 2 ** 20 }), (overall, domain, cohort, atLeast) => {
        const config = { ...byHand, overall, domains: { general: domain }, cohorts: { [cohortName(plain)]: cohort } };
        const [chance = Number.NaN] = chancesOf(config, plain, 1);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(Math.floor(chance * 2 ** 20) >= atLeast).toBe(chance >= atLeast / 2 ** 20);
      }),
    );
  });
});

it('good_enough asks the dearest where no model is, if told so', () => {
  const cost = { base: [10, 30, 20], perToken: [0, 0, 0] };
  const ranked = (quality: readonly number[], otherwise?: 'dearest'): number => {
    const scores = new Float64Array(3);
    compileSelection({ by: 'good_enough', atLeast: 50, ...(otherwise === undefined ? {} : { otherwise }) }, cost, 3)(
      Float64Array.from(quality),
      0,
      scores,
    );
    return scores.indexOf(Math.max(...scores));
  };
  expect(ranked([40, 20, 49])).toBe(2);
  expect(ranked([40, 20, 49], 'dearest')).toBe(1);
  expect(ranked([40, 60, 55], 'dearest')).toBe(2);
});
