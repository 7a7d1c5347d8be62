import { z } from 'zod';
import { checkFeatures } from '../learn/features.js';
import { bitsSchema, LINEAR_FEATURES, linearFields, linearFit } from '../learn/linear-fit.js';
import { logLoss } from '../learn/losses.js';
import { SIGMOID } from '../learn/sigmoid-table.js';
import { definePredictorFit } from './predictor-fit.js';

/** Logistic regression per model (Cox 1958), graded qualities as soft targets. */
export const logistic = definePredictorFit({
  by: 'logistic',
  describe: 'Logistic regression of quality on the features, one weight vector a model; graded qualities are soft targets',
  schema: z.strictObject({ by: z.literal('logistic'), ...linearFields, bits: bitsSchema }),
  check: (spec, field) => checkFeatures(spec, LINEAR_FEATURES, field),
  fit: (spec, source) => ({ predictor: linearFit(spec, source, logLoss), tables: [SIGMOID] }),
});
