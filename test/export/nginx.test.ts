import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../bench/performance/free-port.js';
import { nginx } from '../../src/export/nginx.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
import { fixedRouter } from '../support/a-router.js';
import { exported, shipmentOf } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';
import { hasNginx, type Nginx, NJS, startExportedNginx } from '../support/nginx.js';
import { nginxChains, readAlikeByNjs } from '../support/nginx-chains.js';
import { startUpstreams, type Upstreams } from '../support/upstreams.js';

const IDS = Array.from({ length: 11 }, (_, index) => `m${index}`);

/** The same router with something else about it. */
function withMembers(config: RouterConfig, members: Partial<RouterConfig>): RouterConfig {
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = config;
  return sealRouter({ ...draft, ...members });
}
const lab = (config: RouterConfig): RouterConfig =>
  withMembers(config, { models: config.models.map(({ id }) => ({ id, provider: 'lab', name: `lab-${id}` })) });
/** Always the first of a chain. */
const chain = (ids: readonly string[]): RouterConfig => lab(fixedRouter(ids, ids[0] as string, ids));
const textOf = (files: readonly ExportFile[], name: string): string => files.find(({ path }) => path === name)?.text ?? '';
const refusal = (config: RouterConfig) => nginx.export(shipmentOf(config), nginx.options.parse({}) as never);

describe('files for nginx', () => {
  it('hold no secret, and name the variables that do', () => {
    const { files, environment } = exported(nginx, routerOf('rules'));
    expect(environment).toEqual(['LAB_API_KEY', 'LAB_BASE_URL']);
    expect(textOf(files, 'nginx.conf')).toContain('env LAB_API_KEY;');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what envsubst fills in
    expect(textOf(files, 'nginx.conf')).toContain('proxy_pass ${LAB_BASE_URL}/chat/completions;');
    expect(JSON.parse(textOf(files, 'models.json'))[0]).toEqual({ id: 'm0', name: 'lab-m0', key: 'LAB_API_KEY' });
  });

  it('ask known providers where they are, by connections kept open and certificates looked at', () => {
    const config = withMembers(fixedRouter(['a'], 'a'), { models: [{ id: 'a', provider: 'openai', name: 'gpt-x' }] });
    const { files, environment } = exported(nginx, config, { certificates: '/etc/ssl/ca.pem' });
    expect(environment).toEqual(['OPENAI_API_KEY']);
    const conf = textOf(files, 'nginx.conf');
    expect(conf).toMatch(/upstream api\.openai\.com \{\n +server api\.openai\.com:443;\n +keepalive/);
    expect(conf).toContain('proxy_pass https://api.openai.com/v1/chat/completions;');
    expect(conf).toMatch(/proxy_ssl_verify on;[\s\S]*proxy_ssl_trusted_certificate \/etc\/ssl\/ca\.pem;/);
  });

  it('say what of the execution is lost, and keep a limit of fallbacks', () => {
    const config = withMembers(routerOf('split'), {
      execution: { timeoutMs: 2500, hedge: { afterMs: 10, to: 'next' }, fallbacks: 1 },
    });
    const { files, unsupported } = exported(nginx, config);
    expect(unsupported.map((clause) => clause.split(':')[0])).toEqual([
      'split of a text with half a surrogate pair',
      'execution.timeout',
      'execution.hedge',
    ]);
    expect(textOf(files, 'nginx.conf')).toContain('proxy_read_timeout 2500ms;');
  });

  it.each([
    ['cascade', 'a cascade: nginx passes an answer on as it comes'],
    ['pace', 'pace: njs keeps nothing'],
    ['linucb', 'explore: njs keeps nothing'],
    ['stick', 'stick: njs keeps nothing'],
  ])('are refused for %s', (kind, why) => {
    expect(refusal(routerOf(kind))).toMatchObject({
      fidelity: 'refused',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: 'ai-sdk' },
    });
  });

  it('are refused for eleven models in a chain, and for what reads an embedding', () => {
    expect(refusal(chain(IDS))).toMatchObject({ unsupported: ['a chain of 11 models: nginx asks 10 at most'] });
    expect(refusal(chain(IDS.slice(1))).fidelity).toBe('exact');
    expect(refusal(withMembers(chain(IDS), { execution: { fallbacks: 3 } })).fidelity).toBe('exact');
    const config = JSON.parse(JSON.stringify(routerOf('ridge')).replace('"type":"words"', '"type":"embedding"')) as RouterConfig;
    expect(refusal(config)).toMatchObject({ unsupported: [expect.stringContaining('an embedding of the request')] });
  });
});

describe.skipIf(!hasNginx)('in the real nginx', () => {
  let upstreams: Upstreams;
  beforeAll(async () => {
    upstreams = await startUpstreams();
  });
  afterAll(() => upstreams?.close());

  /** Every so manieth probe of a kind of router: each is several requests. */
  const probes = (kind: string, every: number) => {
    const config = routerOf(kind);
    return goldenDecisions(createRouter(config)).filter(
      ({ request }, index) => index % every === 0 && readAlikeByNjs(config, request),
    );
  };

  it.each([
    ['rules', 5],
    ['signals', 7],
    ['split', 9],
    ['ridge', 11],
  ])('asks whom the router says, and on errors its chain to the end: %s', async (kind, every) => {
    const decisions = probes(kind, every);
    expect(decisions.length).toBeGreaterThan(50);
    const asked = await nginxChains(
      routerOf(kind),
      upstreams,
      decisions.map(({ request }) => request),
    );
    expect(asked).toEqual(decisions.map(({ route }) => [...route.models]));
    expect([...upstreams.keys]).toEqual(['Bearer test']);
  });

  it('is found out when a threshold of its router.json is moved by one', async () => {
    const decisions = probes('rules', 1);
    const moved = (files: readonly ExportFile[]): ExportFile[] =>
      files.map((file) => (file.path === 'router.json' ? { ...file, text: file.text.replace('"$gt": 40', '"$gt": 41') } : file));
    const asked = await nginxChains(
      routerOf('rules'),
      upstreams,
      decisions.map(({ request }) => request),
      moved,
    );
    const differing = asked.filter((models, index) => models.join() !== decisions[index]?.route.models.join());
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.length).toBeLessThan(decisions.length / 10);
  });

  it('goes along a chain of ten, and no further than the router’s execution says', async () => {
    const request = { messages: [{ role: 'user' as const, content: 'hi' }] };
    expect(await nginxChains(chain(IDS.slice(0, 10)), upstreams, [request])).toEqual([IDS.slice(0, 10)]);
    const limited = withMembers(chain(IDS), { execution: { fallbacks: 1 } });
    expect(await nginxChains(limited, upstreams, [request])).toEqual([['m0', 'm1']]);
  });

  describe('as a gateway', () => {
    let running: Nginx;
    beforeAll(async () => {
      const port = await freePort();
      const { files } = exported(nginx, routerOf('rules'), { port, js_module: NJS, body_mb: 1 });
      running = await startExportedNginx(files, port, { LAB_API_KEY: 'test', LAB_BASE_URL: upstreams.url });
    });
    afterAll(() => running?.stop());

    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${running.url}/v1/chat/completions`, { method: 'POST', headers, body });
    const complaint = async (answer: Response): Promise<string> =>
      `${answer.status} ${((await answer.json()) as { error: { message: string } }).error.message}`;

    it('changes nothing of a body but its model, and tells who answered', async () => {
      const bodies = [
        '{"messages":[{"role":"user","content":"\\"model\\": \\\\"}],"seed":12345678901234567890,"z":1.0,"2":{"model":"own"},"1":[]}',
        '{ "n" : 1, "mod\\u0065l" : "auto" , "messages" : [{"role":"user","content":"日本 😀"}] }',
      ];
      const seen = await Promise.all(bodies.map(async (body) => (await post(body, { authorization: 'Bearer own' })).text()));
      expect(seen).toHaveLength(2);
      expect(upstreams.bodies.slice(-2).toSorted()).toEqual(
        [`{"model":"lab-m0",${bodies[0]?.slice(1)}`, bodies[1]?.replace('"auto"', '"lab-m0"')].toSorted(),
      );
      expect((await post('{"messages":[]}')).headers.get('x-routelab-model')).toBe('m0');
    });

    it('passes a stream on piece by piece', async () => {
      const answer = await post('{"stream":true,"messages":[{"role":"user","content":"hi"}]}');
      const reader = answer.body?.getReader();
      const first = new TextDecoder().decode((await reader?.read())?.value);
      expect(first).toBe('data: lab-m0\n\n');
      // The upstream ends only once its first piece has been seen.
      upstreams.finish();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: [DONE]\n\n');
    });

    it('says what is wrong with a request, in words of its callers’ libraries', async () => {
      expect(await complaint(await post('{"messages":'))).toBe('400 the body: not JSON');
      expect(await complaint(await post('null'))).toBe('400 the body has no messages');
      expect(await complaint(await post('{"model":1,"messages":[]}'))).toBe('400 model is not a text');
      expect(await complaint(await post('{"model":"a","model":"b","messages":[]}'))).toBe('400 model stands there twice');
      expect(await complaint(await post('{"messages":[]}', { 'x-routelab-signals': '{' }))).toBe(
        '400 x-routelab-signals: not JSON',
      );
      expect(await complaint(await post('{"messages":[]}', { 'x-routelab-signals': '{"a":[]}' }))).toMatch(
        /^400 .*: a is not a text/,
      );
      expect(await complaint(await post(`{"messages":[],"x":"${'x'.repeat(1_048_576)}"}`))).toBe(
        '413 the body is larger than 1 MB',
      );
      expect(await complaint(await fetch(`${running.url}/routelab/ask/0`))).toMatch(/^404/);
    });

    it('answers with the last model’s own error, and with its own where no upstream is left', async () => {
      upstreams.down.add('lab-m0').add('lab-m1').add('lab-m2');
      expect(await complaint(await post('{"messages":[]}'))).toBe('503 down');
      upstreams.down.clear();
      upstreams.close();
      expect(await complaint(await post('{"messages":[]}'))).toBe('502 no model answered');
    });
  });
});
