import { z } from 'zod';
import { pack } from '../../router/packed.js';
import { STEPS, STORED_ONE } from '../../router/predictor/elo.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { exp } from '../../stats/exp.js';
import { log } from '../../stats/log.js';
import { bradleyTerry, outcomeOf, type Wins, winShares } from '../learn/bradley-terry.js';
import { checkFeatures, featureFields, spaceOf } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { entriesSchema, keptExamples, storedRequests } from '../learn/stored-rows.js';
import { type Targets, targetsOf } from '../learn/targets.js';
import { definePredictorFit } from './predictor-fit.js';

/** Without calibration a share of wins stands for the quality: its order is right, its size is not. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };
const FEATURES: FeaturesSpec = ['words'];
const WEIGHT_ONE = 2 ** 16;

/**
 * Wins between models, Bradley and Terry's strengths of all of them, and a ranking near the request. RouteLLM's sw_ranking weighs
 * a comparison 10^(similarity / greatest similarity) and fits strengths for every request anew.
 */
export const elo = definePredictorFit({
  by: 'elo',
  describe: 'How often each model beats the others (Bradley–Terry), by training queries weighed by similarity',
  schema: z.strictObject({
    by: z.literal('elo'),
    ...featureFields,
    k: z
      .number()
      .int()
      .min(0)
      .max(1024)
      .optional()
      .describe('Most similar training queries that count; 0: the same ranking for every request; default 100'),
    base: z
      .number()
      .min(1)
      .max(60_000)
      .optional()
      .describe('How much more the most similar query counts than one that has nothing in common; default 10'),
    prior: z
      .number()
      .min(0)
      .max(10_000)
      .optional()
      .describe('Weight of the overall ranking, in queries like the most similar one; default 1'),
    most_examples: z.number().int().min(1).max(4_000_000).optional().describe('Training queries stored at most, drawn by hash'),
    entries: entriesSchema,
  }),
  check: (spec, field) => checkFeatures(spec, FEATURES, field),
  fit(spec, source) {
    const { training, models } = source;
    const k = spec.k ?? 100;
    const targets = targetsOf(source);
    const strength = bradleyTerry(winsOf(targets, models.length), models.length);
    const kept = k === 0 ? new Uint32Array() : keptExamples(source, spec.most_examples ?? training.rows.length);
    const shares = Array.from(kept).flatMap((at) => sharesOf(targets, at, strength));
    return {
      tables: [IDENTITY],
      predictor: {
        type: 'elo',
        k,
        weights: weightsOf(spec.base ?? 10),
        prior: Math.max(1, Math.round((spec.prior ?? 1) * WEIGHT_ONE)),
        mean: Array.from(winShares(strength), (one) => Math.round(one * QUALITY_ONE)),
        ...storedRequests(k === 0 ? [] : spaceOf(spec, FEATURES, source), kept, source, spec.entries),
        wins: pack(
          'u8',
          shares.map((one) => Math.round(one * STORED_ONE)),
        ),
      },
    };
  },
});

/** base^(similarity / the nearest's) in steps, the nearest as 2¹⁶. */
function weightsOf(base: number): number[] {
  return Array.from({ length: STEPS + 1 }, (_, step) =>
    Math.max(1, Math.round(WEIGHT_ONE * exp(log(base) * (step / STEPS - 1)))),
  );
}

/** Every query is one comparison of every two models that are known on it. */
function winsOf({ quality, weight }: Targets, models: number): Wins {
  const wins = new Float64Array(models * models);
  weight.forEach((own, row) => {
    for (let a = 0; a < models; a++) {
      for (let b = 0; b < models; b++) {
        const outcome = outcomeOf(quality[row * models + a] as number, quality[row * models + b] as number);
        if (a !== b && !Number.isNaN(outcome)) wins[a * models + b] = (wins[a * models + b] as number) + own * outcome;
      }
    }
  });
  return wins;
}

/** Share of the other models that each beats on a row; a comparison that is not known is expected as the strengths have it. */
function sharesOf({ quality }: Targets, row: number, strength: Float64Array): number[] {
  const models = strength.length;
  return Array.from(strength, (own, a) => {
    if (models === 1) return 0.5;
    let sum = 0;
    strength.forEach((other, b) => {
      if (a === b) return;
      const outcome = outcomeOf(quality[row * models + a] as number, quality[row * models + b] as number);
      sum += Number.isNaN(outcome) ? own / (own + other) : outcome;
    });
    return sum / (models - 1);
  });
}
