import type { ResultRow, Results, RowMark } from '../domain/results.js';
import { formatShare } from './format.js';

/** A short tag on a row, and what it means for trust in it. */
export interface RowNote {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'open' | 'plain';
}

/** What a reader must know of a row: front, significance, constraints, marks. */
export function rowNotes(results: Results, row: ResultRow): readonly RowNote[] {
  const count = (wanted: 'fail' | 'undecided'): number => row.constraints.filter(({ verdict }) => verdict === wanted).length;
  const failing = count('fail');
  const open = count('undecided');
  return [
    ...(results.front.includes(row.id) ? [note('front', 'good')] : []),
    ...(row.id === `single:${results.protocol.reference}` ? [note('reference', 'plain')] : []),
    ...significance(row),
    ...(row.probabilityBest === null ? [] : [note(`best ${formatShare(row.probabilityBest)}`, 'plain')]),
    ...rateNote(row, 'rate.refused', 'not routed', 'bad'),
    ...rateNote(row, 'rate.escalation', 'escalated', 'plain'),
    ...(failing > 0 ? [note(`fails ${failing}`, 'bad')] : []),
    ...(open > 0 ? [note(`undecided ${open}`, 'open')] : []),
    ...row.marks.filter((mark) => mark !== 'single_model').map((mark) => note(formatMark(mark), 'plain')),
    ...(row.coverage.evaluable < row.coverage.of ? [note(`covers ${row.coverage.evaluable} of ${row.coverage.of}`, 'open')] : []),
  ];
}

/** Marks as short words. */
export function formatMark(mark: RowMark): string {
  switch (mark) {
    case 'reads_outcomes':
      return 'reads outcomes';
    case 'in_sample':
      return 'in-sample';
    case 'expected_value':
      return 'expected value';
    case 'matched':
      return 'matched';
    case 'single_model':
      return 'single model';
    case 'crossfit':
      return 'cross-fitted';
    case 'procedure':
      return 'procedure';
    case 'sequential':
      return 'stateful';
  }
}

function note(text: string, tone: RowNote['tone']): RowNote {
  return { text, tone };
}

/** A share of queries that explains a row's quality or cost, where it is not zero. */
function rateNote(row: ResultRow, metric: string, what: string, tone: RowNote['tone']): readonly RowNote[] {
  const share = row.metrics[metric]?.value ?? 0;
  return share > 0 ? [note(`${what} ${formatShare(share)}`, tone)] : [];
}

/** The Holm-corrected test at 5 %, in quality; and whether the row is shown not to be worse by more than the margin. */
function significance({ versusReference }: ResultRow): readonly RowNote[] {
  const test = versusReference?.test;
  if (versusReference === null || test == null) return [];
  const notWorse = versusReference.nonInferiority.verdict === 'non_inferior' ? [note('not worse', 'good')] : [];
  if (test.pAdjusted >= 0.05) return [note('no sig. difference', 'plain'), ...notWorse];
  return (versusReference.quality.value ?? 0) < 0 ? [note('▼ sig.', 'bad'), ...notWorse] : [note('▲ sig.', 'good')];
}
