import { type Child, element } from './element.js';

/** A cell of a tinted table; content in place of its text where it leads somewhere. */
export interface TintedCell {
  readonly text: string;
  readonly cls: string;
  readonly content?: Node | null;
}

/** A tinted table: rows named and counted, cells set right. */
export interface HeatTable {
  readonly label: string;
  readonly caption: readonly Child[];
  /** Headings: of the rows' names, of their counts, then of the cells. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly head: Child; readonly n: string; readonly cells: readonly TintedCell[] }[];
}

/** It scrolls by itself and by keyboard, as the tables that the page came with. */
export function heatTable({ label, caption, columns: [name = '', ...columns], rows }: HeatTable): HTMLElement {
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, name),
    ...columns.map((title) => element('th', { scope: 'col', class: 'r' }, title)),
  );
  const table = element(
    'table',
    { class: 'heat' },
    element('caption', {}, ...caption),
    element('thead', {}, head),
    element('tbody', {}, ...rows.map(heatRow)),
  );
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
}

/** A row of a tinted table. */
export function heatRow({ head, n, cells }: HeatTable['rows'][number]): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, head),
    element('td', { class: 'r soft' }, n),
    ...cells.map(({ text, cls, content }) => element('td', { class: `r ${cls}` }, content ?? text)),
  );
}
