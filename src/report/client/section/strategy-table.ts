import type { Results } from '../../../domain/results.js';
import { comparisonCaption } from '../../comparison-caption.js';
import { baselineRow, referenceRow } from '../../explore/results-against.js';
import type { Need } from '../../explore/row-book.js';
import type { Shown } from '../../explore/shown-results.js';
import type { PageState } from '../../explore/state.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { supposedNotes } from '../../explore/what-if/reach.js';
import { type RowDrawings, rowDrawings } from '../../row-drawing.js';
import { type RowNote, rowNotes } from '../../row-notes.js';
import { type SortableColumn, type TableColumn, tableColumns, tableView } from '../../table-view.js';
import { announce } from '../dom/announce.js';
import { computing } from '../dom/computing.js';
import { download } from '../dom/download.js';
import { drawnElement } from '../dom/drawn.js';
import { element } from '../dom/element.js';
import { csvOfTable } from '../dom/table-csv.js';
import { offerExport } from '../page/exports.js';
import { followNow } from '../page/follow.js';
import { rowChoice } from '../page/row-choice.js';
import type { Section, SectionContext } from '../page/section.js';
import type { Store } from '../state/store.js';
import { whatIfBanner } from '../what-if/banner.js';

/** The strategy table: sorted by any number, against any row, with rows taken out. */
export const strategyTable: Section = {
  id: 'strategy-table',
  place: { enhances: 'comparison' },
  needsQueries: false,
  mount(context) {
    const { root, data, state } = context;
    const table = root.querySelector<HTMLTableElement>('table.comparison');
    if (table === null) return;
    const scroll = table.closest('.scroll');
    scroll?.before(whatIfBanner(data, state), element('div', { class: 'controls' }, rowChoice(data.results, state)));
    let shown = data.results;
    const resort = (): void => sortRows(table, shown, state.get().sort);
    sortButtons(table, data.results, state);
    followBaseline(table, context, (results) => {
      shown = results;
      resort();
    });
    state.watch(['sort'], resort);
    state.watch(['hidden'], ({ hidden }) => {
      for (const row of rowsOf(table)) row.hidden = hidden.includes(row.dataset['row'] ?? '');
    });
    offerExport({ title: 'Strategy table, CSV', run: () => download('strategies.csv', csvOfTable(table)) });
  },
};

function rowsOf(table: HTMLTableElement): HTMLTableRowElement[] {
  return [...table.querySelectorAll<HTMLTableRowElement>('tr[data-row]')];
}

/** Headings of columns with numbers become buttons: best first, then worst first, then the order of the results. */
function sortButtons(table: HTMLTableElement, results: Results, state: Store): void {
  const columns = tableColumns(results);
  for (const heading of table.querySelectorAll<HTMLElement>('thead th[data-column]')) {
    const column = columns.find(({ id }) => id === heading.dataset['column']);
    if (column === undefined || !results.rows.some((row) => column.value(row) !== null)) continue;
    const press = element('button', { type: 'button', class: 'sort' }, ...heading.childNodes);
    press.addEventListener('click', () => {
      const next = nextSort(column, state.get().sort);
      state.set({ sort: next });
      announce(next === null ? 'Rows are in the order of the results' : `Sorted by ${column.title}`);
    });
    heading.replaceChildren(press);
  }
  state.watch(['sort'], ({ sort }) => {
    for (const heading of table.querySelectorAll<HTMLElement>('thead th[data-column]')) {
      const { id, descending } = sortOf(sort);
      if (heading.dataset['column'] === id) heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else heading.removeAttribute('aria-sort');
    }
  });
}

/** Columns of which more is better start with the most. */
const MORE_IS_BETTER: readonly TableColumn['id'][] = ['quality', 'difference', 'cheaper'];

function nextSort({ id }: SortableColumn, sort: string | null): string | null {
  const [first, second] = MORE_IS_BETTER.includes(id) ? [`-${id}`, id] : [id, `-${id}`];
  return sort === first ? second : sort === second ? null : first;
}

function sortOf(sort: string | null): { readonly id: string | null; readonly descending: boolean } {
  return { id: sort?.replace(/^-/, '') ?? null, descending: sort?.startsWith('-') === true };
}

/** Within each group of rows; rows without the number come last. */
function sortRows(table: HTMLTableElement, results: Results, sort: string | null): void {
  const { id, descending } = sortOf(sort);
  const column = tableColumns(results).find((one) => one.id === id);
  const place = new Map(results.rows.map((row, index) => [row.id, index]));
  const key = (row: HTMLTableRowElement): number => {
    const index = place.get(row.dataset['row'] ?? '') ?? 0;
    const own = results.rows[index];
    if (column === undefined || own === undefined) return index;
    const value = column.value(own);
    return value === null ? Number.POSITIVE_INFINITY : descending ? -value : value;
  };
  const order = (row: HTMLTableRowElement): number => place.get(row.dataset['row'] ?? '') ?? 0;
  for (const body of table.tBodies) {
    const rows = [...body.querySelectorAll<HTMLTableRowElement>('tr[data-row]')];
    // Infinities are alike: their difference is not a number.
    const sorted = rows.toSorted((a, b) => Number(key(a) > key(b)) - Number(key(a) < key(b)) || order(a) - order(b));
    if (sorted.some((row, at) => row !== rows[at])) keepingFocus(() => body.append(...sorted));
  }
}

/** What is moved in the document loses the focus: whoever stands on a number would be thrown out of the table. */
function keepingFocus(move: () => void): void {
  const held = document.activeElement;
  move();
  if (held instanceof HTMLElement && held !== document.activeElement) held.focus({ preventScroll: true });
}

/** Texts that depend on the baseline and on what is supposed, taken anew from the table that every view shows. */
function followBaseline(table: HTMLTableElement, context: SectionContext, seen: (results: Results) => void): void {
  const { data, derived } = context;
  let touched = false;
  followNow({ ...context, root: table }, ['baseline'], async ({ state, view, wanted, show }) => {
    touched ||= !derived.asRecorded(state);
    if (!touched) return null;
    const fresh = (shown: Shown): void => {
      fill(table, data.results, shown, { state, view });
      seen(shown.results);
    };
    await derived.results(state, ['difference', 'quality', 'latency'], (shown) => show(() => fresh(shown)), wanted);
    return null;
  });
}

/** What a cell waits for while its interval, or its value, is worked out. */
const AWAITS: Partial<Readonly<Record<TableColumn['id'], Need>>> = {
  quality: 'quality',
  difference: 'difference',
  latency: 'latency',
};

function fill(
  table: HTMLTableElement,
  recorded: Results,
  { results, pending }: Shown,
  { state, view }: { readonly state: PageState; readonly view: QueryView | null },
): void {
  const { columns, sections } = tableView(results);
  const baseline = baselineRow(recorded, state.baseline);
  if (table.caption !== null) table.caption.textContent = comparisonCaption(results);
  for (const heading of table.querySelectorAll<HTMLElement>('thead th[data-column=difference], thead th[data-column=cheaper]')) {
    const title = columns.find(({ id }) => id === heading.dataset['column'])?.title ?? '';
    (heading.querySelector('button') ?? heading).textContent = title;
  }
  const texts = new Map(sections.flatMap(({ rows }) => rows.map(({ id, cells }) => [id, cells])));
  const drawn = rowDrawings(results, baseline);
  for (const row of rowsOf(table)) {
    const id = row.dataset['row'] ?? '';
    const index = results.rows.findIndex((one) => one.id === id);
    const own = results.rows[index];
    for (const cell of row.querySelectorAll<HTMLElement>('td[data-column]')) {
      const column = columns.findIndex((one) => one.id === cell.dataset['column']);
      const need = AWAITS[cell.dataset['column'] as TableColumn['id']];
      const waits = need !== undefined && pending(need, index);
      const text = texts.get(id)?.[column] ?? '';
      // A number that leads to its queries stays a link.
      (cell.querySelector('a') ?? cell).replaceChildren(...(waits ? computing(text) : [text]));
    }
    if (own === undefined) continue;
    redraw(row, drawn(own));
    // The reference stays the run's: constraints are judged against it.
    const notes = rowNotes({ ...results, protocol: recorded.protocol }, own);
    retag(row, [...baselineNote(recorded, index, baseline), ...notes, ...supposedNotes(view, own)]);
  }
}

/** Which row differences are against, where the run has another reference. */
function baselineNote(recorded: Results, row: number, baseline: number): readonly RowNote[] {
  return row === baseline && baseline !== referenceRow(recorded) ? [{ text: 'baseline', tone: 'plain' }] : [];
}

/** Bars and mixes are drawn as the server draws them. */
function redraw(row: HTMLTableRowElement, { bar, mix, mixText }: RowDrawings): void {
  row.cells[1]?.replaceChildren(...(bar === null ? [] : [drawnElement(bar)]));
  row.cells[row.cells.length - 1]?.replaceChildren(drawnElement(mix), element('span', { class: 'hidden' }, mixText));
}

function retag(row: HTMLElement, notes: ReturnType<typeof rowNotes>): void {
  const name = row.querySelector('.name');
  for (const tag of row.querySelectorAll('.tag')) tag.remove();
  name?.after(...notes.flatMap(({ text, tone }) => [' ', element('span', { class: `tag ${tone}` }, text)]));
}
