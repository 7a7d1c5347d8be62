import type { LanguageModelV3, LanguageModelV3Prompt, LanguageModelV3StreamPart } from '@ai-sdk/provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aiSdk } from '../../src/export/ai-sdk.js';
import { routedModel } from '../../src/export/template/ai-sdk/routed-model.js';
import { createRouter } from '../../src/router/create-router.js';
import type { ExecutionPolicy } from '../../src/router/execution-policy.js';
import { sealRouter } from '../../src/router/seal.js';
import { exported } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';

const { format: _f, decisionHash: _d, checksum: _c, ...draft } = routerOf('rules');
const routerWith = (execution: ExecutionPolicy) => createRouter(sealRouter({ ...draft, execution }));
const prompt: LanguageModelV3Prompt = [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }];
const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } } as never;

/** What a model does when it is asked: fails, waits for its caller, or answers. */
let ways: Record<string, 'fails' | 'waits' | 'answers'>;
let asked: string[];
beforeEach(() => {
  ways = {};
  asked = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const model = (id: string): LanguageModelV3 => {
  const ask = async (signal: AbortSignal | undefined): Promise<void> => {
    asked.push(id);
    if (ways[id] === 'fails') throw new Error(`${id} is down`);
    if (ways[id] === 'waits')
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
  };
  return {
    specificationVersion: 'v3',
    provider: 'lab',
    modelId: id,
    supportedUrls: {},
    async doGenerate({ abortSignal }) {
      await ask(abortSignal);
      return { content: [{ type: 'text', text: id }], finishReason: { unified: 'stop', raw: 'stop' }, usage, warnings: [] };
    },
    async doStream({ abortSignal }) {
      await ask(abortSignal);
      const parts: LanguageModelV3StreamPart[] = [
        { type: 'text-start', id: '0' },
        { type: 'text-delta', id: '0', delta: id },
        { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
      ];
      return {
        stream: new ReadableStream({
          pull: (to) => (parts.length === 0 ? to.close() : to.enqueue(parts.shift() as LanguageModelV3StreamPart)),
        }),
      };
    },
  };
};
const routedBy = (execution: ExecutionPolicy) => routedModel(routerWith(execution), { model, stream: 'buffer' });
const breaker = { failures: 2, openMs: 1000 };

describe('circuit breakers of an exported module', () => {
  it('leave a model alone that kept failing, then let one call try', async () => {
    const routed = routedBy({ breaker });
    ways = { m0: 'fails' };
    for (let request = 0; request < 4; request++) await routed.doGenerate({ prompt });
    expect(asked).toEqual(['m0', 'm2', 'm0', 'm2', 'm2', 'm2']);
    vi.advanceTimersByTime(1000);
    asked = [];
    for (let request = 0; request < 2; request++) await routed.doGenerate({ prompt });
    expect(asked).toEqual(['m0', 'm2', 'm2']);
    vi.advanceTimersByTime(1000);
    [ways, asked] = [{}, []];
    for (let request = 0; request < 2; request++) await routed.doGenerate({ prompt });
    expect(asked).toEqual(['m0', 'm0']);
  });

  it('count a model that does not answer in time, but no caller that gives up', async () => {
    const routed = routedBy({ breaker: { failures: 1, openMs: 1000 }, timeoutMs: 50 });
    ways = { m0: 'waits' };
    const control = new AbortController();
    const given = expect(routed.doGenerate({ prompt, abortSignal: control.signal })).rejects.toThrow('enough');
    control.abort(new Error('enough'));
    await given;
    for (let request = 0; request < 2; request++) {
      const answered = routed.doGenerate({ prompt });
      await vi.advanceTimersByTimeAsync(50);
      await answered;
    }
    expect(asked).toEqual(['m0', 'm0', 'm2', 'm2']);
  });

  it('stand before streams as well: a retry and the fallback come before the first part', async () => {
    const routed = routedBy({ breaker, retries: { most: 1, waitMs: 0, factor: 1, mostWaitMs: 0, jitter: 0 } });
    ways = { m0: 'fails' };
    const said = async (): Promise<unknown[]> => {
      const opened = routed.doStream({ prompt });
      await vi.advanceTimersByTimeAsync(1);
      const parts: LanguageModelV3StreamPart[] = [];
      for await (const part of (await opened).stream as unknown as AsyncIterable<LanguageModelV3StreamPart>) parts.push(part);
      return parts.filter(({ type }) => type === 'text-delta');
    };
    expect(await said()).toEqual([{ type: 'text-delta', id: '0', delta: 'm2' }]);
    await said();
    expect(asked).toEqual(['m0', 'm0', 'm2', 'm2']);
  });
});

describe('the limit of requests under way of an exported module', () => {
  const routed = () => routedBy({ mostInFlight: 1 });

  it('turns away at once, and lets in when one has ended, well or not', async () => {
    const own = routed();
    ways = { m0: 'waits' };
    const control = new AbortController();
    const first = expect(own.doGenerate({ prompt, abortSignal: control.signal })).rejects.toThrow('enough');
    await expect(own.doGenerate({ prompt })).rejects.toThrow('allows 1 under way');
    await expect(own.doStream({ prompt })).rejects.toThrow('allows 1 under way');
    control.abort(new Error('enough'));
    await first;
    ways = { m0: 'fails', m1: 'fails', m2: 'fails' };
    await expect(own.doStream({ prompt })).rejects.toThrow('is down');
    ways = {};
    await expect(own.doGenerate({ prompt })).resolves.toMatchObject({ content: [{ text: 'm0' }] });
  });

  it('counts a stream until it is read to its end or cancelled', async () => {
    const own = routed();
    const { stream } = await own.doStream({ prompt });
    await expect(own.doGenerate({ prompt })).rejects.toThrow('under way');
    for await (const _ of stream as unknown as AsyncIterable<unknown>);
    const { stream: second } = await own.doStream({ prompt });
    await expect(own.doGenerate({ prompt })).rejects.toThrow('under way');
    await second.cancel();
    await expect(own.doGenerate({ prompt })).resolves.toBeDefined();
  });
});

it('says of nothing in a router’s execution that it is lost', () => {
  const execution: ExecutionPolicy = { breaker, mostInFlight: 3, fallbacks: 1, hedge: { afterMs: 9, to: 'next' }, timeoutMs: 99 };
  expect(exported(aiSdk, routerWith(execution).config).unsupported).toEqual([]);
});
