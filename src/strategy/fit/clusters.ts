import { z } from 'zod';
import { pack } from '../../router/packed.js';
import { STORED_ONE } from '../../router/predictor/clusters.js';
import type { ProjectionConfig } from '../../router/predictor/config.js';
import { compileProjection } from '../../router/predictor/projection.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { checkFeatures, featureFields, spaceOf } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import type { Points } from '../learn/nearest-centroids.js';
import { sphericalKMeans } from '../learn/spherical-k-means.js';
import { type Targets, targetsOf } from '../learn/targets.js';
import { textDirections } from '../learn/text-directions.js';
import { definePredictorFit, type FitSource } from './predictor-fit.js';

/** The score is the quality. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };
const FEATURES: FeaturesSpec = [{ words: { ngrams: [1, 1] } }];
const DIMENSION = 4096;
/** Weight of the nearest cluster: 60 · 14 lets halves, thirds … sevenths of it be whole. */
const NEAREST = 840;

/**
 * Clusters of requests and each model's mean quality in each of them, after Avengers-Pro (Zhang et al. 2025), which embeds requests
 * by a model where this takes the leading directions of their words. Rank weights 1, ½, ⅓ … are those of LLMRouterBench's Avengers.
 */
export const clusters = definePredictorFit({
  by: 'clusters',
  describe: 'Mean quality in the nearest clusters of training queries (spherical k-means on text directions)',
  schema: z.strictObject({
    by: z.literal('clusters'),
    ...featureFields,
    clusters: z.number().int().min(1).max(4096).optional().describe('Clusters sought; default 64'),
    nearest: z.number().int().min(1).max(64).optional().describe('Nearest clusters that count; default 4'),
    weighting: z.enum(['rank', 'plain']).optional().describe('What they weigh: 1, 1/2, 1/3 …, or the same; default rank'),
    prior: z
      .number()
      .min(0)
      .max(1e6)
      .optional()
      .describe('Weight of the model’s overall mean in a cluster, in queries; default 10'),
    directions: z.number().int().min(1).max(256).optional().describe('Leading directions of the features; default 48'),
    restarts: z.number().int().min(1).max(100).optional().describe('Starts of which the closest clustering is taken; default 4'),
  }),
  check: (spec, field) => checkFeatures({ dimension: DIMENSION, ...spec }, FEATURES, field),
  fit(spec, source) {
    const space = spaceOf({ dimension: DIMENSION, ...spec }, FEATURES, source);
    const projection = textDirections(space, source, spec.directions ?? 48);
    const targets = targetsOf(source);
    const points = pointsOf(space, projection, source, targets.weight);
    const { of, centroids } = sphericalKMeans(points, spec.clusters ?? 64, spec.restarts ?? 4, source.training.seed);
    const weightOf = (rank: number): number => (spec.weighting === 'plain' ? NEAREST : Math.round(NEAREST / (rank + 1)));
    return {
      tables: [IDENTITY],
      predictor: {
        type: 'clusters',
        space,
        projection,
        centroids: pack(
          'i8',
          Array.from(centroids, (one) => Math.round(one * 127) + 0),
        ),
        ranks: Array.from({ length: spec.nearest ?? 4 }, (_, rank) => weightOf(rank)),
        quality: pack(
          'u16',
          clusterMeans(targets, of, spec.prior ?? 10).map((one) => Math.round(one * STORED_ONE)),
        ),
        mean: Array.from(targets.mean, (one) => Math.round(one * QUALITY_ONE)),
      },
    };
  },
});

/** The training rows as the router will project them, scaled to length 1. */
function pointsOf(
  space: SpaceConfig,
  projection: ProjectionConfig,
  { training, input }: FitSource,
  weight: Float64Array,
): Points {
  const directionsAt = compileProjection(space, projection, input)(training.batch);
  const { directions: dimensions } = projection;
  const values = new Float64Array(training.rows.length * dimensions);
  training.rows.forEach((row, at) => {
    const own = directionsAt(row);
    const length = Math.sqrt(own.reduce((sum, one) => sum + one * one, 0));
    values.set(length === 0 ? own : own.map((one) => one / length), at * dimensions);
  });
  return { size: training.rows.length, dimensions, values, weight };
}

/** Clusters × models: (Σ weight · quality + prior · mean) / (Σ weight + prior) over the rows where the model is known. */
export function clusterMeans({ quality, weight, mean }: Targets, of: Int32Array, prior: number): Float64Array {
  const models = mean.length;
  const clusters = of.reduce((most, one) => Math.max(most, one), 0) + 1;
  const sums = Float64Array.from({ length: clusters * models }, (_, i) => prior * (mean[i % models] as number));
  const weights = new Float64Array(clusters * models).fill(prior);
  for (let i = 0; i < quality.length; i++) {
    const own = quality[i] as number;
    if (Number.isNaN(own)) continue;
    const row = Math.floor(i / models);
    const to = (of[row] as number) * models + (i % models);
    sums[to] = (sums[to] as number) + (weight[row] as number) * own;
    weights[to] = (weights[to] as number) + (weight[row] as number);
  }
  return sums.map((sum, i) => ((weights[i] as number) > 0 ? sum / (weights[i] as number) : (mean[i % models] as number)));
}
