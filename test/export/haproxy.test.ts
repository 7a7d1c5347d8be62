import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../bench/performance/free-port.js';
import { haproxyNative } from '../../src/export/emulator/haproxy.js';
import { haproxy } from '../../src/export/haproxy.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig, Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { type GoldenDecision, goldenDecisions } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
import { aRouter } from '../support/a-router.js';
import { exported, shipmentOf, written } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';
import { complaints, type Haproxy, haproxyChains, hasHaproxy, startHaproxy } from '../support/haproxy.js';
import { startUpstreams, type Upstreams } from '../support/upstreams.js';

const native = { mode: 'native' };
const textOf = (files: readonly ExportFile[], name: string): string => files.find(({ path }) => path === name)?.text ?? '';
const refusal = (config: RouterConfig, options: object) =>
  haproxy.export(shipmentOf(config), haproxy.options.parse(options) as never);
const golden = (config: RouterConfig): GoldenDecision[] => goldenDecisions(createRouter(config));
/** The same router with its models asked of a provider. */
const ofProvider = ({ format: _f, decisionHash: _d, checksum: _c, ...draft }: RouterConfig, provider: string): RouterConfig =>
  sealRouter({ ...draft, models: draft.models.map(({ id }) => ({ id, provider, name: `lab-${id}` })) });
/** Rules on a header and on the text, with what a file of HAProxy's would trip over. */
const quoting = aRouter(
  ['m0', 'm1', 'm2'],
  [
    {
      kind: 'rules',
      rules: [
        { when: { 'signals.data_class': { $in: ['restricted', 'secret'] } }, use: 'm2' },
        { when: { 'prompt.text': { $contains: ['it\'s {x} \\ \n # 日本 " $', '%[env(A)]'] } }, use: 'm1' },
        { when: { 'prompt.text': { $regex: '\\d$' }, 'prompt.code_points': { $gte: 2, $lt: 90 } }, use: 'm1' },
      ],
    } as Stage,
  ],
  ['m0'],
);

describe('a file for HAProxy', () => {
  it('holds no secret, names the variables that do, and asks known providers by TLS', () => {
    const { files, environment, fidelity, emulator } = exported(haproxy, routerOf('ridge'));
    expect({ environment, fidelity }).toEqual({ environment: ['LAB_API_KEY', 'LAB_ADDRESS'], fidelity: 'exact' });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: HAProxy's own way to name a variable
    expect(textOf(files, 'haproxy.cfg')).toContain('set-header Authorization "Bearer ${LAB_API_KEY}"');
    for (const { request, route } of golden(routerOf('ridge'))) expect(emulator?.(request, route).models).toEqual(route.models);
    const google = ofProvider(routerOf('ridge'), 'google');
    const known = exported(haproxy, google);
    expect(known.environment).toEqual(['GOOGLE_API_KEY']);
    expect(textOf(known.files, 'haproxy.cfg')).toMatch(
      /set-path \/v1beta\/openai\/chat\/completions\n {2}server provider generativelanguage\.googleapis\.com:443 ssl verify required/,
    );
  });

  it.each([
    ['cascade', {}, 'fallback is for errors', 'ai-sdk'],
    ['ridge', native, 'predict: HAProxy knows rules', 'haproxy'],
    ['rules', native, 'filter: HAProxy knows rules', 'haproxy'],
    ['signals', native, 'rule 1: a condition on signals.seats', 'haproxy'],
  ])('is refused for %s with %o: %s', (kind, options, why, nearest) => {
    expect(refusal(routerOf(kind), options)).toMatchObject({
      fidelity: 'refused',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: nearest },
    });
  });

  it('that decides itself says what it can’t read, and agrees on whom to ask first wherever it can', () => {
    const config = routerOf('text-rules');
    const { emulator, fidelity, unsupported, nearest } = exported(haproxy, config, native);
    expect({ fidelity, nearest }).toEqual({
      fidelity: 'approximate',
      nearest: { target: 'haproxy', options: { mode: 'dispatch' } },
    });
    expect(unsupported.map((clause) => clause.split(/[ :]/)[0])).toEqual(['requests', 'the', 'fallback']);
    const held = golden(config).map((one) => ({ ...one, own: emulator?.(one.request, one.route).models[0] }));
    const read = held.filter(({ own }) => own !== undefined);
    expect(read.map(({ own }) => own)).toEqual(read.map(({ route }) => route.models[0]));
    // Parts and half pairs.
    expect(held.length - read.length).toBeGreaterThan(5);
    expect(held.length - read.length).toBeLessThan(20);
  });
});

describe.skipIf(!hasHaproxy)('in the real HAProxy', () => {
  let upstreams: Upstreams;
  beforeAll(async () => {
    upstreams = await startUpstreams();
  });
  afterAll(() => upstreams?.close());

  const some = (config: RouterConfig, every: number) => golden(config).filter((_, index) => index % every === 0);
  const requests = (decisions: readonly GoldenDecision[]) => decisions.map(({ request }) => request);

  it.each(['ridge', 'signals'])('asks whom the caller names, and along the chain to its end: %s', async (kind) => {
    const decisions = some(routerOf(kind), 12);
    const chains = await haproxyChains(routerOf(kind), 'dispatch', upstreams, requests(decisions));
    expect(chains).toEqual(decisions.map(({ route }) => [...route.models]));
    expect([...upstreams.keys]).toEqual(['Bearer test']);
  });

  it.each([
    ['text-rules', routerOf('text-rules'), 3],
    ['patterns', routerOf('patterns'), 4],
    ['headers and what must be quoted', ofProvider(quoting, 'lab'), 3],
  ] as const)('decides itself as emulated: %s', async (_, config, every) => {
    const decisions = some(config, every);
    const { emulator } = exported(haproxy, config, native);
    const chains = await haproxyChains(config, 'native', upstreams, requests(decisions));
    expect(chains).toEqual(decisions.map(({ request, route }) => emulator?.(request, route).models));
  });

  it('is found out when one threshold of its file is moved by one', async () => {
    const config = routerOf('text-rules');
    // Texts about as long as the threshold.
    const decisions = golden(config).filter(
      ({ request }) => Math.abs(String(request.messages.at(-1)?.content).length - 120) < 20,
    );
    const moved = (files: readonly ExportFile[]): ExportFile[] =>
      files.map((file) =>
        file.path === 'haproxy.cfg' ? { ...file, text: file.text.replace('int ge 121', 'int ge 120') } : file,
      );
    const chains = await haproxyChains(config, 'native', upstreams, requests(decisions), moved);
    const emulator = haproxyNative(exported(haproxy, config, native).files);
    const differing = chains.filter(
      (models, index) =>
        models.join() !==
        emulator((decisions[index] as GoldenDecision).request, (decisions[index] as GoldenDecision).route).models.join(),
    );
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.length).toBeLessThan(20);
  });

  describe('as a gateway', () => {
    let running: Haproxy;
    beforeAll(async () => {
      const port = await freePort();
      running = await startHaproxy(
        exported(haproxy, routerOf('text-rules'), { ...native, port, body_kb: 16 }).files,
        port,
        upstreams,
      );
    });
    afterAll(() => running?.stop());
    const status = async (body: string): Promise<number> => (await fetch(running.url, { method: 'POST', body })).status;

    it('turns away what it can’t read, what is too large, and what is no chat completion', async () => {
      const message = '{"role":"user","content":"hi"}';
      expect(await status(`{"messages":[${message}]}`)).toBe(200);
      expect(await status(`{"messages":[${Array.from({ length: 16 }, () => message).join()}]}`)).toBe(200);
      expect(await status(`{"messages":[${Array.from({ length: 17 }, () => message).join()}]}`)).toBe(422);
      expect(await status('{"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}')).toBe(422);
      expect(await status('{"messages":[{"role":"user","content":"\\u65e5"}]}')).toBe(422);
      expect(await status(`{"messages":[${message}],"x":"${'x'.repeat(16_384)}"}`)).toBe(413);
      expect((await fetch(running.url.replace('chat/completions', 'models'))).status).toBe(404);
    });
  });

  it('does not start without its variables', () => {
    const dir = written(exported(haproxy, routerOf('ridge')).files);
    expect(complaints(dir, { LAB_ADDRESS: 'localhost:1' })).toContain('LAB_API_KEY is not set');
  });
});
