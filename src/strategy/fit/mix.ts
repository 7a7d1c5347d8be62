import { z } from 'zod';
import { WHOLE } from '../../router/predictor/mix.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { definePredictorFit, type PredictorSpec } from './predictor-fit.js';

/** The score is the quality. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };

/** The mean of several predictors' qualities (a linear opinion pool, Stone 1961). */
export const mix = definePredictorFit({
  by: 'mix',
  describe: 'Weighted mean of several predictors’ qualities',
  schema: z.strictObject({
    by: z.literal('mix'),
    of: z
      .array(z.looseObject({ by: z.string() }))
      .min(1)
      .max(16)
      .describe('Predictors as predict has them, without what chooses'),
    weights: z.array(z.number().positive()).optional().describe('One each; default the same for all'),
  }),
  check(spec, field, qualities) {
    (spec.of as readonly PredictorSpec[]).forEach((part, index) => {
      qualities.check(part, `${field}.of[${index}]`);
    });
  },
  fit({ of, weights }, source, qualities) {
    const shares = wholeShares(weights ?? of.map(() => 1));
    return {
      tables: [IDENTITY],
      predictor: {
        type: 'mix',
        parts: (of as readonly PredictorSpec[]).map((part, index) => ({
          quality: qualities.fit(part, source),
          weight: shares[index] as number,
        })),
      },
    };
  },
  /** The parts' own predictions out of fold: nothing is fitted again. */
  heldOutScores({ of, weights }, source, qualities) {
    const shares = wholeShares(weights ?? of.map(() => 1));
    const parts = (of as readonly PredictorSpec[]).map((part) => qualities.heldOut(part, source));
    const [first] = parts as [(typeof parts)[number]];
    const values = new Float64Array(first.values.length);
    parts.forEach((part, index) => {
      for (let i = 0; i < values.length; i++)
        values[i] = (values[i] as number) + (shares[index] as number) * (part.values[i] as number);
    });
    return { rows: first.rows, values: values.map((sum) => Math.floor(sum / WHOLE)) };
  },
});

/** Weights as whole numbers ≥ 1 that add up to 256: largest remainders get what is left. */
export function wholeShares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, one) => total + one, 0);
  const spare = WHOLE - weights.length;
  const exact = weights.map((one) => (one / sum) * spare);
  const shares = exact.map((one) => 1 + Math.floor(one));
  const order = exact
    .map((one, index) => ({ index, rest: one - Math.floor(one) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (let left = WHOLE - shares.reduce((total, one) => total + one, 0), i = 0; left > 0; left--, i++) {
    const { index } = order[i % order.length] as (typeof order)[number];
    shares[index] = (shares[index] as number) + 1;
  }
  return shares;
}
