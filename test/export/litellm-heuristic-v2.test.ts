import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { heuristicV2Emulator } from '../../src/export/emulator/litellm-heuristic-v2.js';
import type { Deployment, HeuristicV2Config, LitellmConfig, TierArtifact } from '../../src/export/litellm/config.js';
import { configText } from '../../src/export/litellm/dispatch.js';
import { heuristicV2Config } from '../../src/export/litellm/heuristic-v2.js';
import { litellm } from '../../src/export/litellm.js';
import type { ExportFile } from '../../src/export/target.js';
import type { PredictStage, RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import type { CohortsConfig } from '../../src/router/predictor/config.js';
import type { RouteRequest } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { exported, shipmentOf } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';

const configOf = (files: readonly ExportFile[]): LitellmConfig =>
  parse(files.find(({ path }) => path === 'config.yaml')?.text ?? '') as LitellmConfig;
const changed = (config: RouterConfig, change: Partial<RouterConfig>): RouterConfig => {
  const { format: _f, decisionHash: _d, checksum: _c, ...draft } = config;
  return sealRouter({ ...draft, ...change });
};

describe('LiteLLM’s heuristic_v2', () => {
  const heuristicV2 = { mode: 'heuristic_v2' };
  const counted = routerOf('cohorts');
  const stage = counted.pipeline[0] as PredictStage;
  const refusal = (config: RouterConfig) => litellm.export(shipmentOf(config), litellm.options.parse(heuristicV2) as never);
  const having = (change: Partial<PredictStage>): RouterConfig =>
    changed(counted, { pipeline: [{ ...stage, ...change } as PredictStage] });
  const artifactOf = (config: RouterConfig): TierArtifact => {
    const auto = configOf(exported(litellm, config, heuristicV2).files).model_list.find((one) => one.model_name === 'auto');
    const { complexity_router_config: rules } = (auto as Deployment).litellm_params;
    return (rules as HeuristicV2Config).heuristic_v2_artifact;
  };

  it('has the counts as its artifact, a tier for every model from the cheapest up, the last one’s again above it', () => {
    const artifact = artifactOf(counted);
    expect(artifact).toMatchObject({
      schema_version: 1,
      domain_prior_mass: 200,
      cohort_prior_mass: 20,
      routing_threshold: 0.5,
    });
    const predictor = stage.quality.predictor as CohortsConfig;
    expect(artifact.global_statistics).toEqual(
      [0, 1, 2, 2].map((model, at) => ({
        tier: at + 1,
        successes: (predictor.overall.right[model] as number) / 1024,
        observations: 240,
      })),
    );
    expect(new Set(artifact.domain_statistics.map((one) => one.request_type))).toEqual(
      new Set(['factual_lookup', 'general', 'writing']),
    );
    expect(artifact.cohort_statistics).toHaveLength(12);
  });

  it('asks whom the router asks, on every text that both read alike', () => {
    for (const otherwise of [{}, { otherwise: 'dearest' }] as const) {
      const config = having({ select: { by: 'good_enough', atLeast: 2 ** 19, ...otherwise } });
      const { emulator, unsupported } = exported(litellm, config, heuristicV2);
      expect(unsupported.map((clause) => clause.split(':')[0])).toEqual(
        'otherwise' in otherwise ? ['texts', 'words'] : ['texts', 'words', 'good_enough'],
      );
      if (!('otherwise' in otherwise)) continue;
      const golden = goldenDecisions(createRouter(config)).filter(({ request: { messages } }) => {
        const content = messages.at(-1)?.content;
        return messages.at(-1)?.role === 'user' && typeof content === 'string' && content !== '' && !/[^ -~\n]/.test(content);
      });
      expect(golden.length).toBeGreaterThan(250);
      for (const { request, route } of golden)
        expect(emulator?.(request, route).models, JSON.stringify(request)).toEqual(route.models);
      expect(new Set(golden.map(({ route }) => route.models[0])).size).toBeGreaterThan(1);
    }
  });

  it('decides in its floats as the router does in whole numbers, whatever was counted', () => {
    const count = fc
      .array(fc.tuple(fc.nat(5000), fc.nat(5000)), { minLength: 3, maxLength: 3 })
      .map((pairs) => ({ seen: pairs.map(([a, b]) => 1 + Math.max(a, b)), right: pairs.map(([a, b]) => Math.min(a, b)) }));
    const texts = ['hello', 'define ethics', 'who is it', 'write a python script', 'solve this equation', 'x'.repeat(300)];
    fc.assert(
      fc.property(count, count, count, fc.integer({ min: 1, max: 2 ** 20 }), (overall, general, cohort, atLeast) => {
        const predictor = {
          ...(stage.quality.predictor as CohortsConfig),
          overall,
          domains: { general, factual_lookup: cohort },
          cohorts: { 'general|short|code=0|math=0|mc=0|intl=0': cohort },
        };
        const config = having({
          quality: { ...stage.quality, predictor },
          select: { by: 'good_enough', atLeast, otherwise: 'dearest' },
        });
        const written = heuristicV2Config(config, { budget_usd_per_day: 0, tags: false });
        if (typeof written === 'string') throw new Error(written);
        const emulator = heuristicV2Emulator([
          { path: 'config.yaml', text: configText(written) },
          { path: 'router.json', text: JSON.stringify(config) },
        ]);
        const router = createRouter(config);
        for (const content of texts) {
          const request: RouteRequest = { messages: [{ role: 'user', content }] };
          expect(emulator(request, { models: [] } as never).models).toEqual(router.route(request).models);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, RouterConfig, string]>([
    ['other predictors', routerOf('knn'), 'predict by knn'],
    ['rules', routerOf('rules'), 'filter: heuristic_v2'],
    ['other choices', having({ select: { by: 'balance', share: 1 } }), 'predict.balance'],
    ['calibrated counts', having({ quality: { ...stage.quality, tables: [{ x: [0, 9], y: [0, 7] }] } }), 'predict.calibrate'],
    ['conditions', having({ when: { 'prompt.tokens': { $gt: 3 } } }), 'predict.when'],
  ])('refuses %s for dispatch', (_, config, why) => {
    expect(refusal(config)).toMatchObject({
      fidelity: 'refused',
      mode: 'native',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: 'litellm', options: { mode: 'dispatch' } },
    });
  });
});
