import type { Estimate } from '../domain/estimate.js';
import { estimateOf, influenceOf } from '../stats/interval.js';
import { wilsonInterval } from '../stats/wilson.js';
import { qualityDifference, retentionEstimate } from './estimate/paired.js';
import { ratioEstimate } from './estimate/ratio.js';
import type { MetricFamily, Roles, Totals } from './family.js';
import { families } from './index.js';
import type { ResampledTotals } from './resampled.js';

/**
 * Every metric of one arm that is a function of totals, with its interval, keyed by metric name: bootstrap-t for what
 * families name as ratios, the smoothed paired resamples for the quality kept, BCa for the rest.
 */
export function scoreArm(totals: ResampledTotals, roles: Roles, n: number, confidence: number): Record<string, Estimate> {
  const scores: Record<string, Estimate> = {};
  for (const family of families) {
    Object.assign(scores, familyScores(family, totals, roles, n, confidence));
    for (const { name, over, under, seen } of family.ratios?.(roles) ?? []) {
      const estimate = seen(ratioEstimate(totals, { over, under }, n, confidence), totals.point);
      // The value as computed, to its last bit.
      scores[name] = { ...estimate, value: scores[name]?.value ?? null };
    }
  }
  return { ...scores, ...keptScore(totals, roles, n, confidence) };
}

function familyScores(
  family: MetricFamily,
  totals: ResampledTotals,
  roles: Roles,
  n: number,
  confidence: number,
): Record<string, Estimate> {
  const point = family.compute(totals.point, roles);
  const replicates = columnsOf(family, totals.replicates, (index) => totals.replicate(index), roles);
  const leftOut = columnsOf(family, totals.blocks, (block) => totals.without(block), roles);
  return Object.fromEntries(
    family.definitions.map(({ name }, metric) => {
      const sampled = { groups: totals.groups, ...influenceOf(leftOut[metric] as Float64Array, totals.groups) };
      const estimate = estimateOf(point[metric] as number, replicates[metric] as Float64Array, n, confidence, sampled);
      return [name, family.shares?.includes(name) === true ? withWidth(estimate, totals.groups, confidence) : estimate];
    }),
  );
}

/** The family's values on a number of views of the totals, one column a metric. */
function columnsOf(family: MetricFamily, size: number, view: (index: number) => Totals, roles: Roles): Float64Array[] {
  const columns = family.definitions.map(() => new Float64Array(size));
  for (let index = 0; index < size; index++) {
    const values = family.compute(view(index), roles);
    for (let metric = 0; metric < columns.length; metric++) {
      (columns[metric] as Float64Array)[index] = values[metric] as number;
    }
  }
  return columns;
}

/** Where no group differs from any other, resampling sees no doubt; a share of 0 or 1 seen in n groups leaves some. */
export function withWidth(estimate: Estimate, groups: number, confidence: number): Estimate {
  const { value, low, high } = estimate;
  if ((value !== 0 && value !== 1) || low !== value || high !== value) return estimate;
  return { ...estimate, ...wilsonInterval(value, groups, confidence) };
}

function keptScore(totals: ResampledTotals, roles: Roles, n: number, confidence: number): Record<string, Estimate> {
  const difference = qualityDifference(totals, roles.self, roles.reference);
  return { 'quality.retention': retentionEstimate(totals, difference, roles.reference, n, confidence) };
}
