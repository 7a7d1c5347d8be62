import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { LitellmConfig } from '../../src/export/litellm/config.js';
import { litellm } from '../../src/export/litellm.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import type { RouteRequest } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { exported, shipmentOf, written } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';

const configOf = (files: readonly ExportFile[]): LitellmConfig =>
  parse(files.find(({ path }) => path === 'config.yaml')?.text ?? '') as LitellmConfig;
const changed = (config: RouterConfig, change: Partial<RouterConfig>): RouterConfig => {
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = config;
  return sealRouter({ ...draft, ...change });
};

describe('config.yaml of a LiteLLM proxy', () => {
  it.each(['rules', 'split', 'forest', 'signals'])('asks whom the router says, and along its chain: %s', (kind) => {
    const config = routerOf(kind);
    const { emulator, fidelity, mode } = exported(litellm, config);
    expect({ fidelity, mode }).toEqual({ fidelity: 'exact', mode: 'dispatch' });
    for (const { request, route } of goldenDecisions(createRouter(config)))
      expect(emulator?.(request, route).models).toEqual(route.models);
  });

  it('has every model by its id, every route with its fallbacks, prices per token and names of secrets', () => {
    const { files, environment } = exported(litellm, routerOf('ridge'));
    const { model_list: list, router_settings: settings } = configOf(files);
    expect(list.map(({ model_name: name }) => name)).toEqual(['m0', 'm1', 'm2', 'r0', 'r1', 'r2']);
    expect(list[4]).toEqual({
      model_name: 'r1',
      litellm_params: {
        model: 'openai/lab-m1',
        api_base: 'os.environ/LAB_BASE_URL',
        api_key: 'os.environ/LAB_API_KEY',
        input_cost_per_token: 0.000002,
        output_cost_per_token: 0.000004,
      },
      model_info: { id: 'r1' },
    });
    expect(settings).toEqual({
      num_retries: 0,
      max_fallbacks: 3,
      disable_cooldowns: true,
      fallbacks: [{ r0: ['m2', 'm1'] }, { r1: ['m2'] }, { r2: ['m1'] }],
    });
    expect(environment).toEqual(['LAB_API_KEY', 'LAB_BASE_URL']);
  });

  it('asks known providers by LiteLLM’s own prefix, with limits, tags, retries and timeouts', () => {
    const config = routerOf('ridge');
    const models = config.models.map((model) => ({ ...model, provider: model.id === 'm0' ? 'google' : 'anthropic' }));
    const execution = { retries: { most: 2 }, timeoutMs: 2500, hedge: { afterMs: 100 } } as never;
    const { files, unsupported } = exported(litellm, changed(config, { models, execution }), {
      budget_usd_per_day: 5,
      tags: true,
    });
    const { model_list: list, router_settings: settings } = configOf(files);
    expect(list[0]?.litellm_params).toMatchObject({ model: 'gemini/lab-m0', api_key: 'os.environ/GOOGLE_API_KEY' });
    expect(list[0]?.litellm_params).not.toHaveProperty('api_base');
    expect(list.filter(({ litellm_params: { tags } }) => tags?.includes('on_prem')).map((one) => one.model_name)).toEqual([
      'm2',
      'r2',
    ]);
    expect(settings).toMatchObject({
      num_retries: 2,
      timeout: 2.5,
      enable_tag_filtering: true,
      provider_budget_config: {
        gemini: { budget_limit: 5, time_period: '1d' },
        anthropic: { budget_limit: 5, time_period: '1d' },
      },
    });
    expect(unsupported.map((clause) => clause.split(':')[0])).toEqual(['execution.hedge', 'execution.retries']);
  });

  it('gives a request its name by route.mjs, and throws where the router allows nobody', async () => {
    const config = routerOf('rules');
    const { files } = exported(litellm, config);
    const { routeName } = (await import(pathToFileURL(join(written(files), 'route.mjs')).href)) as {
      routeName(request: RouteRequest): string;
    };
    const routes = JSON.parse(files.find(({ path }) => path === 'routes.json')?.text ?? '') as Record<string, string[]>;
    for (const { request, route } of goldenDecisions(createRouter(config)))
      expect(routes[routeName(request)]).toEqual(route.models);
    const down = { m0: { available: false }, m1: { available: false }, m2: { available: false } };
    expect(() => routeName({ messages: [], models: down })).toThrow('allows no model');
    expect(() => routeName({ messages: [], models: { m2: { available: false } } })).toThrow('has no route');
  });

  it('names no route like a model', () => {
    const config = changed(routerOf('split'), {
      models: routerOf('split').models.map((model) => (model.id === 'm2' ? { ...model, id: 'r7' } : model)),
      fallback: ['r7'],
    });
    const names = configOf(exported(litellm, config).files).model_list.map((one) => one.model_name);
    expect(names).toEqual(['m0', 'm1', 'r7', 'rr0', 'rr1', 'rr2']);
  });
});

it('is read by YAML 1.1 as it is meant: words that are no booleans, prices that are numbers', () => {
  const config = changed(routerOf('text-rules'), {
    models: routerOf('text-rules').models.map((model) => ({ ...model, price: { inputUsdPerMTok: 0.1, outputUsdPerMTok: 3 } })),
    pipeline: [
      {
        kind: 'rules',
        rules: [{ when: { 'prompt.text': { $contains: ['yes', 'no', 'on', '12:30'] } }, use: 'm2' }, { use: 'm0' }],
      },
    ],
  });
  const { files } = exported(litellm, config, { mode: 'complexity' });
  const text = files.find(({ path }) => path === 'config.yaml')?.text ?? '';
  expect(text).toMatch(/- "yes"\n +- "no"\n +- "on"\n +- "12:30"\n/);
  expect(text).toContain('input_cost_per_token: 0.0000001\n');
  expect(text).toContain('output_cost_per_token: 0.000003\n');
  expect(text).not.toMatch(/: \d+e-/);
});

describe('LiteLLM is refused', () => {
  it.each([
    ['cascade', 'fallback is for errors'],
    ['explore', 'ratings'],
  ])('for %s: %s', (kind, why) => {
    expect(litellm.export(shipmentOf(routerOf(kind)), litellm.options.parse({}) as never)).toMatchObject({
      fidelity: 'refused',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: 'ai-sdk' },
    });
  });

  it('for two models that it would ask in one way', () => {
    const config = changed(routerOf('ridge'), { models: routerOf('ridge').models.map((model) => ({ ...model, name: 'one' })) });
    expect(litellm.export(shipmentOf(config), litellm.options.parse({}) as never)).toMatchObject({
      unsupported: [expect.stringContaining('m0 and m1: both are one of lab'), expect.stringContaining('m0 and m2')],
    });
  });
});

describe('LiteLLM’s complexity router', () => {
  const complexity = { mode: 'complexity' };
  const rulesOf = (rules: readonly object[]): RouterConfig =>
    changed(routerOf('text-rules'), { pipeline: [{ kind: 'rules', rules: rules as never }] });
  const autoOf = (files: readonly ExportFile[]) =>
    configOf(files).model_list.find((one) => one.model_name === 'auto')?.litellm_params.complexity_router_config;
  const refusal = (config: RouterConfig) => litellm.export(shipmentOf(config), litellm.options.parse(complexity) as never);

  it('takes words to the highest tier and lengths to the first three', () => {
    const { files, fidelity, mode, nearest } = exported(litellm, routerOf('words-first'), complexity);
    expect({ fidelity, mode, nearest }).toEqual({
      fidelity: 'approximate',
      mode: 'native',
      nearest: { target: 'litellm', options: { mode: 'dispatch' } },
    });
    expect(autoOf(files)).toMatchObject({
      tiers: { SIMPLE: 'r0', MEDIUM: 'r1', COMPLEX: 'r2', REASONING: 'r2' },
      token_thresholds: { simple: 10, complex: 39 },
      tier_boundaries: { simple_medium: 0, medium_complex: 0.25, complex_reasoning: 1 },
      keyword_tier_rules: [{ keywords: ['prove', 'step by step'], tier: 'REASONING' }],
    });
    expect(configOf(files).router_settings.fallbacks).toContainEqual({ auto: ['m2', 'm1'] });
  });

  it('sends lengths, words and phrases where its rules say, not where the router would', () => {
    const { emulator } = exported(litellm, routerOf('words-first'), complexity);
    const asked = (content: string) => emulator?.({ messages: [{ role: 'user', content }] }, { models: [] } as never).models[0];
    expect(['x'.repeat(39), 'x'.repeat(40), 'x'.repeat(159), 'x'.repeat(160)].map(asked)).toEqual(['m0', 'm1', 'm1', 'm2']);
    // The router finds prove in improve as well; 40 code points are 10 tokens for it.
    expect(['Prove it', 'improve it', 'nostep by stepping', 'prové'].map(asked)).toEqual(['m2', 'm0', 'm2', 'm0']);
    expect(emulator?.({ messages: [] }, { models: [] } as never).models).toEqual(['m0', 'm2', 'm1']);
  });

  it('is exact on words and lengths that both read alike', () => {
    const config = rulesOf([{ when: { 'prompt.code_points': { $lt: 80 } }, use: 'm0' }, { use: 'm1' }]);
    const { emulator } = exported(litellm, config, complexity);
    for (const { request, route } of goldenDecisions(createRouter(config))) {
      if (request.messages.at(-1)?.role !== 'user' || typeof request.messages.at(-1)?.content !== 'string') continue;
      expect(emulator?.(request, route).models, JSON.stringify(request)).toEqual(route.models);
    }
  });

  it('gives each rule on words a tier below the one before it', () => {
    const config = rulesOf([
      { when: { 'prompt.text': { $contains: 'a' } }, use: 'm1' },
      { when: { 'prompt.text': { $contains: 'b' } }, use: 'm2' },
      { use: 'm0' },
    ]);
    expect(autoOf(exported(litellm, config, complexity).files)).toMatchObject({
      tiers: { SIMPLE: 'r0', MEDIUM: 'r0', COMPLEX: 'r2', REASONING: 'r1' },
      tier_boundaries: { simple_medium: 0.25 },
      token_thresholds: { simple: 0, complex: 1_000_000_000 },
    });
  });

  const word = (text: string, use: string) => ({ when: { 'prompt.text': { $contains: text } }, use });
  it.each<[string, readonly object[], string]>([
    ['words behind lengths', [{ when: { 'prompt.tokens': { $gt: 5 } }, use: 'm1' }, word('a', 'm2')], 'rule 2: words behind'],
    ['other conditions', [{ when: { 'signals.tier': 'gold' }, use: 'm1' }, { use: 'm0' }], 'rule 1: a condition on signals.tier'],
    ['patterns', [{ when: { 'prompt.text': { $regex: 'a' } }, use: 'm1' }, { use: 'm0' }], '$regex on prompt.text'],
    [
      'four bands',
      [
        { when: { 'prompt.tokens': { $gt: 30 } }, use: 'm0' },
        { when: { 'prompt.tokens': { $gt: 20 } }, use: 'm1' },
        { when: { 'prompt.tokens': { $gt: 10 } }, use: 'm2' },
        { use: 'm0' },
      ],
      '4 bands',
    ],
    [
      'five tiers',
      [word('a', 'm0'), word('b', 'm1'), word('c', 'm0'), word('d', 'm1'), word('e', 'm2'), { use: 'm0' }],
      'four tiers',
    ],
  ])('refuses %s', (_, rules, why) => {
    expect(refusal(rulesOf(rules))).toMatchObject({
      fidelity: 'refused',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: 'litellm', options: { mode: 'dispatch' } },
    });
  });

  it('refuses learned policies for dispatch, and cascades for good', () => {
    expect(refusal(routerOf('ridge'))).toMatchObject({ nearest: { target: 'litellm' } });
    expect(refusal(routerOf('cascade'))).toMatchObject({ nearest: { target: 'ai-sdk' } });
  });
});
