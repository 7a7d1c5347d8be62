import { z } from 'zod';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkFeatures } from '../learn/features.js';
import { bitsSchema, LINEAR_FEATURES, linearFields, linearFit } from '../learn/linear-fit.js';
import { squaredLoss } from '../learn/losses.js';
import { definePredictorFit } from './predictor-fit.js';

/** A score of 1 is a quality of 1. */
const IDENTITY = { x: [0, 2 ** 16], y: [0, QUALITY_ONE] };

/** Linear least squares per model, penalised (Hoerl & Kennard 1970). */
export const ridge = definePredictorFit({
  by: 'ridge',
  describe: 'Ridge regression of quality on the features, one weight vector a model',
  schema: z.strictObject({ by: z.literal('ridge'), ...linearFields, bits: bitsSchema }),
  check: (spec, field) => checkFeatures(spec, LINEAR_FEATURES, field),
  fit: (spec, source) => ({ predictor: linearFit(spec, source, squaredLoss), tables: [IDENTITY] }),
});
