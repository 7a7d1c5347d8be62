import { z } from 'zod';
import type { LinearConfig } from '../../router/predictor/config.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { featureFields, spaceOf, type WithFeatures } from './features.js';
import type { FeaturesSpec } from './features-schema.js';
import { matrixOf } from './linear-problem.js';
import { type Loss, newtonEach } from './newton.js';
import { quantisedLinear } from './quantise-linear.js';
import { sparseRows } from './sparse-rows.js';
import { targetsOf } from './targets.js';

/** Features of a linear predictor that names none. */
export const LINEAR_FEATURES: FeaturesSpec = ['words', 'shape'];

/** Members of the linear predictors. */
export const linearFields = {
  ...featureFields,
  l2: z.number().positive().max(1e6).optional().describe('Penalty λ/2 · ‖w‖² beside the sum of losses; default 1'),
};

export const bitsSchema = z
  .union([z.literal(8), z.literal(16)])
  .optional()
  .describe('Bits of a weight in router.json; default 8');

interface LinearSpec extends WithFeatures {
  readonly l2?: number | undefined;
  readonly bits?: 8 | 16 | undefined;
}

/** Fits one weight vector a model and puts it into whole numbers. */
export function linearFit(spec: LinearSpec, source: FitSource, loss: Loss): LinearConfig {
  const { training, models, input } = source;
  const space = spaceOf(spec, LINEAR_FEATURES, source);
  const { quality, weight } = targetsOf(source);
  const rows = sparseRows(space, training.batch, training.rows, input);
  const matrix = matrixOf(rows);
  const weights = new Float64Array(rows.columns * models.length);
  const bias = new Float64Array(models.length);
  const l2 = spec.l2 ?? 1;
  const targetOf = (k: number): Float64Array => weight.map((_, at) => quality[at * models.length + k] as number);
  const problems = models.map((_, k) => ({ target: targetOf(k), weight, l2 }));
  newtonEach(matrix, problems, loss).forEach((solution, k) => {
    matrix.columns.forEach((column, at) => {
      weights[column * models.length + k] = solution[at] as number;
    });
    bias[k] = solution[matrix.columns.length] as number;
  });
  return quantisedLinear(space, { weights, bias }, spec.bits ?? 8);
}
