import type { Estimate } from '../domain/estimate.js';
import { estimateOf } from '../stats/interval.js';
import type { Roles } from './family.js';
import { families } from './index.js';
import type { ResampledTotals } from './resampled.js';

/** Every metric of one arm that is a function of totals, with its interval, keyed by metric name. */
export function scoreArm(totals: ResampledTotals, roles: Roles, n: number, confidence: number): Record<string, Estimate> {
  const scores: Record<string, Estimate> = {};
  for (const family of families) {
    const point = family.compute(totals.point, roles);
    const samples = point.map(() => new Float64Array(totals.replicates));
    for (let replicate = 0; replicate < totals.replicates; replicate++) {
      family.compute(totals.replicate(replicate), roles).forEach((value, metric) => {
        (samples[metric] as Float64Array)[replicate] = value;
      });
    }
    family.definitions.forEach((definition, metric) => {
      scores[definition.name] = estimateOf(point[metric] as number, samples[metric] as Float64Array, n, confidence);
    });
  }
  return scores;
}
