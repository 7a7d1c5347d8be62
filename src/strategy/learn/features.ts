import { z } from 'zod';
import type { SpaceConfig } from '../../router/space/config.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { type FeaturesSpec, featuresSchema } from './features-schema.js';
import { fitSpace } from './fit-space.js';
import { featureGroups } from './groups.js';

/** Members of every predictor that reads features. */
export const featureFields = {
  features: featuresSchema.optional(),
  dimension: z
    .number()
    .int()
    .min(2)
    .max(65_536)
    .optional()
    .describe('Buckets of words and chars where they give none: a power of two'),
};

/** What such a predictor's spec says of its features. */
export interface WithFeatures {
  readonly features?: FeaturesSpec | undefined;
  readonly dimension?: number | undefined;
}

/**
 * @param field the predictor's place in the file
 * @throws UserError naming the feature and what is accepted
 */
export function checkFeatures({ features, dimension }: WithFeatures, usual: FeaturesSpec, field: string): void {
  featureGroups(features ?? usual, dimension, features === undefined ? field : `${field}.features`);
}

/** The feature space of a predictor, fitted on the training rows; `usual` where its spec names no features. */
export function spaceOf({ features, dimension }: WithFeatures, usual: FeaturesSpec, { training, input }: FitSource): SpaceConfig {
  return fitSpace(featureGroups(features ?? usual, dimension, 'features'), training, input);
}
