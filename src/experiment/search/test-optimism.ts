import type { Optimism } from '../../domain/results.js';
import { PICO, type Totals } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import { armSums, type ResampledTotals, resampled } from '../../metric/resampled.js';
import type { RouterConfig } from '../../router/config.js';
import { estimateOf } from '../../stats/interval.js';
import { objectiveQuantities, objectiveValue } from '../objective-value.js';
import { replayConfig } from '../replayed.js';
import type { Workbench } from '../workbench.js';

/**
 * What the validation part promised minus what the test part gave, for one router. The parts share no group, so their
 * resamples are independent and the interval is of a difference of two independent means. Router time is left out of both.
 */
export function testOptimism(bench: Workbench, config: RouterConfig, validation: Part, test: Part): Optimism {
  const { arm } = replayConfig(bench, config, 0);
  const { objective, bootstrap } = bench.experiment;
  const quantities = objectiveQuantities(objective);
  const on = (part: Part): ResampledTotals =>
    resampled([armSums(arm, part, bench.means, bench.isRight, quantities)], part, bootstrap);
  const promised = on(validation);
  const given = on(test);
  const gap = (of: (totals: Totals) => number) =>
    estimateOf(
      of(promised.point) - of(given.point),
      Float64Array.from(
        { length: bootstrap.replicates },
        (_, index) => of(promised.replicate(index)) - of(given.replicate(index)),
      ),
      Math.min(validation.rows.length, test.rows.length),
      bootstrap.confidence,
    );
  return {
    objective: gap((totals) => objectiveValue(objective, totals, 0)),
    quality: gap((totals) => totals.of(0, 'quality') / totals.weight),
    cost: gap((totals) => (PICO * totals.of(0, 'cost')) / totals.weight),
  };
}
