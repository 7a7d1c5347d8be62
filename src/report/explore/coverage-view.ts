import { formatCount, formatShare } from '../format.js';
import type { CoverageCell, CoverageRow } from './coverage-matrix.js';

/** A cell of the matrix as text and tint. */
export interface CoverageText {
  readonly text: string;
  readonly cls: string;
}

/** `✓ all`, or what share is known and what the rest is: `98 %, 3 errors, 1 missing`. */
export function coverageText({ queries, ok, error, unscored, missing, unpriced }: CoverageCell): CoverageText {
  const holes = [
    [error, error === 1 ? 'error' : 'errors'],
    [unscored, 'unscored'],
    [missing, 'missing'],
    [unpriced - Math.min(unpriced, missing), 'unpriced'],
  ] as const;
  const told = holes.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  if (told.length === 0) return { text: '✓ all', cls: '' };
  const lacking = (unscored + missing) / queries;
  return { text: [formatShare(ok / queries), ...told].join(', '), cls: lacking > MOST_LACKING ? 'down2' : 'down1' };
}

/** Over this share of unknown outcomes a candidate can't be chosen; errors are known. */
const MOST_LACKING = 0.01;

/** One sentence for the whole matrix. */
export function coverageSentence(rows: readonly CoverageRow[], models: number): string {
  const cells = rows.flatMap(({ cells: own }) => own);
  const sum = (of: (cell: CoverageCell) => number): number => cells.reduce((total, cell) => total + of(cell), 0);
  const all = sum(({ queries }) => queries);
  const ok = sum((cell) => cell.ok);
  const share = ok === all ? 'all' : formatShare(ok / all);
  return `Of ${formatCount(all)} query–model pairs of the reported part (${formatCount(all / Math.max(1, models))} queries, ${formatCount(models)} models), ${share} are answered and scored.`;
}
