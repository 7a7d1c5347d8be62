import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portkeyEmulator } from '../../src/export/emulator/portkey.js';
import { portkey } from '../../src/export/portkey.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { type GoldenDecision, goldenDecisions } from '../../src/router/golden.js';
import type { Route, RouteRequest } from '../../src/router/router.js';
import { exported, written } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';
import { type Gateway, hasPortkey, startGateway } from '../support/portkey-gateway.js';
import { startUpstreams, type Upstreams } from '../support/upstreams.js';

const byText = routerOf('text-rules');

const emulated = (config: RouterConfig, options: object) => {
  const { files, emulator } = exported(portkey, config, options);
  if (emulator === undefined) throw new Error('no emulator');
  return { files, emulator };
};

/** Requests on which the gateway's checks see what the router reads: the last message is the user's, without half or whole pairs. */
const seenAlike = ({ request: { messages } }: GoldenDecision): boolean =>
  messages.at(-1)?.role === 'user' &&
  !/[\ud800-\udfff]/.test(JSON.stringify(messages)) &&
  !/\\ud[89a-f]/.test(JSON.stringify(messages));

describe('a Portkey config, emulated', () => {
  it.each(['rules', 'patterns', 'split', 'ridge', 'forest', 'classify-learned', 'signals'])(
    'dispatches %s exactly: whom first, and whom on an error',
    (kind) => {
      const config = routerOf(kind);
      for (const mode of ['conditional', 'webhook']) {
        const { emulator } = emulated(config, { mode });
        for (const { request, route } of goldenDecisions(createRouter(config)))
          expect(emulator(request, route).models).toEqual(route.models);
      }
    },
  );

  it('decides rules on the text by guardrails as the router does, wherever both see the same', () => {
    const { emulator } = emulated(byText, { mode: 'guardrail' });
    const golden = goldenDecisions(createRouter(byText)).filter(seenAlike);
    expect(golden.length).toBeGreaterThan(400);
    for (const { request, route } of golden)
      expect(emulator(request, route).models, JSON.stringify(request)).toEqual(route.models);
  });

  it('is found out when one threshold in its file is moved by one', () => {
    const { files } = emulated(byText, { mode: 'guardrail' });
    const moved = files.map((file) =>
      file.path === 'portkey.config.json'
        ? { ...file, text: file.text.replace('"maxCharacters": 40', '"maxCharacters": 41') }
        : file,
    );
    expect(moved).not.toEqual(files);
    const emulator = portkeyEmulator(moved);
    const golden = goldenDecisions(createRouter(byText)).filter(seenAlike);
    expect(golden.some(({ request, route }) => emulator(request, route).models[0] !== route.models[0])).toBe(true);
  });

  it('holds no secret, and names the variables that do', () => {
    const { files, environment } = exported(portkey, byText, { mode: 'conditional' });
    expect(environment).toEqual(['LAB_API_KEY', 'LAB_BASE_URL']);
    const config = files.find(({ path }) => path === 'portkey.config.json')?.text ?? '';
    expect([...config.matchAll(/"(?:api_key|custom_host)": "(.*)"/g)].every(([, value]) => /^\$\{\w+\}$/.test(value ?? ''))).toBe(
      true,
    );
  });
});

describe.skipIf(!hasPortkey)('in the real gateway', () => {
  let gateway: Gateway;
  let upstreams: Upstreams;
  beforeAll(async () => {
    upstreams = await startUpstreams();
    process.env['LAB_BASE_URL'] = upstreams.url;
    process.env['LAB_API_KEY'] = 'test';
    gateway = await startGateway();
  });
  afterAll(async () => {
    await gateway?.stop();
    upstreams?.close();
  });

  interface Answer {
    readonly status: number;
    /** Of the model that answered. */
    readonly model: string | null;
    readonly option: string | null;
  }

  async function complete(headers: Readonly<Record<string, string>>, { messages }: RouteRequest): Promise<Answer> {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'auto', messages }),
    });
    const body = (await answer.json()) as { readonly model?: string };
    return { status: answer.status, model: body.model ?? null, option: answer.headers.get('x-portkey-last-used-option-index') };
  }

  interface Helper {
    config(): string;
    headers(request: RouteRequest): Record<string, string>;
    told(request: RouteRequest): Record<string, string>;
  }
  const helper = async (files: readonly ExportFile[]): Promise<Helper> =>
    (await import(pathToFileURL(join(written(files), 'headers.mjs')).href)) as Helper;

  /** Of a list every so manieth: each is a request to the gateway. */
  const some = <T>(list: readonly T[], every: number): T[] => list.filter((_, index) => index % every === 0);
  const askable = ({ request: { messages }, route }: GoldenDecision): boolean => messages.length > 0 && route.models.length > 0;
  const named = (route: Route): string => `lab-${route.models[0]}`;

  /** Eight at a time, in order. */
  async function each<T, R>(list: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
    const answers: R[] = [];
    for (let from = 0; from < list.length; from += 8) answers.push(...(await Promise.all(list.slice(from, from + 8).map(ask))));
    return answers;
  }

  it.each(['rules', 'ridge'])('asks whom the router says when the caller passes the route: %s', async (kind) => {
    const config = routerOf(kind);
    const { headers } = await helper(exported(portkey, config, { mode: 'conditional' }).files);
    const golden = some(goldenDecisions(createRouter(config)).filter(askable), 6);
    const answers = await each(golden, ({ request }) => complete(headers(request), request));
    expect(answers.map(({ model }) => model)).toEqual(golden.map(({ route }) => named(route)));
    expect(answers.every(({ option }) => /^config\.targets\[\d+\]/.test(option ?? ''))).toBe(true);
  });

  it('falls back along the router’s chain on an error, and never guesses a route', async () => {
    const { headers } = await helper(exported(portkey, byText, { mode: 'conditional' }).files);
    const request: RouteRequest = { messages: [{ role: 'user', content: 'hi' }] };
    upstreams.asked.length = 0;
    upstreams.down.add('lab-m0').add('lab-m2');
    expect(await complete(headers(request), request)).toMatchObject({ status: 200, model: 'lab-m1' });
    expect(upstreams.asked).toEqual(['lab-m0', 'lab-m2', 'lab-m1']);
    upstreams.down.clear();
    const { 'x-portkey-metadata': _, ...unnamed } = headers(request);
    upstreams.asked.length = 0;
    expect((await complete(unnamed, request)).status).toBeGreaterThanOrEqual(400);
    expect(upstreams.asked).toEqual([]);
  });

  it('decides by its guardrails as emulated, whether or not the router agrees', async () => {
    const { files, emulator } = emulated(byText, { mode: 'guardrail' });
    const { config } = await helper(files);
    const golden = some(goldenDecisions(createRouter(byText)).filter(askable), 5);
    const answers = await each(golden, ({ request }) => complete({ 'x-portkey-config': config() }, request));
    expect(answers.map(({ model }) => model)).toEqual(
      golden.map(({ request, route }) => `lab-${emulator(request, route).models[0]}`),
    );
    upstreams.down.add('lab-m0');
    upstreams.asked.length = 0;
    expect(await complete({ 'x-portkey-config': config() }, { messages: [{ role: 'user', content: 'hi' }] })).toMatchObject({
      model: 'lab-m2',
    });
    expect(upstreams.asked).toEqual(['lab-m0', 'lab-m2']);
    upstreams.down.clear();
  });

  async function servedFrom(dir: string) {
    const { serve } = (await import(pathToFileURL(join(dir, 'webhook.mjs')).href)) as {
      serve(port: number): Promise<{ address(): { port: number }; close(): void; closeAllConnections(): void }>;
    };
    const webhook = await serve(0);
    process.env['ROUTELAB_WEBHOOK_URL'] = `http://127.0.0.1:${webhook.address().port}/`;
    return webhook;
  }

  it('asks our runtime by webhook, and turns everything away when it is gone', async () => {
    const config = routerOf('signals');
    const dir = written(exported(portkey, config, { mode: 'webhook' }).files);
    const webhook = await servedFrom(dir);
    const { told } = (await import(pathToFileURL(join(dir, 'headers.mjs')).href)) as Helper;
    const golden = some(goldenDecisions(createRouter(config)).filter(askable), 9);
    const answers = await each(golden, ({ request }) => complete(told(request), request));
    expect(answers.map(({ model }) => model)).toEqual(golden.map(({ route }) => named(route)));
    webhook.close();
    webhook.closeAllConnections();
    upstreams.asked.length = 0;
    const hi: RouteRequest = { messages: [{ role: 'user', content: 'hi' }] };
    expect((await complete(told(hi), hi)).status).toBe(446);
    expect(upstreams.asked).toEqual([]);
  });

  /** Asks for a stream; what came before the upstream was told to go on, and all of it. */
  async function stream(headers: Readonly<Record<string, string>>, { messages }: RouteRequest) {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'auto', messages, stream: true }),
    });
    const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader.read()).value ?? '';
    upstreams.finish();
    let whole = first;
    for (let next = await reader.read(); !next.done; next = await reader.read()) whole += next.value;
    return { status: answer.status, type: answer.headers.get('content-type'), first, whole };
  }

  it.each(['conditional', 'webhook', 'guardrail'])('passes streams on from their first piece in mode %s', async (mode) => {
    const { files, emulator } = emulated(byText, { mode });
    const dir = written(files);
    const { config, headers, told } = (await import(pathToFileURL(join(dir, 'headers.mjs')).href)) as Helper;
    const webhook = mode === 'webhook' ? await servedFrom(dir) : null;
    const known = (request: RouteRequest): Record<string, string> =>
      mode === 'conditional' ? headers(request) : mode === 'webhook' ? told(request) : { 'x-portkey-config': config() };
    try {
      for (const content of ['prove it', 'hi', 'a question of some fifty characters, more or less so']) {
        const request: RouteRequest = { messages: [{ role: 'user', content }] };
        const model = `lab-${emulator(request, createRouter(byText).route(request)).models[0]}`;
        const { status, type, first, whole } = await stream(known(request), request);
        expect({ status, type }).toEqual({ status: 200, type: expect.stringContaining('text/event-stream') });
        expect(first).toBe(`data: ${model}\n\n`);
        expect(whole).toBe(`data: ${model}\n\ndata: [DONE]\n\n`);
      }
      upstreams.down.add('lab-m0');
      const hi: RouteRequest = { messages: [{ role: 'user', content: 'hi' }] };
      expect((await stream(known(hi), hi)).first).toBe('data: lab-m2\n\n');
    } finally {
      upstreams.down.clear();
      webhook?.close();
      webhook?.closeAllConnections();
    }
  });
});
