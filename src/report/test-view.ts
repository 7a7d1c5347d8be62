import type { Results } from '../domain/results.js';
import { DASH, formatP, formatPoints, formatShare } from './format.js';

/** A row's test against the reference, as text. */
export interface TestRow {
  readonly label: string;
  readonly difference: string;
  readonly test: string;
  readonly p: string;
  readonly pAdjusted: string;
  readonly leastShown: string;
  /** Against the margin of non-inferiority. */
  readonly notWorse: string;
  readonly chanceBest: string;
}

/** A column of the tests: its heading, and how it is read off a row. */
export interface TestColumn {
  readonly title: string;
  readonly kind: 'text' | 'number';
  of(row: TestRow): string;
}

/** The columns of the tests against the reference, the row's name first. */
export function testColumns({ protocol }: Results): readonly TestColumn[] {
  return [
    { title: 'row', kind: 'text', of: ({ label }) => label },
    { title: 'quality difference (points)', kind: 'number', of: ({ difference }) => difference },
    { title: 'test', kind: 'text', of: ({ test }) => test },
    { title: 'p', kind: 'number', of: ({ p }) => p },
    { title: 'p (Holm)', kind: 'number', of: ({ pAdjusted }) => pAdjusted },
    { title: 'smallest difference this set could show', kind: 'number', of: ({ leastShown }) => leastShown },
    { title: `worse by more than ${marginText(protocol.nonInferiority.margin)}?`, kind: 'text', of: ({ notWorse }) => notWorse },
    { title: 'chance of being best', kind: 'number', of: ({ chanceBest }) => chanceBest },
  ];
}

/** A margin of quality in points: `1 point`, `0.5 points`. */
export function marginText(margin: number): string {
  const size = Number((100 * margin).toPrecision(6));
  return `${size} point${size === 1 ? '' : 's'}`;
}

const NOT_WORSE = { non_inferior: 'no', inferior: 'yes', undecided: 'undecided' } as const;

/** Tests against the reference of every row that has one. */
export function testRows({ rows }: Results): readonly TestRow[] {
  return rows.flatMap(({ label, versusReference: versus, probabilityBest }) => {
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
        notWorse: `${NOT_WORSE[versus.nonInferiority.verdict]}${versus.nonInferiority.equivalent ? ' (equivalent)' : ''}`,
        chanceBest: formatShare(probabilityBest),
      },
    ];
  });
}
