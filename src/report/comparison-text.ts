import { counted } from '../domain/measured-text.js';
import type { Change, RowChange, RunComparison } from '../domain/run-comparison.js';
import { changeWords, formatEnds, MEASURE_NAME } from './change-format.js';
import { formatCount, formatNumber } from './format.js';

/** Changes beyond tolerance of the rows that compete. */
export function regressionsOf({ rows }: RunComparison): { readonly row: RowChange; readonly change: Change }[] {
  return rows.flatMap((row) =>
    row.kind === 'control' ? [] : row.changes.filter(({ beyondTolerance }) => beyondTolerance).map((change) => ({ row, change })),
  );
}

/** A row that got better or worse in some measure. */
export function moved({ changes }: RowChange): boolean {
  return changes.some(({ verdict }) => verdict === 'better' || verdict === 'worse');
}

/** Bad where something regressed, open where something could not be compared. */
export function toneOf(comparison: RunComparison): 'good' | 'bad' | 'open' {
  if (regressionsOf(comparison).length > 0) return 'bad';
  const blocked = comparison.differences.some(({ effect }) => effect === 'incomparable');
  return blocked ? 'open' : 'good';
}

/** What changed and how sure that is, in a few sentences. */
export function headlineOf(comparison: RunComparison): string {
  if (comparison.identical) return 'The same inputs gave the same numbers: nothing changed.';
  const blocked = comparison.differences.filter(({ effect }) => effect === 'incomparable').map(({ what }) => what);
  return [
    ...(blocked.length > 0 ? [`Not fully comparable: another ${blocked.join(' and another ')}.`] : []),
    shipsSentence(comparison),
    regressionSentence(comparison),
  ].join(' ');
}

/** What would ship, before and after. */
function shipsSentence({ base, head, rows }: RunComparison): string {
  const row = rows.find(({ ships }) => ships);
  if (row !== undefined) {
    const changes = row.changes.map(changeWords).join(', ');
    return row.baseId === row.headId
      ? `${row.label} still ships: ${changes}.`
      : `Head would ship ${head.ships?.label} instead of ${base.ships?.label}: ${changes}.`;
  }
  if (base.ships === null && head.ships === null) return 'Neither run chooses a strategy.';
  return head.ships === null
    ? `Base would ship ${base.ships?.label}; head chooses nothing.`
    : `Head would ship ${head.ships.label}; base chose nothing.`;
}

function regressionSentence(comparison: RunComparison): string {
  const rows = [...new Set(regressionsOf(comparison).map(({ row }) => row))];
  if (rows.length === 0) {
    return comparison.rows.some((row) => row.kind !== 'control' && row.changes.some(({ verdict }) => verdict === 'worse'))
      ? 'What is significantly worse is within the tolerance.'
      : 'No strategy is significantly worse.';
  }
  const names = rows.map(({ label, changes }) => {
    const measures = changes.filter(({ beyondTolerance }) => beyondTolerance).map(({ measure }) => MEASURE_NAME[measure]);
    return `${label} (${measures.join(', ')})`;
  });
  return `Significantly worse beyond the tolerance: ${names.join(', ')}.`;
}

/** Input files that differ. */
export function inputsText({ inputs, identical }: RunComparison): string {
  if (inputs.length === 0) return identical ? 'all the same' : 'all files the same';
  return inputs.map(({ role, path, change }) => `${role} ${path} ${change}`).join(' · ');
}

/** How the runs were held against each other. */
export function howText({ pairing, confidence, base, head }: RunComparison): string {
  const level = `${formatNumber(100 * confidence, 'count')} % intervals; ▲ better, ▼ worse, · no more than chance explains, also beside an interval without 0: tests are Holm-corrected over the strategies that changed (over a row's categories, for categories), intervals are not`;
  if (pairing.kind === 'independent')
    return `from both runs' intervals as if they were independent, since ${pairing.why}; ${level}`;
  const all = pairing.queries === base.queries && pairing.queries === head.queries;
  const which = all
    ? `all ${formatCount(pairing.queries)} queries`
    : `the ${formatCount(pairing.queries)} queries both measured (base ${formatCount(base.queries)}, head ${formatCount(head.queries)})`;
  return `paired query by query on ${which}, in ${counted(pairing.groups, 'group')}; ${level}`;
}

/** A change of a row in one sentence, both ends with their intervals. */
export function changeSentence(row: RowChange, change: Change): string {
  return `${row.label}: ${changeWords(change)}: ${formatEnds(change)}.`;
}
