import { z } from 'zod';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkFeatures, spaceOf } from '../learn/features.js';
import { LINEAR_FEATURES, linearFields } from '../learn/linear-fit.js';
import { matrixOf } from '../learn/linear-problem.js';
import { lowRankSquared } from '../learn/low-rank.js';
import { quantisedFactors } from '../learn/quantise-factors.js';
import { sparseRows } from '../learn/sparse-rows.js';
import { targetsOf } from '../learn/targets.js';
import { definePredictorFit } from './predictor-fit.js';

/** A score of 1 is a quality of 1. */
const IDENTITY = { x: [0, 2 ** 16], y: [0, QUALITY_ONE] };

/**
 * RouteLLM's mf (Ong et al. 2024) learns a vector a model and a projection of the request's embedding by gradient steps on pairs.
 * Here both are one low-rank regression of quality on the features, whose best answer is worked out.
 */
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
    const matrix = matrixOf(sparseRows(space, training.batch, training.rows, input));
    const rank = Math.min(spec.rank ?? 4, models.length);
    const found = lowRankSquared(matrix, targetsOf(source), spec.l2 ?? 1, rank);
    return { tables: [IDENTITY], predictor: quantisedFactors(space, matrix.columns, found) };
  },
});
