import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { semanticRouterEmulator } from '../../src/export/emulator/vllm-semantic-router.js';
import type { ExportFile } from '../../src/export/target.js';
import type { SemanticRouterConfig } from '../../src/export/vllm-semantic-router/config.js';
import { nativeConfig } from '../../src/export/vllm-semantic-router/native.js';
import type { Probes } from '../../src/export/vllm-semantic-router/probes.js';
import { vllmSemanticRouter } from '../../src/export/vllm-semantic-router.js';
import type { Condition, RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import type { Route, RouteRequest } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { exported, shipmentOf } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';

const textOf = (files: readonly ExportFile[], name: string): string => files.find(({ path }) => path === name)?.text ?? '';
const configOf = (files: readonly ExportFile[]) => parse(textOf(files, 'config.yaml')) as SemanticRouterConfig;
const changed = (config: RouterConfig, change: Partial<RouterConfig>): RouterConfig => {
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = config;
  return sealRouter({ ...draft, ...change });
};
const base = routerOf('text-rules');
const rulesOf = (rules: readonly { when?: Condition; use: string }[], fallback: readonly string[] = []): RouterConfig =>
  changed(base, { pipeline: [{ kind: 'rules', rules }], fallback });
const native = (config: RouterConfig) => {
  const { emulator, ...outcome } = exported(vllmSemanticRouter, config, { mode: 'native' });
  if (emulator === undefined) throw new Error('no emulator');
  return { ...outcome, emulator };
};
const refusal = (config: RouterConfig, mode = 'native') =>
  vllmSemanticRouter.export(shipmentOf(config), vllmSemanticRouter.options.parse({ mode }) as never);
const asking = (content: string, signals?: RouteRequest['signals']): RouteRequest => ({
  messages: [{ role: 'user', content }],
  ...(signals === undefined ? {} : { signals }),
});
const nobody = { models: [] } as unknown as Route;

describe('vllm-semantic-router, told the model', () => {
  it.each(['rules', 'split', 'signals'])('asks whom the router says, and along its chain: %s', (kind) => {
    const config = routerOf(kind);
    const { emulator, fidelity, mode, environment } = exported(vllmSemanticRouter, config);
    expect({ fidelity, mode, environment }).toEqual({
      fidelity: 'exact',
      mode: 'dispatch',
      environment: ['LAB_API_KEY', 'LAB_BASE_URL'],
    });
    for (const { request, route } of goldenDecisions(createRouter(config)))
      expect(emulator?.(request, route).models).toEqual(route.models);
  });

  it('has a decision for every model by its hint, and none without one', () => {
    const { files, emulator } = exported(vllmSemanticRouter, routerOf('ridge'));
    const { version, providers, routing } = configOf(files);
    expect(version).toBe('v0.3');
    expect(providers.models[1]).toEqual({
      name: 'm1',
      provider_model_id: 'lab-m1',
      api_format: 'openai',
      pricing: { currency: 'USD', prompt_per_1m: 2, completion_per_1m: 4 },
      backend_refs: [
        {
          name: 'primary',
          provider: 'openai',
          base_url: expect.stringMatching(/^\$\{LAB_BASE_URL\}$/),
          api_key_env: 'LAB_API_KEY',
          weight: 100,
        },
      ],
    });
    expect(routing.signals).toEqual({
      metadata: ['m0', 'm1', 'm2'].map((id, index) => ({
        name: `sent-${index + 1}`,
        key: 'routelab_model',
        predicate: { equals: id },
      })),
    });
    expect(routing.decisions[2]).toEqual({
      name: 'model-3',
      priority: 1,
      rules: { operator: 'AND', conditions: [{ type: 'metadata', name: 'sent-3' }] },
      modelRefs: [{ model: 'm2', use_reasoning: false }],
      algorithm: { type: 'static' },
    });
    expect(emulator?.(asking('x'), nobody).models).toEqual([]);
  });

  it('refuses cascades for the target that climbs', () => {
    for (const mode of ['dispatch', 'native'])
      expect(refusal(routerOf('cascade'), mode)).toMatchObject({
        fidelity: 'refused',
        unsupported: [expect.stringContaining('fallback is for errors')],
        nearest: { target: 'ai-sdk' },
      });
  });
});

describe('vllm-semantic-router, deciding itself', () => {
  it('is exact where decisions are by texts sent along and nobody is asked on an error', () => {
    const config = rulesOf([
      { when: { 'signals.tier': { $in: ['gold', 'silver'] }, 'signals.region': 'eu' }, use: 'm2' },
      { when: { 'signals.tier': { $ne: 'free' } }, use: 'm1' },
      { use: 'm0' },
    ]);
    const { emulator, fidelity, unsupported } = native(config);
    expect({ fidelity, unsupported }).toEqual({ fidelity: 'exact', unsupported: [] });
    for (const { request, route } of goldenDecisions(createRouter(config)))
      expect(emulator(request, route).models).toEqual(route.models);
  });

  it('says where it reads otherwise, and that it asks nobody else', () => {
    const { fidelity, unsupported, nearest } = native(routerOf('text-rules'));
    expect({ fidelity, nearest }).toEqual({
      fidelity: 'approximate',
      nearest: { target: 'vllm-semantic-router', options: { mode: 'dispatch' } },
    });
    expect(unsupported.map((clause) => clause.split(':')[0])).toEqual(['texts', 'fallback']);
  });

  it('counts lengths by structure, spells letter case out, and lets the first rule go first', () => {
    const { files } = native(routerOf('text-rules'));
    const { signals, decisions } = configOf(files).routing;
    expect(signals.structure?.map(({ name, feature, predicate }) => [name, feature.source.pattern, predicate?.gte])).toEqual([
      ['text-1', '[Pp][Rr][Oo][Vv][Ee]|[Ii][Nn][Tt][Ee][Gg][Rr][Aa][Ll]', undefined],
      ['code_points-41', '(?s).', 41],
      ['text-3', '[0-9]{3}', undefined],
      ['code_points-121', '(?s).', 121],
    ]);
    expect(signals.structure?.every(({ feature }) => feature.source.case_sensitive)).toBe(true);
    expect(decisions.map(({ name, priority, rules }) => [name, priority, rules])).toEqual([
      ['rule-1', 4, { operator: 'AND', conditions: [{ type: 'structure', name: 'text-1' }] }],
      [
        'rule-2',
        3,
        {
          operator: 'AND',
          conditions: [
            { operator: 'NOT', conditions: [{ type: 'structure', name: 'code_points-41' }] },
            { operator: 'NOT', conditions: [{ type: 'structure', name: 'text-3' }] },
          ],
        },
      ],
      ['rule-3', 2, { operator: 'AND', conditions: [{ type: 'structure', name: 'code_points-121' }] }],
      ['rule-4', 1, { operator: 'AND', conditions: [] }],
    ]);
  });

  it('tells filters and classes apart', () => {
    const kinds = { rules: 'signals.data_class', 'classify-rules': 'code_fences' };
    for (const kind of Object.keys(kinds)) {
      const config = routerOf(kind);
      const { emulator } = native(config);
      for (const { request, route } of goldenDecisions(createRouter(config)).filter(({ request: asked }) => readAlike(asked)))
        expect(emulator(request, route).models[0], JSON.stringify(request)).toBe(route.models[0]);
    }
  });

  it('emits probes that its decisions pass, only texts a probe can hold', () => {
    const { files, emulator } = native(routerOf('words-first'));
    const probes = parse(textOf(files, 'probes.yaml')) as Probes;
    expect(probes.decisions.map(({ expected_decision: name }) => name).toSorted()).toEqual([
      'rule-1',
      'rule-2',
      'rule-3',
      'rule-4',
    ]);
    const queries = probes.decisions.flatMap(({ expected_alias: model, variants }) =>
      variants.map(({ query }) => ({ model, query })),
    );
    expect(queries.length).toBeGreaterThan(150);
    for (const { model, query } of queries) {
      expect(emulator(asking(query), nobody).models).toEqual([model]);
      expect(createRouter(routerOf('words-first')).route(asking(query)).models[0]).toBe(model);
    }
  });

  it.each<[string, RouterConfig, string]>([
    ['learned policies', routerOf('knn'), 'predict: its decisions know rules alone'],
    ['numbers among signals', routerOf('signals'), 'rule 1: $gte on signals.seats: 10'],
    ['a whole text', rulesOf([{ when: { 'prompt.text': 'hello' }, use: 'm0' }]), 'rule 1: $eq on prompt.text'],
    ['other counts', rulesOf([{ when: { 'prompt.messages': { $gt: 2 } }, use: 'm0' }]), '$gt on prompt.messages'],
    ['other texts', changed(base, { input: { ...base.input, text: 'all' } }), 'input.text all'],
    ['repeats of repeats', rulesOf([{ when: { 'prompt.text': { $regex: '(?:a{100}){100}' } }, use: 'm0' }]), '$regex'],
    [
      'more keys than are read',
      rulesOf(Array.from({ length: 33 }, (_, at) => ({ when: { [`signals.s${at}`]: 'x' }, use: 'm0' }))),
      '33 signals',
    ],
    ['a split', routerOf('split'), 'split: its decisions'],
  ])('refuses %s for the same gateway being told', (_, config, why) => {
    expect(refusal(config)).toMatchObject({
      fidelity: 'refused',
      mode: 'native',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: 'vllm-semantic-router', options: { mode: 'dispatch' } },
    });
  });
});

/** One question in one piece that is not blank and whole: there both read the same. */
function readAlike({ messages }: RouteRequest): boolean {
  const last = messages.findLast(({ role }) => role === 'user')?.content;
  return typeof last === 'string' && last.trim() !== '' && !/\p{Surrogate}/u.test(last);
}

const WORDS = ['prove', 'Prove', 'sum', '12', '345', '?', '??', '```', '日本', 'é', '\n', '\t', 'A+B', 'ſ', '. ', 'the answer'];
const aText = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const aNumber = fc.constantFrom(0, 1, 2, 3, 5, 7.5, 10, 20, 40);
const aField = fc.constantFrom(
  'prompt.code_points',
  'prompt.tokens',
  'prompt.words',
  'prompt.lines',
  'prompt.digits',
  'prompt.question_marks',
  'prompt.capitals',
  'prompt.symbols',
  'prompt.code_fences',
);
const aPattern = fc.constantFrom(
  '(?i)\\bprove\\b',
  '^\\s*[^a-c]+$',
  '\\d{2,3}|[?.]',
  '(?s)pro.*the',
  '(?:A|é)\\+?',
  '[^\\w\\s]',
  'sum\\b',
);
const aLeaf: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(aField, fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), aNumber)
    .map(([field, operator, value]) => ({ [field]: { [operator]: value } }) as Condition),
  fc.subarray(WORDS, { minLength: 1, maxLength: 3 }).map((texts) => ({ 'prompt.text': { $contains: texts } })),
  aPattern.map((pattern) => ({ 'prompt.text': { $regex: pattern } })),
  fc.constantFrom<Condition>(
    { 'signals.tier': 'gold' },
    { 'signals.tier': { $nin: ['gold', 'free'] } },
    { 'signals.tier': { $not: { $exists: true } } },
  ),
);
const aCondition: fc.Arbitrary<Condition> = fc.oneof(
  aLeaf,
  fc.array(aLeaf, { minLength: 1, maxLength: 3 }).map((parts) => ({ $and: parts })),
  fc.array(aLeaf, { minLength: 1, maxLength: 3 }).map((parts) => ({ $or: parts })),
  aLeaf.map((part) => ({ $not: part })),
);
const aRequest = fc
  .tuple(aText, fc.constantFrom(undefined, 'gold', 'free', 'silver'))
  .filter(([text]) => text.trim() !== '')
  .map(([text, tier]) => asking(text, tier === undefined ? undefined : { tier }));

it('decides any list of rules as the router does, wherever both read the same', () => {
  const aRule = fc.tuple(aCondition, fc.constantFrom('m0', 'm1', 'm2')).map(([when, use]) => ({ when, use }));
  fc.assert(
    fc.property(
      fc.array(aRule, { minLength: 1, maxLength: 4 }),
      fc.array(aRequest, { minLength: 10, maxLength: 20 }),
      (rules, requests) => {
        const config = rulesOf(rules, ['m1']);
        const written = nativeConfig(config);
        if (typeof written === 'string') throw new Error(written);
        const emulator = semanticRouterEmulator([{ path: 'config.yaml', text: stringify(written.config) }]);
        const router = createRouter(config);
        for (const request of requests) expect(emulator(request, nobody).models[0]).toBe(router.route(request).models[0]);
      },
    ),
    { numRuns: 200 },
  );
});
