import type { Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatNumber, formatShare } from '../format.js';
import { type PlainTable, plainTable } from '../page/plain-table.js';
import { chosenRow, rowNames } from '../row-name.js';
import type { CallParts, CallWhy, PartedMean } from './call-parts.js';
import type { TokenParts } from './token-parts.js';

/** What is known of a row's calls. */
export interface RowAnatomy {
  /** Index into the rows. */
  readonly row: number;
  readonly parts: CallParts;
  readonly tokens: TokenParts;
}

const WHY_TEXT: Readonly<Record<CallWhy, string>> = {
  first: 'first call',
  escalated: 'escalation',
  fallback: 'fallback',
  retry: 'retry',
  hedged: 'hedge',
  sampled: 'more samples',
};

/** Reasons for calls that some row has. */
function reasonsIn(rows: readonly RowAnatomy[]): CallWhy[] {
  return (Object.keys(WHY_TEXT) as CallWhy[]).filter((why) => rows.some(({ parts }) => parts.calls[why] > 0));
}

function table(
  results: Results,
  rows: readonly RowAnatomy[],
  spec: { readonly label: string; readonly caption: string; readonly columns: readonly string[] },
  cells: (row: RowAnatomy) => readonly string[],
): PlainTable | null {
  const name = rowNames(results);
  const chosen = chosenRow(results)?.id;
  const own = (index: number): Results['rows'][number] => results.rows[rows[index]?.row ?? 0] as Results['rows'][number];
  return plainTable({
    label: spec.label,
    caption: spec.caption,
    columns: [['row', 'text'], ...spec.columns.map((title) => [title, 'number'] as const)],
    rows: rows.map((row, index) => [name(own(index)), ...cells(row)]),
    chosen: (index) => own(index).id === chosen,
  });
}

/** Mean latency by what its time went into; null without rows. */
export function latencyPartsTable(results: Results, rows: readonly RowAnatomy[]): PlainTable | null {
  const reasons = reasonsIn(rows);
  return table(
    results,
    rows,
    {
      label: 'Mean latency by part',
      caption:
        'Milliseconds of the mean, by what a call was for. The rest is the router’s own time and waits; it is below 0 where calls ran side by side.',
      columns: ['mean', ...reasons.map((why) => WHY_TEXT[why]), 'rest'],
    },
    ({ parts: { latencyMs } }) => partTexts(latencyMs, reasons, (ms) => formatNumber(ms, 'ms')),
  );
}

/** Mean cost by what was paid for, and the tokens behind it; null without rows. */
export function costPartsTable(results: Results, rows: readonly RowAnatomy[]): PlainTable | null {
  const reasons = reasonsIn(rows);
  const cost = costView(results);
  const money = results.protocol.costUnit === 'usd';
  const tokens = (value: number): string =>
    Number.isNaN(value) ? DASH : formatNumber(value, value < 100 ? 'usd' : 'count').replace('$', '');
  const priced = (value: number, whole: number): string =>
    Number.isNaN(value) ? DASH : `${cost.format(value)} (${formatShare(value / whole)})`;
  return table(
    results,
    rows,
    {
      label: 'Mean cost by part',
      caption: `Cost as ${cost.axis}, by what a call was for${money ? ', and what its tokens come to at list price' : ''}; calls and tokens are means per query. What input and output at list price leave open is given, cached or per-request cost.`,
      columns: [
        'calls',
        cost.title,
        ...reasons.map((why) => WHY_TEXT[why]),
        'input tokens',
        'cached input',
        'output tokens',
        ...(money ? ['for input', 'for output'] : []),
      ],
    },
    ({ parts, tokens: own }) => [
      (Object.values(parts.calls) as number[]).reduce((sum, calls) => sum + calls, 0).toFixed(2),
      cost.format(known(parts.cost.mean)),
      ...reasons.map((why) => cost.format(known(parts.cost.by[why]))),
      tokens(own.tokens.input),
      tokens(own.tokens.cached),
      tokens(own.tokens.output),
      ...(money ? [priced(own.usd.input, parts.cost.mean), priced(own.usd.output, parts.cost.mean)] : []),
    ],
  );
}

function partTexts({ mean, by, rest }: PartedMean, reasons: readonly CallWhy[], text: (value: number) => string): string[] {
  return [mean, ...reasons.map((why) => by[why]), rest].map((value) => (Number.isNaN(value) ? DASH : text(value)));
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
