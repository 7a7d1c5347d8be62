import { describe, expect, it } from 'vitest';
import { bifrost } from '../../src/export/bifrost.js';
import { openrouter } from '../../src/export/openrouter.js';
import type { ExportTarget } from '../../src/export/target.js';
import { tensorzero } from '../../src/export/tensorzero.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
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
    const timed = changed(config, { execution: { timeoutMs: 500 } });
    expect(exported(target, timed).unsupported).toEqual([expect.stringMatching(/^execution\.timeout:/)]);
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
