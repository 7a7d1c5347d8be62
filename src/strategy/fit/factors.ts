import { z } from 'zod';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkFeatures, spaceOf } from '../learn/features.js';
import { LINEAR_FEATURES, linearFields } from '../learn/linear-fit.js';
import { matrixOf } from '../learn/linear-problem.js';
import { squaredLoss } from '../learn/losses.js';
import { reduceRank } from '../learn/low-rank.js';
import { newton } from '../learn/newton.js';
import { quantisedFactors } from '../learn/quantise-factors.js';
import { sparseRows } from '../learn/sparse-rows.js';
import { targetsOf } from '../learn/targets.js';
import { definePredictorFit } from './predictor-fit.js';

/** A score of 1 is a quality of 1. */
const IDENTITY = { x: [0, 2 ** 16], y: [0, QUALITY_ONE] };

export const factors = definePredictorFit({
  by: 'factors',
  describe: 'Matrix factorisation of queries and models: few directions of the features, each model a mix of them',
  schema: z.strictObject({
    by: z.literal('factors'),
    ...linearFields,
    rank: z.number().int().min(1).max(64).optional().describe('Factors; default 4'),
  }),
  check: (spec, field) => checkFeatures(spec, LINEAR_FEATURES, field),
  fit(spec, source) {
    const { training, models, input } = source;
    const space = spaceOf(spec, LINEAR_FEATURES, source);
    const { quality, weight } = targetsOf(source);
    const matrix = matrixOf(sparseRows(space, training.batch, training.rows, input));
    const l2 = spec.l2 ?? 1;
    const full = models.map((_, k) => {
      const target = weight.map((_one, at) => quality[at * models.length + k] as number);
      return newton({ matrix, target, weight, l2 }, squaredLoss);
    });
    const found = reduceRank(matrix, weight, full, l2, Math.min(spec.rank ?? 4, models.length));
    return { tables: [IDENTITY], predictor: quantisedFactors(space, matrix.columns, found) };
  },
});
