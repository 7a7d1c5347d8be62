import type { Results } from '../domain/results.js';
import { DASH, formatP, formatPoints } from './format.js';

/** A row's test against the reference, as text. */
export interface TestRow {
  readonly label: string;
  readonly difference: string;
  readonly test: string;
  readonly p: string;
  readonly pAdjusted: string;
  readonly leastShown: string;
}

/** Headings of the tests, in the order of TestRow's members. */
export const TEST_TITLES = [
  'row',
  'quality difference (points)',
  'test',
  'p',
  'p (Holm)',
  'smallest difference this set could show',
] as const;

/** Tests against the reference of every row that has one. */
export function testRows({ rows }: Results): readonly TestRow[] {
  return rows.flatMap(({ label, versusReference: versus }) => {
    const test = versus?.test;
    if (versus == null || test == null) return [];
    const least = versus.minimumDetectable;
    return [
      {
        label,
        difference: formatPoints(versus.quality),
        test: test.name === 'mcnemar_exact' ? 'McNemar, exact' : 'sign flips of groups',
        p: formatP(test),
        pAdjusted: formatP({ pValue: test.pAdjusted }),
        leastShown: least === null ? DASH : `${(100 * least).toFixed(1)} points`,
      },
    ];
  });
}
