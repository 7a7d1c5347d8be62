import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../src/domain/json.js';
import { queryTable, type Signals } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { compileAccept } from '../../src/router/accept.js';
import { compileCondition } from '../../src/router/condition.js';
import { type Condition, DEFAULT_INPUT, type InputSpec } from '../../src/router/config.js';
import { featureColumn } from '../../src/router/feature/index.js';
import { requestText } from '../../src/router/feature/request-text.js';
import { compileOperators } from '../../src/router/operator.js';

const holds = (condition: Condition, prompt: string, signals: Signals = {}, category?: string): boolean =>
  compileCondition(condition)(requestBatch(queryTable([{ id: 'q', prompt, signals }])))(0, {
    category,
    difficulty: undefined,
  });

describe('operators', () => {
  it.each<[unknown, Scalar | undefined, boolean]>([
    [{ $eq: 1 }, 1, true],
    [{ $eq: 1 }, '1', false],
    [{ $eq: null }, null, true],
    [{ $eq: null }, undefined, false],
    ['x', 'x', true],
    [true, true, true],
    [{ $ne: 1 }, 2, true],
    [{ $ne: 1 }, undefined, true],
    [{ $ne: 1 }, 1, false],
    [{ $gt: 3 }, 4, true],
    [{ $gt: 3 }, 3, false],
    [{ $gte: 3 }, 3, true],
    [{ $gte: 3 }, 2.9, false],
    [{ $lt: 3 }, 2, true],
    [{ $lt: 3 }, 3, false],
    [{ $lte: 3 }, 3, true],
    [{ $lte: 3 }, 4, false],
    [{ $gt: 3 }, '4', false],
    [{ $gt: 'a' }, 'b', true],
    [{ $lt: 3 }, undefined, false],
    [{ $lt: 3 }, null, false],
    [{ $in: ['a', 1] }, 1, true],
    [{ $in: ['a', 1] }, 'b', false],
    [{ $in: ['a'] }, undefined, false],
    [{ $nin: ['a'] }, 'b', true],
    [{ $nin: ['a'] }, undefined, true],
    [{ $nin: ['a'] }, 'a', false],
    [{ $regex: '^a+$' }, 'aaa', true],
    [{ $regex: '^a+$' }, 'ab', false],
    [{ $regex: 'a' }, 1, false],
    [{ $contains: 'BoX' }, 'a box', true],
    [{ $contains: ['x', 'q'] }, 'quiet', true],
    [{ $contains: 'ß' }, 'SS', false],
    [{ $contains: 'x' }, undefined, false],
    [{ $exists: true }, 0, true],
    [{ $exists: true }, undefined, false],
    [{ $exists: false }, undefined, true],
    [{ $not: { $gt: 3 } }, undefined, true],
    [{ $not: { $gt: 3 } }, 4, false],
    [{ $gt: 1, $lt: 3 }, 2, true],
    [{ $gt: 1, $lt: 3 }, 3, false],
  ])('%j on %j is %j', (spec, value, expected) => {
    expect(compileOperators(spec, 'f')(value)).toBe(expected);
  });

  it('refuses wrong operands and unknown operators with the nearest', () => {
    expect(() => compileOperators({ $gte: true }, 'f')).toThrow(/f\.\$gte.*a number or a text/);
    expect(() => compileOperators({ $in: 'a' }, 'f')).toThrow(/a list of values/);
    expect(() => compileOperators({ $contains: [''] }, 'f')).toThrow(/none of them empty/);
    expect(() => compileOperators({ $greater: 1 }, 'f')).toThrow(/unknown operator.*\$gt/);
    expect(() => compileOperators({ constructor: 1 }, 'f')).toThrow(/unknown operator/);
    expect(() => compileOperators({}, 'f')).toThrow(/not accepted/);
  });
});

describe('conditions', () => {
  it('join siblings, nest $and, $or and $not', () => {
    const condition: Condition = {
      $or: [
        { 'prompt.words': { $gt: 3 } },
        { $and: [{ 'signals.tier': 'pro' }, { $not: { 'prompt.text': { $contains: 'no' } } }] },
      ],
    };
    expect(holds(condition, 'one two three four')).toBe(true);
    expect(holds(condition, 'yes', { tier: 'pro' })).toBe(true);
    expect(holds(condition, 'no', { tier: 'pro' })).toBe(false);
    expect(holds(condition, 'yes', { tier: 'free' })).toBe(false);
    expect(holds({ 'prompt.words': 1, 'signals.tier': 'pro' }, 'one', { tier: 'free' })).toBe(false);
  });

  it('read the classified task', () => {
    expect(holds({ 'task.category': 'faq' }, '', {}, 'faq')).toBe(true);
    expect(holds({ 'task.category': { $exists: false } }, '')).toBe(true);
  });

  it('refuse unknown fields with the nearest', () => {
    expect(() => compileCondition({ 'prompt.token': { $gt: 1 } })).toThrow(/unknown field.*Did you mean "prompt.tokens"/);
    expect(() => compileCondition({ 'budget.left': 1 })).toThrow(/unknown field/);
    expect(() => compileCondition({ $or: [] })).toThrow(/list of conditions/);
  });

  it('over answers know their own fields', () => {
    const accept = compileAccept({
      'answer.confidence': { $gte: 0.8 },
      $or: [{ 'answer.refusal': false }, { 'answer.length': { $gt: 10 } }],
    });
    expect(accept({ confidence: 0.9, refusal: false })).toBe(true);
    expect(accept({ confidence: 0.9, refusal: true, length: 11 })).toBe(true);
    expect(accept({ confidence: 0.7, refusal: false })).toBe(false);
    expect(accept({ refusal: false })).toBe(false);
    expect(compileAccept({ $not: { 'answer.json_valid': true } })({})).toBe(true);
    expect(() => compileAccept({ 'answer.confidance': 1 })).toThrow(/Did you mean "answer.confidence"/);
  });
});

describe('features', () => {
  const of = (name: string, prompt: string, input: InputSpec = DEFAULT_INPUT): number | undefined =>
    featureColumn(requestBatch(queryTable([{ id: 'q', prompt }])), name, input)[0];

  it.each<[string, string, number]>([
    ['prompt.code_points', '', 0],
    ['prompt.code_points', 'e\u0301😀日', 4],
    ['prompt.code_points', '\ud83d', 1],
    ['prompt.code_points', 'a\r\nb', 4],
    ['prompt.tokens', '', 0],
    ['prompt.tokens', 'a'.repeat(8), 2],
    ['prompt.tokens', 'a'.repeat(9), 3],
    ['prompt.words', '  two\twords\n', 2],
    ['prompt.words', 'a\u00a0b', 1],
    ['prompt.lines', '', 0],
    ['prompt.lines', 'a', 1],
    ['prompt.lines', 'a\nb\n', 3],
    ['prompt.digits', 'a1b23٣', 3],
    ['prompt.question_marks', 'what? why??', 3],
    ['prompt.code_fences', '```js\nx\n``` and ````', 3],
    ['prompt.code_fences', '``', 0],
    ['prompt.messages', 'x', 1],
  ])('%s of %j is %i', (name, prompt, expected) => {
    expect(of(name, prompt)).toBe(expected);
  });

  it('read the last user message, its text parts joined, cut by code points', () => {
    const messages = [
      { role: 'system', content: 'rules' },
      { role: 'user', content: 'first' },
      { role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'b' }] },
      { role: 'assistant', content: 'ok' },
      { role: 'tool', content: '{}' },
    ] as const;
    expect(requestText(messages, DEFAULT_INPUT)).toBe('a\nb');
    expect(requestText(messages, { ...DEFAULT_INPUT, text: 'all_user', join: '|' })).toBe('first|a|b');
    expect(requestText(messages, { ...DEFAULT_INPUT, text: 'all', join: '|' })).toBe('rules|first|a|b|ok|{}');
    expect(requestText([], DEFAULT_INPUT)).toBe('');
    expect(requestText([{ role: 'user', content: '😀😀x' }], { ...DEFAULT_INPUT, maxCodePoints: 2 })).toBe('😀😀');
  });

  it('are computed once per query and kept with the batch', () => {
    const batch = requestBatch(queryTable([{ id: 'q', prompt: 'abc' }]));
    expect(featureColumn(batch, 'prompt.tokens', DEFAULT_INPUT)).toBe(featureColumn(batch, 'prompt.tokens', DEFAULT_INPUT));
    expect(featureColumn(batch, 'prompt.tokens', { ...DEFAULT_INPUT, codePointsPerToken: 1 })[0]).toBe(3);
  });
});
