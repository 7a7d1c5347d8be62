import { describe, expect, it } from 'vitest';
import type { LearnedClassifyStage, RuleClassifyStage, Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { pack } from '../../src/router/packed.js';
import { aRouter } from '../support/a-router.js';

const IDS = ['small', 'large'];
const ask = (pipeline: readonly Stage[], text: string) =>
  createRouter(aRouter(IDS, pipeline, ['small'])).route({ messages: [{ role: 'user', content: text }] });

/** Chances of two classes by the number of words: 0.25 and 0.75 up to two words, else even. */
const learned = (more: Partial<LearnedClassifyStage> = {}): LearnedClassifyStage => ({
  kind: 'classify',
  by: 'learned',
  classes: ['a', 'b'],
  chances: {
    predictor: {
      type: 'linear',
      space: [{ type: 'bins', of: 'prompt.words', edges: [3], value: 1 }],
      weights: pack('i8', [1, 3, 2, 2]),
      bias: [0, 0],
      shift: 0,
    },
    tables: [{ x: [0, 4], y: [0, 2 ** 20] }],
  },
  ...more,
});

describe('a learned classify stage', () => {
  it('sets the class of the greatest chance, ties to the earlier', () => {
    expect(ask([learned()], 'two words').category).toBe('b');
    expect(ask([learned()], 'three words now').category).toBe('a');
  });

  it('sets the rest where the best is not ahead by the margin, which an equal lead still is', () => {
    const half = 2 ** 19;
    expect(ask([learned({ margin: half, otherwise: 'rest' })], 'two words').category).toBe('b');
    expect(ask([learned({ margin: half + 1, otherwise: 'rest' })], 'two words').category).toBe('rest');
  });

  it('sets the difficulty beside the category, for rules and filters to read', () => {
    const rules: RuleClassifyStage = {
      kind: 'classify',
      by: 'rules',
      categories: [{ name: 'b', when: { 'task.difficulty': 'b' } }],
      otherwise: 'none',
    };
    const use: Stage = { kind: 'rules', rules: [{ when: { 'task.difficulty': 'b', 'task.category': 'b' }, use: 'large' }] };
    expect(ask([learned({ of: 'difficulty' }), rules, use], 'two words')).toMatchObject({
      models: ['large', 'small'],
      category: 'b',
      difficulty: 'b',
    });
    // One name for both is still two things.
    expect(ask([learned(), use], 'two words')).toMatchObject({ models: ['small'], category: 'b' });
    const filter: Stage = { kind: 'filter', when: { 'task.difficulty': { $exists: false } }, allow: ['large'] };
    expect(ask([learned({ of: 'difficulty' }), filter], 'two words').models).toEqual(['small']);
    expect(ask([learned(), filter], 'two words').models).toEqual([]);
  });

  it.each([
    ['one class', { classes: ['a'] }, /classes\.length/],
    ['a class that stands twice', { classes: ['a', 'a'] }, /classes\[1\].*stands twice/],
    ['chances of another number of classes', { classes: ['a', 'b', 'c'] }, /chances\.predictor/],
    ['a margin that leads nowhere', { margin: 5 }, /margin.*leads nowhere/],
    ['a margin out of range', { margin: 2 ** 20 + 1, otherwise: 'x' }, /margin/],
    ['members of another kind', { categories: [] }, /categories.*unknown member/],
    ['another label', { of: 'category' }, /\.of/],
  ])('refuses %s in a file', (_what, more, message) => {
    const config = aRouter(IDS, [learned(more as Partial<LearnedClassifyStage>)], ['small']);
    expect(() => loadRouter(JSON.parse(JSON.stringify(config)))).toThrow(message);
    expect(() => loadRouter(JSON.parse(JSON.stringify(aRouter(IDS, [learned()], ['small']))))).not.toThrow();
  });
});
