import { z } from 'zod';
import { type MonotoneTable, QUALITY_ONE } from '../../router/predictor/table.js';
import { sigmoid } from '../../stats/exp.js';
import { checkFeatures } from '../learn/features.js';
import { bitsSchema, LINEAR_FEATURES, linearFields, linearFit } from '../learn/linear-fit.js';
import { logLoss } from '../learn/losses.js';
import { definePredictorFit } from './predictor-fit.js';

/** Knots of the sigmoid's table, every 2⁻³ from −10 to 10: straight lines between them are within 2·10⁻⁴. */
const SIGMOID = sigmoidTable();

/** Logistic regression per model (Cox 1958), graded qualities as soft targets. */
export const logistic = definePredictorFit({
  by: 'logistic',
  describe: 'Logistic regression of quality on the features, one weight vector a model; graded qualities are soft targets',
  schema: z.strictObject({ by: z.literal('logistic'), ...linearFields, bits: bitsSchema }),
  check: (spec, field) => checkFeatures(spec, LINEAR_FEATURES, field),
  fit: (spec, source) => ({ predictor: linearFit(spec, source, logLoss), tables: [SIGMOID] }),
});

function sigmoidTable(): MonotoneTable {
  const steps = Array.from({ length: 161 }, (_, i) => i - 80);
  return { x: steps.map((step) => step * 2 ** 13), y: steps.map((step) => Math.round(QUALITY_ONE * sigmoid(step / 8))) };
}
