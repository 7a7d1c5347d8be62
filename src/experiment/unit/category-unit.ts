import type { CategoryCell } from '../../domain/results.js';
import type { CommonKind, UnitKind } from '../../domain/work.js';
import { moneyEstimates } from '../../metric/estimate/money.js';
import { moneyRatios } from '../../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference } from '../../metric/estimate/paired.js';
import type { Part } from '../../metric/part.js';
import { type ArmSums, estimated, resampled } from '../../metric/resampled.js';
import { withWidth } from '../../metric/score-arm.js';
import type { Experiment } from '../experiment.js';

/** The resampling of a comparison, which is all that its categories share. */
const bootstrapCommon: CommonKind<Experiment['bootstrap']> = {
  name: 'bootstrap',
  lasting: false,
  pack: (bootstrap) => bootstrap,
  unpack: (packed) => packed as Experiment['bootstrap'],
};

/** One category: its queries, and by arm the sums of quality and cost, the reference first. */
export interface CategoryInput {
  readonly category: string;
  readonly part: Part;
  readonly sums: readonly ArmSums[];
  /** By row: the arm it is held against the reference as; 0 for the reference itself. */
  readonly against: readonly number[];
}

/** What every row came to within one category. */
export const categoryUnit: UnitKind<Experiment['bootstrap'], CategoryInput, CategoryCell[]> = {
  name: 'category',
  describe: 'quality, cost and difference to the reference of every row within one category',
  common: bootstrapCommon,
  run(bootstrap, { category, part, sums, against }) {
    const ratios = sums.map((_, self) => moneyRatios({ self, reference: 0 }).mean);
    const totals = resampled(sums, part, { ...bootstrap, ratios });
    const n = part.rows.length;
    const { confidence } = bootstrap;
    return against.map((compared, index) => {
      const self = index + 1;
      const mean = estimated(totals, (view) => view.of(self, 'quality') / view.weight, n, confidence);
      return {
        category,
        n,
        quality: withWidth(mean, totals.groups, confidence),
        cost: moneyEstimates(totals, { self, reference: 0 }, n, confidence).mean,
        difference: differenceEstimate(qualityDifference(totals, compared, 0), n, confidence),
      };
    });
  },
};
