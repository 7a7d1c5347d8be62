import { expect, it } from 'vitest';
import { createScorer } from '../../src/quality/index.js';

const scorer = createScorer({ type: 'answered' });
const score = (answer: object | undefined) =>
  scorer.score(
    { key: null, queryId: 'q', modelId: 'm', sample: 0, ...(answer === undefined ? {} : { answer: answer as { text: string } }) },
    {},
  );

it('tells whether there is a whole answer, and nothing of whether it is right', () => {
  expect(score({ text: 'anything', finishReason: 'stop' })).toBe(1);
  expect(score({ text: 'from elsewhere, with no reason' })).toBe(1);
  expect(score({ text: '', toolCalls: [{ name: 'look', arguments: '{}' }], finishReason: 'tool_calls' })).toBe(1);
  expect(score({ text: ' \n', finishReason: 'stop' })).toBe(0);
  expect(score({ text: 'I can’t help with that', refusal: true })).toBe(0);
  expect(score({ text: 'cut off in the mid', finishReason: 'length' })).toBe(0);
  expect(score({ text: '', finishReason: 'content_filter' })).toBe(0);
  expect(score(undefined)).toBe(null);
});
