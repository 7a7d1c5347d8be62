import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { createRouter } from '../../src/router/create-router.js';
import { aRouter } from '../support/a-router.js';

const router = createRouter(aRouter(['demo/small', 'demo/frontier'], [], ['demo/frontier', 'demo/small']));
const messages = [{ role: 'user', content: 'hi' }];
const now = (given: unknown) => ({ messages, models: { 'demo/frontier': given } });

/** Everything a caller in plain JavaScript may hand over. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
  return 'taken';
}
const asked = (request: unknown, clock?: unknown) => refusal(() => router.route(request as never, undefined, clock as never));

describe('a request that is none', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^request {2}is not an object \(got missing\); accepted: \{ messages/],
    ['a text', 'hi', /^request {2}is not an object/],
    ['a prompt', { prompt: 'hi' }, /^request\.prompt {2}unknown member \(got prompt\); accepted: messages, signals/],
    ['no messages', {}, /^request\.messages {2}is not a list \(got missing\); accepted: a list of messages/],
    ['messages that are a text', { messages: 'hi' }, /^request\.messages {2}is not a list \(got "hi"\)/],
    ['a message that is a text', { messages: ['hi'] }, /^request\.messages\[0\] {2}is not a message/],
    ['an unknown role', { messages: [{ role: 'usr', content: '' }] }, /^request\.messages\[0\]\.role.*Did you mean "user"/],
    ['content that is a number', { messages: [{ role: 'user', content: 7 }] }, /^request\.messages\[0\]\.content {2}is neither/],
    ['a part that is a text', { messages: [{ role: 'user', content: ['hi'] }] }, /content\[0\] {2}is not a part/],
    ['a text part without', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }, /content\[0\]\.text {2}is not a text/],
    ['a misspelt member', { messages, sinals: {} }, /^request\.sinals.*Did you mean "signals"\?$/],
    ['a signal that is a list', { messages, signals: { tier: ['pro'] } }, /^request\.signals\.tier {2}is not a value/],
    ['a signal that is no number', { messages, signals: { value: Number.NaN } }, /^request\.signals\.value/],
    ['signals that are a text', { messages, signals: 'pro' }, /^request\.signals {2}is not an object/],
    ['a misspelt status', now({ availble: false }), /^request\.models\.demo\/frontier\.availble.*Did you mean "available"\?$/],
    ['a status in words', now({ available: 'no' }), /^request\.models\.demo\/frontier\.available.*accepted: true, false$/],
    ['a status alone', now(false), /^request\.models\.demo\/frontier {2}is not an object/],
    ['another price', now({ price: { input_usd_per_mtok: 1 } }), /price\.input_usd_per_mtok.*Did you mean "inputUsdPerMTok"\?$/],
    ['an embedding that is a number', { messages, embedding: 3 }, /^request\.embedding {2}is not a list/],
    ['a budget in words', { messages, budget: 'half' }, /^request\.budget {2}is not a factor \(got "half"\).*at least 0/],
    ['a budget below nothing', { messages, budget: -1 }, /^request\.budget {2}is not a factor/],
    ['a key that is a number', { messages, stickyKey: 3 }, /^request\.stickyKey {2}is not a text/],
  ])('is refused: %s', (_name, request, line) => {
    expect(asked(request)).toMatch(line);
    expect(asked(request)).not.toContain('\n');
  });

  it('is refused with a clock that is none', () => {
    expect(asked({ messages }, { nowMs: '3', random: 0 })).toMatch(/^clock\.nowMs {2}is not a number/);
  });

  it('is not one that says all there is to say', () => {
    const embedding = new Float32Array([1, 0]);
    const models = { 'demo/frontier': { available: false, price: { inputUsdPerMTok: 1 } }, 'somebody/else': {} };
    const parts = [
      { role: 'user', content: [{ type: 'image_url' }, { type: 'text', text: 'x' }] },
      { role: 'assistant', content: null },
    ];
    const whole = {
      messages: parts,
      signals: { a: 'x', b: 1, c: true, d: null },
      embedding,
      models,
      budget: 0.5,
      stickyKey: 'k',
    };
    expect(router.route(whole as never, null, { nowMs: 1, random: 2 }).models).toEqual(['demo/small']);
  });
});

describe('feedback that is none', () => {
  const route = router.route({ messages: [{ role: 'user', content: 'hi' }] });
  const rated = { kind: 'rated', route, nowMs: 1, modelId: 'demo/small', costUsd: 0.1, quality: 1 };
  const told = (feedback: unknown) => refusal(() => router.observe(null, feedback as never));

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^feedback {2}is not an object/],
    ['a misspelt kind', { ...rated, kind: 'ratd' }, /^feedback\.kind.*Did you mean "rated"\?$/],
    ['no route', { ...rated, route: undefined }, /^feedback\.route {2}is not an object/],
    ['a route that is a model', { ...rated, route: {} }, /^feedback\.route {2}is not a route/],
    ['no time', { ...rated, nowMs: undefined }, /^feedback\.nowMs/],
    [
      'an unknown model',
      { ...rated, modelId: 'demo/smal' },
      /^feedback\.modelId {2}unknown model.*Did you mean "demo\/small"\?$/,
    ],
    ['a quality in stars', { ...rated, quality: 5 }, /^feedback\.quality {2}is not a share \(got 5\); accepted: 0 to 1$/],
    ['a cost that is a text', { ...rated, costUsd: '1' }, /^feedback\.costUsd {2}is not an amount/],
  ])('is refused: %s', (_name, feedback, line) => {
    expect(told(feedback)).toMatch(line);
  });

  it('is not one that is whole', () => {
    expect([told(rated), told({ ...rated, modelId: null }), told({ kind: 'routed', route, nowMs: 1 })]).toEqual(
      Array(3).fill('taken'),
    );
  });
});
