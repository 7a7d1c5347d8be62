import type { PlainTable } from '../../page/plain-table.js';
import { element } from './element.js';

/** A table of texts as the server would have set it: it scrolls by itself and by keyboard. */
export function dataTable({ label, caption, columns, rows }: PlainTable): HTMLElement {
  const cell = (tag: 'th' | 'td', text: string, cls: string, scope: string | null): HTMLElement =>
    element(tag, { class: cls === '' ? null : cls, scope }, text);
  const head = element('tr', {}, ...columns.map(({ text, cls }) => cell('th', text, cls, 'col')));
  const body = rows.map((row) =>
    element(
      'tr',
      { class: row.cls === '' ? null : row.cls },
      cell('th', row.head, '', 'row'),
      ...row.cells.map(({ text, cls }) => cell('td', text, cls, null)),
    ),
  );
  const table = element(
    'table',
    {},
    caption === null ? null : element('caption', {}, caption),
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
}
