import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import type { Json } from '../../src/domain/json.js';
import { DEFAULT_INPUT, type LearnedClassifyStage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { checkCandidate, fitCandidate, kindOf, needsTraining } from '../../src/strategy/fit.js';
import type { Candidate } from '../../src/strategy/strategy.js';
import type { Training } from '../../src/strategy/training.js';
import { aTraining } from '../support/a-training.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

const models = { models: ['m0', 'm1'].map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
const candidate = (classify: Json, kind: Candidate['kind'] = 'dynamic'): Candidate => ({
  id: 'c',
  strategy: 'c',
  kind,
  parameters: {},
  input: DEFAULT_INPUT,
  pipeline: [{ classify }],
  fallback: ['m0'],
});

const TEXTS = { maths: 'add these numbers and give the sum', letters: 'write a letter to my landlord about the roof' } as const;
type Label = keyof typeof TEXTS;
const labelAt = (i: number): Label => (i % 3 === 0 ? 'letters' : 'maths');
const SIZE = 90;
const LEARNED = Uint32Array.from({ length: 60 }, (_, i) => i);

/** Labels of rows that nobody learns from may be changed, texts too. */
function training(label = labelAt, text = (i: number): string => `${TEXTS[labelAt(i)]}, number ${i}`): Training {
  const labels = codedColumn(Array.from({ length: SIZE }, (_, i): string => label(i)));
  return aTraining(
    Array.from({ length: SIZE }, (_, i) => [text(i), [1, 0]] as const),
    {
      rows: LEARNED,
      category: labels,
      difficulty: codedColumn(Array.from({ length: SIZE }, (_, i) => (i % 2 ? 'hard' : 'easy'))),
    },
  );
}
const fitted = (classify: Json, on: Training = training()) => fitCandidate(candidate(classify), models, on).config;
const route = (config: ReturnType<typeof fitted>, text: string) =>
  createRouter(config).route({ messages: [{ role: 'user', content: text }] });

describe('a learned classify policy', () => {
  it('names the category from labels of the train part', () => {
    const config = fitted({ by: 'learned' });
    expect(route(config, 'the sum of these numbers, please').category).toBe('maths');
    expect(route(config, 'a letter about my roof').category).toBe('letters');
    expect((config.pipeline[0] as LearnedClassifyStage).classes).toEqual(['letters', 'maths']);
    // What is written is what decides: the same after a round trip, and small.
    const text = JSON.stringify(config);
    expect(text.length).toBeLessThan(40_000);
    expect(route(loadRouter(JSON.parse(text)).config, 'a letter about my roof').category).toBe('letters');
  });

  it('names the difficulty, for conditions on task.difficulty', () => {
    const config = fitted({ by: 'learned', of: 'difficulty' });
    expect(route(config, 'anything')).toHaveProperty('difficulty');
    expect(route(config, 'anything')).not.toHaveProperty('category');
  });

  it('gives what it is not sure of to the rest', () => {
    const config = fitted({ by: 'learned', margin: 0.6, otherwise: 'other' });
    expect(route(config, 'quite something else').category).toBe('other');
    expect(route(config, TEXTS.letters).category).toBe('letters');
  });

  it('learns nothing from rows outside the train part', () => {
    const hash = fitted({ by: 'learned' }).decisionHash;
    const other = training(
      (i) => (i < LEARNED.length ? labelAt(i) : 'maths'),
      (i) => (i < LEARNED.length ? `${TEXTS[labelAt(i)]}, number ${i}` : `other words ${i}`),
    );
    expect(fitted({ by: 'learned' }, other).decisionHash).toBe(hash);
    expect(
      fitted(
        { by: 'learned' },
        training((i) => (i % 2 ? 'maths' : 'letters')),
      ).decisionHash,
    ).not.toBe(hash);
  });

  it('shares its fit among candidates that differ only in how sure they must be', () => {
    const on = training();
    const chances = (margin: number) =>
      (fitted({ by: 'learned', margin, otherwise: 'x' }, on).pipeline[0] as LearnedClassifyStage).chances;
    expect(chances(0.1)).toBe(chances(0.5));
  });

  it('is learned, as rules are not', () => {
    expect(needsTraining([{ classify: { by: 'learned' } }])).toBe(true);
    const rules = { classify: { by: 'rules', categories: {} } };
    expect(needsTraining([rules])).toBe(false);
    expect([kindOf([rules]), kindOf([{ classify: { by: 'learned' } }, { use: 'm0' }])]).toEqual(['static', 'hybrid']);
  });

  it.each<[string, Json, RegExp]>([
    ['a margin without a rest', { by: 'learned', margin: 0.2 }, /classify\.margin.*leads nowhere.*otherwise/],
    ['a rest that never comes about', { by: 'learned', otherwise: 'x' }, /classify\.otherwise.*never comes about.*margin/],
    ['an unknown feature', { by: 'learned', features: ['wrds'] }, /classify\.features\[0\].*"words"/],
    ['another label', { by: 'learned', of: 'group' }, /classify\.of/],
    ['no classes', { by: 'rules' }, /classify.*names no classes.*categories or difficulties/],
    ['both', { by: 'rules', categories: {}, difficulties: {} }, /classify\.difficulties.*stands beside categories/],
    [
      'a condition that is none',
      { by: 'rules', difficulties: { hard: { 'prompt.wrds': 1 } } },
      /difficulties\.hard.*prompt\.words/,
    ],
    ['an unknown way', { by: 'learnd' }, /classify\.by.*learned/],
  ])('refuses %s', (_what, classify, message) => {
    expect(() => checkCandidate(candidate(classify), models)).toThrow(message);
  });

  it('says what is missing where there are too few labels', () => {
    const bare = aTraining(Array.from({ length: 30 }, (_, i) => [`text ${i}`, [1, 0]] as const));
    expect(() => fitted({ by: 'learned' }, bare)).toThrow(
      /fewer than two of the dataset’s categories have 10 queries in the train part/,
    );
  });
});

it('is measured with its confusions, on holdout and when folds take turns', () => {
  const dataset = aDataset(
    Array.from({ length: 120 }, (_, i) => ({
      id: `q${i}`,
      prompt: `${TEXTS[labelAt(i)]}, number ${i}`,
      category: labelAt(i),
      difficulty: 'easy',
    })),
  );
  const table = plainTable(
    ['m0', 'm1'],
    Array.from(
      { length: 120 },
      (_, i) =>
        (labelAt(i) === 'maths'
          ? [
              [1, 1e-3],
              [1, 1e-2],
            ]
          : [
              [0, 1e-3],
              [1, 1e-2],
            ]) as [[number, number], [number, number]],
    ),
  );
  const strategy = {
    ...aStrategy('task', [
      { classify: { by: 'learned' } },
      { rules: [{ when: { 'task.category': 'letters' }, use: 'm1' }, { use: 'm0' }] },
    ]),
    kind: 'hybrid' as const,
  };
  const bootstrap = { replicates: 50, seed: 7, confidence: 0.95 };
  const holdout = {
    kind: 'holdout',
    train: 0.4,
    validation: 0.2,
    test: 0.4,
    groupBy: 'group',
    nearCopies: null,
    seed: 1,
  } as const;
  const folds = { kind: 'kfold', folds: 3, innerFolds: 2, groupBy: 'group', nearCopies: null, seed: 1 } as const;
  for (const split of [holdout, folds]) {
    const { body } = runOn(dataset, table, [strategy], anExperiment({ split, bootstrap, baselines: ['single'] }));
    const row = body.rows.find(({ id }) => id === 'router:task');
    expect(row?.metrics['quality.mean']?.value).toBe(1);
    expect(row?.confusions).toHaveLength(1);
    expect(row?.confusions?.[0]?.total).toMatchObject({ right: { value: 1 }, quality: { value: 0 }, cost: { value: 0 } });
  }
});
