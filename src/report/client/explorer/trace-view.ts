import { DASH, formatNumber } from '../../format.js';
import { inertText } from '../../inert-text.js';
import { plainTable } from '../../page/plain-table.js';
import type { StageText } from '../../stage-text.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';
import type { DecisionSource } from './decision-tables.js';

/** How a row's router came to its decision: the stage and rule that fired, what conditions saw, what was expected of models. */
export function traceView({ results, queries, modelName }: DecisionSource, index: number, query: number): HTMLElement[] {
  const { header } = queries.columns;
  const own = queries.columns.row(index);
  const reason = own.reason(query);
  if (reason === null) return [];
  const decider = header.deciders[index];
  const parts: HTMLElement[] = [element('p', {}, `Decided by ${inertText(reason)}.`)];
  if (decider === undefined || decider === null)
    return [...parts, element('p', { class: 'soft' }, 'Its router differs between folds: what it saw is not kept.')];
  const place = own.place(query);
  const fired = place === null ? undefined : decider.stages[place.stage];
  if (fired !== undefined) parts.push(firedView(fired, place?.rule));
  const seen = own.seen(query);
  if (seen.length > 0)
    parts.push(
      element(
        'p',
        {},
        'Conditions saw: ',
        element('code', {}, seen.map(([field, value]) => `${inertText(field)} = ${valueText(value)}`).join(', ')),
      ),
    );
  const expected = own.expected(query);
  const table = plainTable({
    label: 'What was expected',
    columns: [
      ['model', 'text'],
      ['predicted quality', 'number'],
      ['behind the best, prices taken off', 'number'],
    ],
    rows: expected.map(({ model, quality, behind }) => [
      modelName(header.models.indexOf(model)) || inertText(model),
      hundredths(quality),
      hundredths(behind),
    ]),
  });
  if (table !== null) parts.push(dataTable(table));
  else if (header.unpredicted.includes(results.rows[index]?.id ?? ''))
    parts.push(element('p', { class: 'soft' }, 'What it expected of models was left out: the report has no room for it.'));
  return parts;
}

function firedView({ text, rules }: StageText, rule: number | undefined): HTMLElement {
  const own = rule === undefined ? undefined : rules[rule];
  return element('p', {}, element('code', {}, inertText(own ?? text)));
}

function valueText(value: string | number | boolean | null | undefined): string {
  if (value === undefined) return 'not given';
  return typeof value === 'number' ? formatNumber(value, 'count') : inertText(JSON.stringify(value));
}

/** Kept to a hundredth, so shown to one. */
function hundredths(value: number): string {
  return Number.isNaN(value) ? DASH : value.toFixed(2);
}
