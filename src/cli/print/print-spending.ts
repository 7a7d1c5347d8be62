import type { HeldByModel, RecordingsSpending } from '../../app/recordings/recordings-spending.js';
import { counted } from '../../domain/measured-text.js';
import { formatNumber } from '../../report/format.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';

/** What was spent, what is held back of every cap and by what, and how a bill settles it. */
export function spendingLines(spending: RecordingsSpending): string[] {
  const { knownUsd, calls, fromBillUsd, heldUsd, held, billed } = spending;
  const bill = fromBillUsd === 0 ? '' : `, ${formatNumber(fromBillUsd, 'usd')} of it from a bill`;
  const open = held.reduce((sum, one) => sum + one.calls, 0);
  return [
    colour.bold(`${inertText(spending.experiment)} · ${inertText(spending.recordings)}`),
    `  known    ${formatNumber(knownUsd, 'usd')} of ${counted(calls, 'call')}${bill}`,
    `  held     ${formatNumber(heldUsd, 'usd')} by ${counted(open, 'call')} of which nobody knows; it counts against every --max-cost`,
    ...held.map(heldLine),
    ...settledLines(billed),
    ...(open > 0 && billed === null
      ? [
          colour.dim(
            '  when the bill is there: routelab recordings spending --billed <USD that it has above the known cost> settles them',
          ),
        ]
      : []),
  ];
}

function heldLine({ modelId, calls, heldUsd, ends }: HeldByModel): string {
  const kinds = Object.entries(ends).map(([kind, count]) => `${inertText(kind)} ${count}`);
  return `           ${inertText(modelId)}: ${formatNumber(heldUsd, 'usd')}, ${counted(calls, 'call')} (${kinds.join(', ')})`;
}

function settledLines(billed: RecordingsSpending['billed']): string[] {
  if (billed === null) return [];
  const what = `${counted(billed.calls, 'call')} at ${formatNumber(billed.usd, 'usd')} together`;
  return [billed.done ? `  settled  ${what}` : `  would settle ${what}: nothing is changed without --yes`];
}
