import type { Results } from '../domain/results.js';
import type { RunComparison } from '../domain/run-comparison.js';
import { MEASURE_NAME } from './change-format.js';
import { type Check, runChecks } from './check-view.js';
import { changeSentence } from './comparison-text.js';
import { inertTexts } from './inert-text.js';

/** What a comparison may fail on: nothing; what head fails on by itself; that and regressions. */
export const FAIL_ON = ['none', 'gate', 'regression'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/**
 * Head's own checks, whether the runs can be compared, and every strategy's changes. What is not failed on only warns: where both
 * runs would ship something, regressions of other strategies too.
 */
export function comparisonChecks(comparison: RunComparison, head: Results, failOn: FailOn): readonly Check[] {
  const shown = inertTexts(comparison);
  const own = runChecks(head).map((check): Check => (failOn === 'none' ? { ...check, level: 'warn' } : check));
  const level = failOn === 'regression' ? 'error' : 'warn';
  return [...own, ...comparabilityChecks(shown, level), ...regressionChecks(shown, level)];
}

/** Measures that are asked about and can't be answered: no pass. */
function comparabilityChecks({ differences, tolerance }: RunComparison, level: Check['level']): Check[] {
  return differences
    .filter(({ effect, affects }) => effect === 'incomparable' && affects.some((measure) => tolerance[measure] !== null))
    .map(({ what, message }) => ({
      suite: 'comparability',
      name: `the same ${what}`,
      verdict: 'fail',
      level,
      sentence: `${message}.`,
      gate: null,
    }));
}

/** One check a strategy and measure; what could not be compared is undecided, not passed. */
function regressionChecks({ rows, tolerance }: RunComparison, level: Check['level']): Check[] {
  const shipping = rows.some(({ ships }) => ships);
  return rows.flatMap((row) =>
    row.kind === 'control'
      ? []
      : row.changes
          .filter(({ measure }) => tolerance[measure] !== null)
          .map((change) => ({
            suite: 'regressions',
            name: `${row.label}: ${MEASURE_NAME[change.measure]}`,
            verdict: change.beyondTolerance ? 'fail' : unseen(change.verdict) ? 'undecided' : 'pass',
            level: shipping && !row.ships ? 'warn' : level,
            sentence: changeSentence(row, change),
            gate: null,
          })),
  );
}

function unseen(verdict: string): boolean {
  return verdict === 'unavailable' || verdict === 'incomparable';
}
