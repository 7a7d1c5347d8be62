import type { DecisionSource } from '../../explore/decision-tables.js';
import { decisionTrace } from '../../explore/decision-trace.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';

/** How a row's router came to its decision; nothing for rows that don't route. */
export function traceView(source: DecisionSource, index: number, query: number): HTMLElement[] {
  const trace = decisionTrace(source, index, query);
  if (trace === null) return [];
  const { decided, fired, seen, expected, without } = trace;
  return [
    element('p', {}, decided),
    ...(fired === null ? [] : [element('p', {}, element('code', {}, fired))]),
    ...(seen === null ? [] : [element('p', {}, 'Conditions saw: ', element('code', {}, seen))]),
    ...(expected === null ? [] : [dataTable(expected)]),
    ...(without === null ? [] : [element('p', { class: 'soft' }, without)]),
  ];
}
