import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LanguageModelV3, LanguageModelV3Prompt, LanguageModelV3StreamPart } from '@ai-sdk/provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aiSdk } from '../../src/export/ai-sdk.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import type { Route } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { exported } from '../support/an-export.js';
import { ROUTER_KINDS, routerOf } from '../support/every-router.js';
import { promptOf } from '../support/sdk-prompt.js';

interface Exported {
  readonly routed: LanguageModelV3 & {
    decide(options: { prompt: LanguageModelV3Prompt; providerOptions?: object }): Route;
    rate(decision: string, quality: number): void;
  };
  readonly routelab: { languageModel(id: string): LanguageModelV3 };
}

/** Inside the project, so that the exported file finds the packages it names; never committed. */
mkdirSync('.routelab', { recursive: true });
const scratch = mkdtempSync(join(resolve('.routelab'), 'ai-sdk-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function write(name: string, config: RouterConfig, options: object = {}): string {
  const dir = join(scratch, name);
  mkdirSync(dir);
  for (const { path, text } of exported(aiSdk, config, options).files) writeFileSync(join(dir, path), text);
  return dir;
}

async function load(name: string, config: RouterConfig, options: object = {}): Promise<Exported> {
  return (await import(pathToFileURL(join(write(name, config, options), 'provider.ts')).href)) as Exported;
}

const say = (text: string): LanguageModelV3Prompt => [{ role: 'user', content: [{ type: 'text', text }] }];
const textOf = (content: readonly { type: string; text?: string }[]): string => content.map(({ text = '' }) => text).join('');

/** A local endpoint in OpenAI's form: the model says its own name; `down` ones fail, `silent` ones say less than three letters. */
const down = new Set<string>();
const silent = new Set<string>();
/** Say their first word and then nothing. */
const stuck = new Set<string>();
let hungUp = 0;
const asked: string[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean };
    asked.push(model);
    if (down.has(model)) return answer.writeHead(503).end('{"error":{"message":"down"}}');
    const text = silent.has(model) ? 'no' : `answer of ${model}`;
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    if (stream !== true) {
      const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
      return answer.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'x', model, choices, usage }));
    }
    answer.setHeader('content-type', 'text/event-stream');
    answer.on('close', () => {
      if (!answer.writableEnded) hungUp++;
    });
    for (const word of text.split(/(?= )/))
      answer.write(
        `data: ${JSON.stringify({ id: 'x', model, choices: [{ index: 0, delta: { content: word }, finish_reason: null }] })}\n\n`,
      );
    if (stuck.has(model)) return;
    answer.write(
      `data: ${JSON.stringify({ id: 'x', model, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage })}\n\n`,
    );
    return answer.end('data: [DONE]\n\n');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  process.env['LAB_BASE_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  process.env['LAB_API_KEY'] = 'test';
});
afterAll(() => server.close());

const reset = (downNow: readonly string[] = [], silentNow: readonly string[] = []): void => {
  asked.length = 0;
  down.clear();
  silent.clear();
  for (const name of downNow) down.add(name);
  for (const name of silentNow) silent.add(name);
};

async function streamed(model: LanguageModelV3, text: string): Promise<LanguageModelV3StreamPart[]> {
  const { stream } = await model.doStream({ prompt: say(text) });
  const parts: LanguageModelV3StreamPart[] = [];
  for await (const part of stream as unknown as AsyncIterable<LanguageModelV3StreamPart>) parts.push(part);
  return parts;
}
const deltas = (parts: readonly LanguageModelV3StreamPart[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');

it('the exported files type-check as they are, against the packages they name', () => {
  const dir = write('types', routerOf('predict-cascade'));
  const options = {
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['provider.ts'] }));
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', dir], { stdio: 'pipe', encoding: 'utf8' });
});

it('names every secret only by its variable', () => {
  const config = routerOf('rules');
  const models = config.models.map((model, index) => ({ ...model, provider: ['openai', 'my host', 'my host'][index] ?? '' }));
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = config;
  expect(exported(aiSdk, sealRouter({ ...draft, models }))).toMatchObject({
    environment: ['OPENAI_API_KEY', 'MY_HOST_API_KEY', 'MY_HOST_BASE_URL'],
  });
});

describe.each(ROUTER_KINDS.filter((kind) => !createRouter(routerOf(kind)).stateful))(
  'the module of a router of kind %s',
  (kind) => {
    it('decides every golden probe as the runtime does', async () => {
      const config = routerOf(kind);
      const { routed } = await load(kind, config);
      let compared = 0;
      for (const { request, route } of goldenDecisions(createRouter(config))) {
        const prompt = promptOf(request);
        if (prompt === null) continue;
        const { messages: _, ...known } = request;
        expect(routed.decide({ prompt, providerOptions: { routelab: known } })).toEqual(route);
        compared++;
      }
      expect(compared).toBeGreaterThanOrEqual(500);
    });
  },
);

describe('a routed model that asks one', () => {
  it('asks whom the router says, and the fallback on an error only', async () => {
    const { routed, routelab } = await load('generate', routerOf('rules'));
    reset();
    const short = await routed.doGenerate({ prompt: say('hi') });
    expect([textOf(short.content), short.providerMetadata?.['routelab']?.['model']]).toEqual(['answer of lab-m0', 'm0']);
    const restricted = { routelab: { signals: { data_class: 'restricted' } } };
    await routed.doGenerate({ prompt: say('hi'), providerOptions: restricted });
    expect(asked).toEqual(['lab-m0', 'lab-m2']);
    reset(['lab-m0']);
    expect(textOf((await routed.doGenerate({ prompt: say('hi') })).content)).toBe('answer of lab-m2');
    expect(asked).toEqual(['lab-m0', 'lab-m2']);
    reset(['lab-m0', 'lab-m1', 'lab-m2']);
    await expect(routed.doGenerate({ prompt: say('hi') })).rejects.toThrow('down');
    expect(routelab.languageModel('auto')).toBe(routed);
    reset();
    expect(textOf((await routelab.languageModel('m1').doGenerate({ prompt: say('hi') })).content)).toBe('answer of lab-m1');
  });

  it('streams as it comes, and falls back where a stream never began', async () => {
    const { routed } = await load('stream', routerOf('rules'));
    reset(['lab-m0']);
    const parts = await streamed(routed, 'hi');
    expect([deltas(parts), asked]).toEqual(['answer of lab-m2', ['lab-m0', 'lab-m2']]);
    expect(parts.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(1);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', providerMetadata: { routelab: { model: 'm2', reason: 'rule' } } });
  });

  it('heeds a caller that gives up', async () => {
    const { routed } = await load('abort', routerOf('rules'));
    const control = new AbortController();
    control.abort(new Error('enough'));
    await expect(routed.doGenerate({ prompt: say('hi'), abortSignal: control.signal })).rejects.toThrow('enough');
  });

  it('ends a stream that is under way when its caller gives up', async () => {
    const { routed } = await load('abort-stream', routerOf('rules'));
    reset();
    stuck.add('lab-m0');
    const control = new AbortController();
    const { stream } = await routed.doStream({ prompt: say('hi'), abortSignal: control.signal });
    const reader = stream.getReader();
    const read = async (): Promise<void> => {
      for (let next = await reader.read(); !next.done; next = await reader.read())
        if (next.value.type === 'error') throw next.value.error;
        else if (next.value.type === 'text-delta') control.abort(new Error('enough'));
    };
    await expect(read()).rejects.toThrow();
    await expect.poll(() => hungUp).toBe(1);
    stuck.clear();
  });

  it('carries routes out as the file says: a retry before the fallback', async () => {
    const { format: _f, decisionHash: _d, checksum: _c, ...draft } = routerOf('rules');
    const retries = { most: 1, waitMs: 1, factor: 1, mostWaitMs: 1, jitter: 0 };
    const { routed } = await load('retry', sealRouter({ ...draft, execution: { retries } }));
    reset(['lab-m0']);
    await routed.doGenerate({ prompt: say('hi') });
    expect(asked).toEqual(['lab-m0', 'lab-m0', 'lab-m2']);
  });
});

describe('a routed model that climbs', () => {
  it('escalates on an answer that is not accepted, in a stream too: whole, once it is accepted', async () => {
    const { routed } = await load('cascade-run', routerOf('cascade'));
    reset([], ['lab-m0']);
    expect(textOf((await routed.doGenerate({ prompt: say('hi') })).content)).toBe('answer of lab-m1');
    expect(asked).toEqual(['lab-m0', 'lab-m1']);
    const parts = await streamed(routed, 'hi');
    expect(deltas(parts)).toBe('answer of lab-m1');
    expect(parts.map(({ type }) => type)).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'text-end',
      'finish',
    ]);
  });

  it('refuses to stream where that was asked for', async () => {
    const { routed } = await load('cascade-refuse', routerOf('cascade'), { stream: 'refuse' });
    await expect(routed.doStream({ prompt: say('hi') })).rejects.toThrow('whole answers');
  });
});

it('a router that learns while it runs keeps its state in the module, and takes ratings', async () => {
  const { routed } = await load('learns', routerOf('explore'));
  reset();
  for (let request = 0; request < 30; request++) {
    const { providerMetadata, content } = await routed.doGenerate({ prompt: say(`question ${request}`) });
    routed.rate(String(providerMetadata?.['routelab']?.['decision']), textOf(content).endsWith('m1') ? 1 : 0);
  }
  const late = asked.slice(20).filter((model) => model === 'lab-m1').length;
  expect(late).toBeGreaterThanOrEqual(7);
});
