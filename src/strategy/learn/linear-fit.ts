import { z } from 'zod';
import type { LinearConfig } from '../../router/predictor/config.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { spaceColumns } from '../../router/space/index.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { sharedFit } from '../training.js';
import { featureFields, spaceOf, type WithFeatures } from './features.js';
import type { FeaturesSpec } from './features-schema.js';
import { type Matrix, matrixOf } from './linear-problem.js';
import type { Loss } from './newton.js';
import { newtonEach } from './newton-each.js';
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
  const { models } = source;
  const space = spaceOf(spec, LINEAR_FEATURES, source);
  const { quality, weight } = targetsOf(source);
  const matrix = keptMatrix(space, source);
  const weights = new Float64Array(spaceColumns(space) * models.length);
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

/** Entries of a matrix that is kept: some 12 MB, and every inner fold has one. */
const MOST_KEPT = 2 ** 20;

/** The training rows in a space: made once for all regressions on them, unless it is large. */
function keptMatrix(space: SpaceConfig, { training, input }: FitSource): Matrix {
  const kept = sharedFit(training, { fit: 'matrix', space, input }, (): { matrix: Matrix | null } => ({ matrix: null }));
  const matrix = kept.matrix ?? matrixOf(sparseRows(space, training.batch, training.rows, input));
  if (matrix.index.length <= MOST_KEPT) kept.matrix = matrix;
  return matrix;
}
