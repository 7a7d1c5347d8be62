import { DASH, formatNumber } from '../format.js';
import { inertText } from '../inert-text.js';
import { type PlainTable, plainTable } from '../page/plain-table.js';
import type { DecisionSource } from './decision-tables.js';

/** How a row's router came to its decision: the stage and rule that fired, what conditions saw, what was expected of models. */
export interface DecisionTrace {
  readonly decided: string;
  /** The rule or stage as the file has it. */
  readonly fired: string | null;
  /** `prompt.tokens = 120, …`; null where no condition looked at anything. */
  readonly seen: string | null;
  readonly expected: PlainTable | null;
  /** What is not there, and why. */
  readonly without: string | null;
}

/** The trace of the results' row `index`; null for rows that don't route. */
export function decisionTrace(
  { results, queries, modelName }: DecisionSource,
  index: number,
  query: number,
): DecisionTrace | null {
  const { header } = queries.columns;
  const own = queries.columns.row(index);
  const reason = own.reason(query);
  if (reason === null) return null;
  const decided = `Decided by ${inertText(reason)}.`;
  const decider = header.deciders[index];
  if (decider === undefined || decider === null) {
    const without = 'Its router differs between folds: what it saw is not kept.';
    return { decided, fired: null, seen: null, expected: null, without };
  }
  const place = own.place(query);
  const stage = place === null ? undefined : decider.stages[place.stage];
  const rule = place?.rule === undefined ? undefined : stage?.rules[place.rule];
  const seen = own.seen(query).map(([field, value]) => `${inertText(field)} = ${valueText(value)}`);
  const expected = plainTable({
    label: 'What was expected',
    columns: [
      ['model', 'text'],
      ['predicted quality', 'number'],
      ['behind the best, prices taken off', 'number'],
    ],
    rows: own
      .expected(query)
      .map(({ model, quality, behind }) => [
        modelName(header.models.indexOf(model)) || inertText(model),
        hundredths(quality),
        hundredths(behind),
      ]),
  });
  const leftOut = expected === null && header.unpredicted.includes(results.rows[index]?.id ?? '');
  return {
    decided,
    fired: stage === undefined ? null : inertText(rule ?? stage.text),
    seen: seen.length === 0 ? null : seen.join(', '),
    expected,
    without: leftOut ? 'What it expected of models was left out: the report has no room for it.' : null,
  };
}

function valueText(value: string | number | boolean | null | undefined): string {
  if (value === undefined) return 'not given';
  return typeof value === 'number' ? formatNumber(value, 'count') : inertText(JSON.stringify(value));
}

/** Kept to a hundredth, so shown to one. */
function hundredths(value: number): string {
  return Number.isNaN(value) ? DASH : value.toFixed(2);
}
