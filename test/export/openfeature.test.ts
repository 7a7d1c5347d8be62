import { describe, expect, it } from 'vitest';
import { openfeature } from '../../src/export/openfeature.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouterConfig, Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { type GoldenDecision, goldenDecisions } from '../../src/router/golden.js';
import { aRouter } from '../support/a-router.js';
import { exported, shipmentOf } from '../support/an-export.js';
import { ROUTER_KINDS, routerOf } from '../support/every-router.js';
import { flagdRoutes } from '../support/flagd.js';

const native = { mode: 'native' };
const NATIVE = ['rules', 'patterns', 'text-rules', 'words-first', 'signals', 'split', 'classify-rules'];
const refusal = (config: RouterConfig, options: object) =>
  openfeature.export(shipmentOf(config), openfeature.options.parse(options) as never);
const flagOf = (files: readonly ExportFile[]) =>
  Object.entries(
    (JSON.parse(files.find(({ path }) => path === 'flags.json')?.text ?? '') as { flags: Record<string, object> }).flags,
  );

/** Every decision's whole chain, by flagd and by our reading of it. */
async function agree(config: RouterConfig, options: object, asked: (one: GoldenDecision, index: number) => boolean = () => true) {
  const { files, emulator } = exported(openfeature, config, options);
  const golden = goldenDecisions(createRouter(config)).filter(asked);
  const chains = golden.map(({ route }) => [...route.models]);
  expect(
    await flagdRoutes(
      files,
      golden.map(({ request }) => request),
    ),
  ).toEqual(chains);
  expect(golden.map(({ request, route }) => emulator?.(request, route).models)).toEqual(chains);
  return golden.length;
}

describe('a flag in the real flagd', () => {
  it.each(NATIVE)('decides by its own targeting as the router does: %s', async (kind) => {
    expect(await agree(routerOf(kind), native)).toBeGreaterThan(500);
  });

  it.each(['ridge', 'rules'])('is told the variant by our runtime: %s', async (kind) => {
    const config = routerOf(kind);
    await agree(config, {}, ({ route }, index) => route.models.length > 0 && index % 3 === 0);
  });

  it('decides every operator, nested conditions, and what filters leave, exactly', async () => {
    const when = (condition: object) => ({ when: condition }) as object;
    const stages = [
      { kind: 'filter', ...when({ 'signals.class': { $ne: 'open' }, $not: { 'prompt.words': { $gt: 5 } } }), allow: ['a', 'c'] },
      {
        kind: 'classify',
        by: 'rules',
        categories: [
          { name: 'sum', when: { 'prompt.digits': { $gte: 3 } } },
          { name: 'ask', when: { 'prompt.text': { $contains: '?' } } },
        ],
        otherwise: 'talk',
      },
      {
        kind: 'classify',
        by: 'rules',
        of: 'difficulty',
        categories: [{ name: 'hard', when: { 'task.category': { $nin: ['talk'] }, 'prompt.tokens': { $gt: 9 } } }],
      },
      {
        kind: 'rules',
        rules: [
          { ...when({ 'task.difficulty': { $exists: true }, 'signals.seats': { $not: { $gte: 10 } } }), use: 'b' },
          { ...when({ $or: [{ 'signals.seats': { $lt: 3, $gt: 0.5 } }, { 'signals.gone': null }] }), use: 'c' },
          { ...when({ 'signals.class': { $in: ['x', 7, true] }, 'signals.name.of': { $exists: false } }), use: 'b' },
          { ...when({ 'signals.class': { $gt: 'm' } }), use: 'a' },
          { ...when({ 'prompt.lines': 3 }), use: 'b' },
          { ...when({ 'prompt.lines': { $eq: 'three' } }), use: 'b' },
          { ...when({ 'signals.class': { $in: [] } }), use: 'b' },
          { ...when({ 'signals.name of': { $regex: '^o' }, 'signals.name.of': { $ne: null } }), use: 'c' },
        ],
      },
      {
        kind: 'split',
        ...when({ 'task.category': 'sum' }),
        salt: 's',
        weights: [
          { model: 'a', weight: 1 },
          { model: 'b', weight: 0 },
          { model: 'c', weight: 2 },
        ],
      },
      { kind: 'filter', ...when({ 'signals.class': 'closed' }), allow: ['b'] },
      { kind: 'rules', rules: [{ ...when({ 'prompt.code_points': { $lte: 40 } }), use: 'a' }] },
    ] as unknown as Stage[];
    const config = aRouter(['a', 'b', 'c'], stages, ['b', 'a']);
    expect(await agree(config, native)).toBeGreaterThan(600);
    const routes = new Set(
      goldenDecisions(createRouter(config)).map(({ route }) => JSON.stringify([route.models, route.reason])),
    );
    // Every rule that can hold, both fallbacks and nobody are among them.
    expect(routes.size).toBeGreaterThan(10);
  });

  it('gives nobody’s models to whoever names no variant', async () => {
    const { files } = exported(openfeature, routerOf('ridge'));
    const empty = files.filter(({ path }) => path === 'flags.json');
    const context = [
      ...empty,
      { path: 'context.json', text: '{}' },
      { path: 'context.mjs', text: 'export const contextFor = () => () => ({});' },
    ];
    expect(await flagdRoutes(context, [{ messages: [] }])).toEqual([[]]);
  });

  it('is found out when one threshold of its targeting is moved by one', async () => {
    const config = routerOf('rules');
    const golden = goldenDecisions(createRouter(config));
    const { files } = exported(openfeature, config, native);
    const moved = files.map((file) =>
      file.path === 'flags.json'
        ? { ...file, text: file.text.replace(/(\{\s*"var": "features_prompt_tokens"\s*\},\s*)40/, '$141') }
        : file,
    );
    expect(moved).not.toEqual(files);
    const routes = await flagdRoutes(
      moved,
      golden.map(({ request }) => request),
    );
    const differing = routes.filter((models, index) => models.join() !== golden[index]?.route.models.join());
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.length).toBeLessThan(golden.length / 10);
  });
});

describe('a flag', () => {
  it('has thresholds to change, routes as variants, and a key of one’s own', () => {
    const { files } = exported(openfeature, routerOf('text-rules'), { ...native, flag: 'whom' });
    const [[key, flag] = []] = flagOf(files);
    expect(key).toBe('whom');
    expect(flag).toMatchObject({
      state: 'ENABLED',
      defaultVariant: 'nobody',
      variants: { r0: { models: ['m2', 'm1'] }, nobody: { models: [] } },
      targeting: {
        if: [
          { var: 'tests_0' },
          'r0',
          { and: [{ '<=': [{ var: 'features_prompt_tokens' }, 10] }, { var: 'tests_1' }] },
          expect.any(String),
          { '>': [{ var: 'features_prompt_code_points' }, 120] },
          'r0',
          'r2',
        ],
      },
    });
    expect(JSON.parse(files.find(({ path }) => path === 'context.json')?.text ?? '')).toMatchObject({
      features: { features_prompt_tokens: 'prompt.tokens' },
      tests: { tests_0: { field: 'prompt.text', is: { $contains: ['prove', 'integral'] } } },
    });
  });

  it.each([
    ['ridge', 'predict: a flag knows no weights', 'openfeature'],
    ['classify-learned', 'classify by what was learned', 'openfeature'],
    ['cascade', 'fallback is for errors', 'ai-sdk'],
    ['explore', 'explore', 'ai-sdk'],
  ])('is refused for %s where it should decide itself: %s', (kind, why, nearest) => {
    expect(refusal(routerOf(kind), native)).toMatchObject({
      fidelity: 'refused',
      mode: 'native',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: nearest },
    });
  });

  it('is refused for what models are at the moment, and for an expression nobody could read', () => {
    const kept = aRouter(
      ['a'],
      [
        { kind: 'filter', keep: { 'model.tags': 'x' } as never },
        { kind: 'rules', rules: [{ use: 'a' }] },
      ],
    );
    expect(refusal(kept, native)).toMatchObject({ unsupported: [expect.stringContaining('filter by keep')] });
    const fits = aRouter(
      ['a'],
      [
        { kind: 'context', outputTokens: 9 },
        { kind: 'rules', rules: [{ use: 'a' }] },
      ],
    );
    expect(refusal(fits, native)).toMatchObject({ unsupported: [expect.stringContaining('context: which models')] });
    const ids = Array.from({ length: 14 }, (_, index) => `m${index}`);
    const filters = ids
      .slice(1)
      .map((id): Stage => ({ kind: 'filter', when: { 'signals.no': id }, allow: ids.filter((one) => one !== id) }));
    const many = aRouter(
      ids,
      [...filters, { kind: 'rules', rules: ids.map((use) => ({ when: { 'signals.use': use }, use })) }],
      ids,
    );
    expect(refusal(many, native)).toMatchObject({ unsupported: [expect.stringContaining('more than 2000 outcomes')] });
  });

  it('of every kind of router that no cascade or memory is part of can be told by our runtime', () => {
    for (const kind of ROUTER_KINDS) {
      const able = !/cascade|stick|pace|explore|linucb|epsilon/.test(kind);
      expect(refusal(routerOf(kind), {}).fidelity, kind).toBe(able ? 'exact' : 'refused');
    }
  });
});
