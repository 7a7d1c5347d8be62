import type { AbLength, AbMetric, AbPlan, AbSpec } from '../../domain/ab.js';
import { UserError } from '../../domain/user-error.js';
import { sequentialObservations } from '../../stats/always-valid.js';
import { observationsNeeded } from '../../stats/normal.js';
import type { Scenario } from '../scenario.js';
import { isShare, LEAST_VISITS, squaresOf } from './sequential.js';
import type { VisitOutcomes } from './visit-outcomes.js';

const DAY_MS = 86_400_000;
/** Days that are simulated at most where nobody says how many: what takes longer is better planned than played. */
const MOST_DAYS = 14;

/** How many visits a test needs, from the spread of a day of A alone. */
export function planOf({ visits, metrics }: VisitOutcomes, { lengthMs, warmUpMs }: Scenario, spec: AbSpec): AbPlan {
  const values = metrics[spec.metric].filter((value) => !Number.isNaN(value));
  const n = values.length;
  if (n < 2 * LEAST_VISITS) throw tooFew(spec.metric, n);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squaresOf(n, mean, squares, isShare(spec.metric)) / (n - 1));
  const visitsPerDay = visits.length / ((lengthMs - warmUpMs) / DAY_MS);
  // N visits give a difference of the variance σ²/(N·share) + σ²/(N·(1 − share)) = σ²/(N·share·(1 − share)).
  const standardError = deviation / Math.sqrt(spec.share * (1 - spec.share));
  const length = (total: number): AbLength => ({
    visits: [Math.ceil(total * (1 - spec.share)), Math.ceil(total * spec.share)],
    days: total / visitsPerDay,
  });
  const sequential = sequentialObservations(standardError, spec.detect, spec);
  if (sequential === Number.POSITIVE_INFINITY)
    throw new UserError({ field: '--detect', message: 'too small to plan a test for', value: String(spec.detect) });
  const firstLook = LEAST_VISITS / Math.min(spec.share, 1 - spec.share);
  return {
    mean,
    deviation,
    visitsPerDay,
    fixed: length(Math.max(firstLook, observationsNeeded({ n: 1, difference: spec.detect, standardError }, spec))),
    sequential: length(Math.max(firstLook, sequential)),
  };
}

/** Days of the scenario that a simulated test lasts at most: as many as were asked for, else as the plan needs. */
export function mostDaysOf({ sequential }: AbPlan, { lengthMs, warmUpMs }: Scenario, { mostDays }: AbSpec): number {
  const needed = Math.ceil((sequential.days * DAY_MS) / (lengthMs - warmUpMs));
  return mostDays ?? Math.min(MOST_DAYS, Math.max(1, needed));
}

function tooFew(metric: AbMetric, visits: number): UserError {
  return new UserError({
    field: 'traffic',
    message: `too few visits whose ${metric} is known`,
    value: String(visits),
    accepted: `at least ${2 * LEAST_VISITS} in the scenario: ${LEAST_VISITS} in each arm before the first look`,
  });
}
