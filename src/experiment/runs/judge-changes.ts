import { UNAVAILABLE } from '../../domain/estimate.js';
import type { Change, ChangeVerdict, Measure, ProtocolDifference, Tolerance } from '../../domain/run-comparison.js';
import { holm } from '../../stats/holm.js';
import type { RawChange } from './raw-change.js';

/** What changes are judged by. */
export interface ChangeRules {
  readonly confidence: number;
  readonly tolerance: Tolerance;
  /** Measures that mean something else in the other run. */
  readonly incomparable: ReadonlySet<Measure>;
}

/** Which way is better. */
const SIGN: Readonly<Record<Measure, 1 | -1>> = { quality: 1, cost: -1, latency: -1 };

/** Measures that some difference of the protocol makes incomparable. */
export function incomparableMeasures(differences: readonly ProtocolDifference[]): ReadonlySet<Measure> {
  return new Set(differences.filter(({ effect }) => effect === 'incomparable').flatMap(({ affects }) => affects));
}

/**
 * Judges changes that were tested together: p-values Holm-corrected over those that could have come out significant, which leaves
 * out what moved on no query (Tarone 1990). A change is better or worse when its interval leaves 0 out and the corrected
 * p-value lies below 1 − confidence.
 */
export function judgeChanges(changes: readonly RawChange[], rules: ChangeRules): Change[] {
  const adjusted = holm(changes.flatMap((change) => (isTested(change) ? [change.test.pValue] : []))).values();
  return changes.map((change) => {
    const test = isTested(change) ? { ...change.test, pAdjusted: adjusted.next().value ?? 1 } : null;
    return judged({ ...change, test }, rules);
  });
}

/** Judges a change of a row that explains rather than competes: by the interval alone, and never as a regression. */
export function judgeAlone(change: RawChange, rules: ChangeRules): Change {
  return { ...judged({ ...change, test: null }, rules), beyondTolerance: false };
}

function isTested(change: RawChange): change is RawChange & { readonly test: NonNullable<RawChange['test']> } {
  return change.test !== null && !change.still;
}

function judged({ still, ...change }: Omit<RawChange, 'test'> & Pick<Change, 'test'>, rules: ChangeRules): Change {
  if (rules.incomparable.has(change.measure))
    return { ...change, difference: UNAVAILABLE, test: null, verdict: 'incomparable', beyondTolerance: false };
  const verdict = still ? 'unchanged' : verdictOf(change, rules.confidence);
  return { ...change, verdict, beyondTolerance: verdict === 'worse' && beyond(change, rules.tolerance[change.measure]) };
}

function verdictOf(
  { measure, difference, test }: Pick<Change, 'measure' | 'difference' | 'test'>,
  confidence: number,
): ChangeVerdict {
  const { value, low, high } = difference;
  if (value === null || low === null || high === null) return 'unavailable';
  if (test !== null && test.pAdjusted >= 1 - confidence) return 'unclear';
  if (low <= 0 && high >= 0) return 'unclear';
  return Math.sign(value) === SIGN[measure] ? 'better' : 'worse';
}

/** Whether even the favourable end of the interval is worse by more than is tolerated. */
function beyond(
  { measure, base, difference }: Pick<Change, 'measure' | 'base' | 'difference'>,
  tolerated: number | null,
): boolean {
  if (tolerated === null) return false;
  const least = measure === 'quality' ? -(difference.high ?? 0) : (difference.low ?? 0);
  // Cost and latency may grow by a share of what they were.
  return measure === 'quality' ? least > tolerated : least > tolerated * (base.value ?? 0);
}
