import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { bifrost } from '../../src/export/bifrost.js';
import { envoyAiGateway } from '../../src/export/envoy-ai-gateway.js';
import { kong } from '../../src/export/kong.js';
import { openrouter } from '../../src/export/openrouter.js';
import type { ExportTarget } from '../../src/export/target.js';
import { tensorzero } from '../../src/export/tensorzero.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
import { aRouter } from '../support/a-router.js';
import { exported, shipmentOf } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';

const changed = ({ format: _f, decisionHash: _d, checksum: _c, ...draft }: RouterConfig, change: Partial<RouterConfig>) =>
  sealRouter({ ...draft, ...change });
const of = (provider: string, config: RouterConfig) =>
  changed(config, { models: config.models.map((model) => ({ ...model, provider })) });
const textIn = (target: ExportTarget, config: RouterConfig, name: string): string =>
  exported(target, config).files.find(({ path }) => path === name)?.text ?? '';
const refusal = (target: ExportTarget, config: RouterConfig) =>
  target.export(shipmentOf(config), target.options.parse({}) as never);
const rules = routerOf('rules');

describe.each([
  [openrouter, 'openrouter'],
  [tensorzero, 'lab'],
  [bifrost, 'lab'],
  [envoyAiGateway, 'lab'],
  [kong, 'lab'],
])('$name', (target, provider) => {
  it('asks whom the router says, and along its chain', () => {
    const config = of(provider, rules);
    const { emulator, fidelity, mode } = exported(target, config);
    expect({ fidelity, mode }).toEqual({ fidelity: 'exact', mode: 'dispatch' });
    for (const { request, route } of goldenDecisions(createRouter(config)))
      expect(emulator?.(request, route).models).toEqual(route.models);
  });

  it('is refused for cascades and for models asked alike, and says what of the execution is lost', () => {
    expect(refusal(target, of(provider, routerOf('cascade')))).toMatchObject({
      fidelity: 'refused',
      nearest: { target: 'ai-sdk' },
    });
    const config = of(provider, rules);
    const alike = changed(config, { models: config.models.map((model) => ({ ...model, name: 'one' })) });
    expect(refusal(target, alike)).toMatchObject({ unsupported: expect.arrayContaining([expect.stringContaining('m0 and m1')]) });
    const hedged = changed(config, { execution: { hedge: { afterMs: 500, to: 'next' } } });
    expect(exported(target, hedged).unsupported.at(-1)).toMatch(/^execution\.hedge:/);
  });
});

describe('openrouter', () => {
  it('names the models of a route in their order', () => {
    expect(JSON.parse(textIn(openrouter, of('openrouter', routerOf('split')), 'openrouter.json'))).toEqual({
      r0: { models: ['lab-m0', 'lab-m2', 'lab-m1'] },
      r1: { models: ['lab-m1', 'lab-m2'] },
      r2: { models: ['lab-m2', 'lab-m1'] },
    });
  });

  it('is refused where it does not know a model, and for a longer chain than it takes', () => {
    expect(refusal(openrouter, rules)).toMatchObject({
      unsupported: expect.arrayContaining(['model m0 of lab: what OpenRouter calls it is not known']),
    });
    const config = of('openrouter', routerOf('split'));
    const models = [...config.models, { id: 'm3', provider: 'openrouter', name: 'lab-m3' }];
    const longer = changed(config, { models, fallback: ['m1', 'm2', 'm3'] });
    expect(refusal(openrouter, longer)).toMatchObject({ unsupported: ['a chain of 4 models: OpenRouter takes 3'] });
  });
});

it('tensorzero.toml has a model for every route, with keys by their variables', () => {
  const text = textIn(tensorzero, routerOf('split'), 'tensorzero.toml');
  expect(text).toContain(`[models."r1"]
routing = ["m1", "m2"]

[models."r1".providers."m1"]
type = "openai"
model_name = "lab-m1"
api_base = "\${LAB_BASE_URL}"
api_key_location = "env::LAB_API_KEY"
`);
  const known = textIn(tensorzero, of('google', routerOf('split')), 'tensorzero.toml');
  expect(known).toContain('type = "google_ai_studio_gemini"');
  expect(known).not.toContain('api_base');
});

it('bifrost’s config.json has a rule for every route by a header, and knows its own providers', () => {
  expect(JSON.parse(textIn(bifrost, routerOf('split'), 'config.json'))).toMatchObject({
    providers: {
      lab: { network_config: { base_url: expect.stringMatching(/^\$\{LAB_BASE_URL\}$/) }, keys: [{ value: 'env.LAB_API_KEY' }] },
    },
    governance: {
      routing_rules: [
        {
          cel_expression: 'headers["x-routelab-route"] == "r0"',
          targets: [{ provider: 'lab', model: 'lab-m0', weight: 1 }],
          fallbacks: ['lab/lab-m2', 'lab/lab-m1'],
        },
        { name: 'r1' },
        { name: 'r2' },
      ],
    },
  });
  const known = JSON.parse(textIn(bifrost, of('google', routerOf('split')), 'config.json'));
  expect(known.providers).toEqual({ gemini: { keys: [expect.objectContaining({ value: 'env.GOOGLE_API_KEY' })] } });
});

describe('envoy-ai-gateway', () => {
  const resources = (config: RouterConfig, options = {}) => {
    const text = exported(envoyAiGateway, config, options).files.find(({ path }) => path === 'envoy-ai-gateway.yaml')?.text ?? '';
    return parseAllDocuments(text).map((one) => one.toJS() as { kind: string; metadata: { name: string }; spec: object });
  };
  const ofKind = (kind: string, config: RouterConfig) => resources(config).filter((one) => one.kind === kind);

  it('has a rule for every route, and sends a request again as often as its chain is long', () => {
    const [two, three] = [...ofKind('AIGatewayRoute', routerOf('split'))].sort((a, b) =>
      a.metadata.name.localeCompare(b.metadata.name),
    );
    expect(two?.spec).toMatchObject({
      parentRefs: [{ name: 'routelab', kind: 'Gateway' }],
      rules: [
        {
          matches: [{ headers: [{ type: 'Exact', name: 'x-ai-eg-model', value: 'r1' }] }],
          backendRefs: [
            { name: 'routelab-lab', priority: 0, modelNameOverride: 'lab-m1' },
            { name: 'routelab-lab', priority: 1, modelNameOverride: 'lab-m2' },
          ],
        },
        { matches: [{ headers: [{ value: 'r2' }] }] },
      ],
    });
    expect(three?.metadata.name).toBe('routelab-3');
    const retries = ofKind('BackendTrafficPolicy', routerOf('split')).map(({ metadata, spec }) => [
      metadata.name,
      (spec as { retry: { numRetries: number } }).retry.numRetries,
    ]);
    expect(Object.fromEntries(retries)).toEqual({ 'routelab-2': 1, 'routelab-3': 2 });
  });

  it('names the Secret of a key, never a key, and knows where known providers are', () => {
    expect(ofKind('BackendSecurityPolicy', rules)[0]?.spec).toMatchObject({ apiKey: { secretRef: { name: 'routelab-lab' } } });
    expect(ofKind('Secret', rules)).toEqual([]);
    expect(exported(envoyAiGateway, rules).environment).toEqual(['LAB_HOST']);
    const google = of('google', rules);
    expect(exported(envoyAiGateway, google).environment).toEqual([]);
    expect(ofKind('AIServiceBackend', google)[0]?.spec).toMatchObject({ schema: { version: 'v1beta/openai' } });
    expect(ofKind('Backend', google)[0]?.spec).toMatchObject({
      endpoints: [{ fqdn: { hostname: 'generativelanguage.googleapis.com', port: 443 } }],
    });
  });

  it('is refused for more rules than a route takes, saying how many, and for providers of one name', () => {
    const ids = Array.from({ length: 17 }, (_, index) => `m${index}`);
    const many = aRouter(ids, [{ kind: 'rules', rules: ids.map((use) => ({ when: { 'signals.use': use }, use })) }], ['m0']);
    // m0 alone is one route, each other with m0 behind it one more.
    expect(refusal(envoyAiGateway, many)).toMatchObject({
      unsupported: [expect.stringContaining('16 routes of 2 models: an AIGatewayRoute takes 15 rules')],
      nearest: { target: 'ai-sdk' },
    });
    const alike = changed(rules, {
      models: rules.models.map((model, index) => ({ ...model, provider: index === 0 ? 'Lab' : 'lab' })),
    });
    expect(refusal(envoyAiGateway, alike)).toMatchObject({
      unsupported: ['providers Lab and lab: Kubernetes would call both routelab-lab'],
    });
  });
});

it('kong.yaml has a Kong route for every route, whose targets go by their weight, with keys by deck’s variables', () => {
  const { files, environment, unsupported } = exported(kong, routerOf('split'));
  expect(environment).toEqual(['DECK_LAB_API_KEY', 'DECK_LAB_BASE_URL']);
  expect(unsupported).toEqual([expect.stringContaining('other than 403, 404, 429')]);
  const [route] =
    (parse(files.find(({ path }) => path === 'kong.yaml')?.text ?? '') as { services: { routes: object[] }[] }).services[0]
      ?.routes ?? [];
  expect(route).toMatchObject({
    headers: { 'x-routelab-route': ['r0'] },
    plugins: [
      {
        name: 'ai-proxy-advanced',
        config: {
          balancer: { algorithm: 'priority', retries: 2 },
          targets: [
            {
              weight: 3,
              auth: { header_name: 'Authorization', header_value: `Bearer \${{ env "DECK_LAB_API_KEY" }}` },
              model: {
                provider: 'openai',
                name: 'lab-m0',
                options: { upstream_url: `\${{ env "DECK_LAB_BASE_URL" }}/chat/completions` },
              },
            },
            { weight: 2, model: { name: 'lab-m2' } },
            { weight: 1, model: { name: 'lab-m1' } },
          ],
        },
      },
    ],
  });
});
