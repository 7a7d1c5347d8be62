import { z } from 'zod';
import { pack } from '../../router/packed.js';
import { SIMILARITY_ONE } from '../../router/predictor/stored-requests.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkFeatures, featureFields, spaceOf } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { entriesSchema, keptExamples, storedRequests } from '../learn/stored-rows.js';
import { targetsOf } from '../learn/targets.js';
import { definePredictorFit } from './predictor-fit.js';

/** The score is the quality. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };
const FEATURES: FeaturesSpec = ['words'];
const STORED_ONE = 128;
const UNKNOWN = 255;
const POWERS = { plain: 0, similarity: 1, squared: 2 } as const;

/** Nearest neighbours by cosine (Cover & Hart 1967); only hashed vectors of the training queries are stored, never their text. */
export const knn = definePredictorFit({
  by: 'knn',
  describe: 'Mean quality of the k most similar training queries',
  schema: z.strictObject({
    by: z.literal('knn'),
    ...featureFields,
    k: z.number().int().min(1).max(1024).optional().describe('Neighbours; default 40'),
    weighting: z.enum(['plain', 'similarity', 'squared']).optional().describe('What a neighbour weighs; default similarity'),
    prior: z.number().min(0).max(64).optional().describe('Weight of the model’s mean, in neighbours of similarity 1; default 0'),
    most_examples: z.number().int().min(1).max(4_000_000).optional().describe('Training queries stored at most, drawn by hash'),
    entries: entriesSchema,
  }),
  check: (spec, field) => checkFeatures(spec, FEATURES, field),
  fit(spec, source) {
    const { training, models } = source;
    const space = spaceOf(spec, FEATURES, source);
    const { quality, mean } = targetsOf(source);
    const kept = keptExamples(source, spec.most_examples ?? training.rows.length);
    const known = new Float64Array(kept.length * models.length);
    kept.forEach((at, row) => {
      known.set(quality.subarray(at * models.length, (at + 1) * models.length), row * models.length);
    });
    return {
      tables: [IDENTITY],
      predictor: {
        type: 'knn',
        k: spec.k ?? 40,
        power: POWERS[spec.weighting ?? 'similarity'],
        prior: Math.max(1, Math.round((spec.prior ?? 0) * SIMILARITY_ONE)),
        mean: Array.from(mean, (one) => Math.round(one * QUALITY_ONE)),
        ...storedRequests(space, kept, source, spec.entries),
        quality: pack(
          'u8',
          known.map((one) => (Number.isNaN(one) ? UNKNOWN : Math.round(one * STORED_ONE))),
        ),
      },
    };
  },
});
