import { type Estimate, UNAVAILABLE } from '../domain/estimate.js';
import type { MetricDefinition } from '../domain/results.js';
import { widenedZ } from '../stats/interval.js';
import { log2 } from '../stats/log2.js';
import { tiltedRange } from '../stats/tilted.js';
import { clusteredShare } from './estimate/share.js';
import type { Part } from './part.js';

export const entropyDefinition: MetricDefinition = {
  name: 'selection.entropy',
  title: 'Selection entropy',
  unit: 'ratio',
  better: 'neither',
  definition: '−Σ s·log₂ s over the shares s of first calls, in bits: 0 for one model, log₂ m for an even spread over m.',
  source: 'RouterEval (arXiv 2503.10657): E_p, of shares here because scores of different routers do not compare',
};

/**
 * Entropy of first calls. Its interval is the range of the entropy over the spreads that the data do not refute, along the
 * line on which entropy changes fastest: with two models, over Wilson's interval of the share.
 *
 * @param first model of the first call by query of the dataset, -1 for none
 * @param models how many there are
 */
export function selectionEntropy(first: Int16Array, part: Part, models: number, confidence: number): Estimate {
  const asked = new Set(Array.from(part.rows, (query) => first[query] as number));
  const shares = Array.from({ length: models }, (_, model) =>
    asked.has(model) || asked.size === 0 ? clusteredShare(part, (query) => (first[query] === model ? 1 : 0)).share : 0,
  );
  const used = Array.from(shares.keys()).filter((model) => (shares[model] as number) > 0);
  const spread = used.map((model) => shares[model] as number);
  const value = spread.reduce((sum, share) => sum - share * log2(share), 0);
  const n = part.rows.length;
  const groups = part.groupKeys.length;
  if (Number.isNaN(value)) return UNAVAILABLE;
  if (groups < 2) return { value, low: null, high: null, n };
  if (spread.length < 2) return { value, low: value, high: value, n };
  const direction = steepest(spread);
  const placeOf = new Map(used.map((model, index) => [model, direction[index] as number]));
  const effective = effectiveQueries(part, (query) => placeOf.get(first[query] as number) ?? 0, spread, direction);
  const { low, high } = tiltedRange(spread, direction, effective, widenedZ(confidence, groups));
  return { value, low: Math.min(value, low), high: Math.max(value, high), n };
}

/** The logarithms of the shares, centred: of the directions a spread can move, the one that changes its entropy most. */
function steepest(spread: readonly number[]): number[] {
  const logs = spread.map(log2);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const even = logs.every((log) => Math.abs(log - mean) < 1e-9);
  return even ? logs.map((_, index) => (index === 0 ? 1 : 0)) : logs.map((log) => log - mean);
}

/** Independent queries that would give the mean of `place` the standard error its groups give it. */
function effectiveQueries(
  part: Part,
  place: (query: number) => number,
  spread: readonly number[],
  direction: readonly number[],
): number {
  const moment = (power: number): number =>
    spread.reduce((sum, share, index) => sum + share * (direction[index] as number) ** power, 0);
  const { standardError } = clusteredShare(part, place);
  const variance = moment(2) - moment(1) ** 2;
  return standardError > 0 ? variance / standardError ** 2 : part.groupKeys.length;
}
