import type { Rescored } from '../../app/judge/score-agreement.js';
import { formatCount, formatNumber, points } from '../../report/format.js';
import { inertText } from '../../report/inert-text.js';
import { textTable } from './text-table.js';

const COLUMNS = ['model', 'answers', 'scored', 'compared', 'equal', 'recorded', 'rescored', 'points'].map((title, index) => ({
  title,
  align: index === 0 ? ('left' as const) : ('right' as const),
  priority: 0,
}));

/** Lines that tell how a scorer agrees with the quality that came with the recordings. */
export function agreementLines({ scorer, agreement }: Rescored): string[] {
  const title = `rescored with ${scorer.type} v${scorer.version}, held against the recorded quality`;
  if (agreement.every(({ recorded }) => recorded === 0)) return [`${title}: none was recorded`];
  const rows = agreement.map((one) => ({
    chosen: false,
    cells: [
      inertText(one.modelId),
      ...[one.answers, one.scored, one.compared].map(formatCount),
      ...[one.shareEqual, one.meanRecorded, one.meanScored].map((share) => formatNumber(share, 'fraction')),
      points(one.meanDifference),
    ],
  }));
  return textTable(COLUMNS, [{ title, rows }], process.stderr.isTTY ? process.stderr.columns : Number.POSITIVE_INFINITY);
}
