import { type CategoryHeat, categoryHeat, categoryTable } from '../../category-view.js';
import { wordField } from '../../explore/state-field.js';
import { announce } from '../dom/announce.js';
import { dataTable } from '../dom/data-table.js';
import { download } from '../dom/download.js';
import { element } from '../dom/element.js';
import { heatRow } from '../dom/heat-table.js';
import { csvOfTable } from '../dom/table-csv.js';
import { offerExport } from '../page/exports.js';
import { follow } from '../page/follow.js';
import type { Section, SectionContext } from '../page/section.js';
import { queriesLink } from '../page/show-queries.js';

/** The heat map: against any row or as qualities, the worst of any row first. */
export const categories: Section = {
  id: 'category-heat',
  place: { enhances: 'categories' },
  needsQueries: false,
  mount(context) {
    const { root, data, derived } = context;
    const table = root.querySelector<HTMLTableElement>('table.heat');
    if (table === null) return;
    table.closest('.scroll')?.before(element('div', { class: 'controls' }, measureChoice(context)));
    let untouched = true;
    headings(table, context);
    follow(context, ['baseline', 'heat', 'worst', 'hidden'], async ({ state: now, wanted }) => {
      const { heat: measure, worst, hidden } = now;
      untouched &&= derived.asRecorded(now) && measure === 'difference' && worst === null && hidden.length === 0;
      // With single queries at hand every cell leads to its own.
      if (untouched && data.queries === null) return null;
      const results = await derived.categories(now, wanted);
      const heat = categoryHeat(results, { measure, worstOf: worst, hidden });
      return () => {
        // No category has any weight.
        table.hidden = heat === null;
        if (heat === null) return;
        const focusAgain = focusIn(table);
        fill(table, heat, cellLink(context));
        headings(table, context);
        focusAgain();
        const twin = categoryTable(results);
        if (twin !== null) root.querySelector('details.twin .scroll')?.replaceWith(dataTable(twin));
      };
    });
    offerExport({ title: 'Categories, CSV', run: () => download('categories.csv', csvOfTable(table)) });
  },
};

function measureChoice({ state }: SectionContext): HTMLElement {
  const words = wordField(['difference', 'quality']);
  const texts = { difference: 'the difference', quality: 'quality itself' };
  const radios = (['difference', 'quality'] as const).map((measure) => {
    const radio = element('input', { type: 'radio', name: 'heat-measure', value: measure });
    radio.addEventListener('change', () => state.set({ heat: words.read(radio.value) ?? 'difference' }));
    return { radio, label: element('label', {}, radio, ` ${texts[measure]}`) };
  });
  state.watch(['heat'], ({ heat }) => {
    for (const { radio } of radios) radio.checked = radio.value === heat;
  });
  return element('fieldset', { class: 'radios' }, element('legend', {}, 'Cells show'), ...radios.map(({ label }) => label));
}

/** Headings become buttons that put the row's worst categories first. */
function headings(table: HTMLTableElement, { state, data }: SectionContext): void {
  for (const heading of table.querySelectorAll<HTMLElement>('thead th[data-row]')) {
    const title = heading.textContent;
    const press = element('button', { type: 'button', class: 'sort' }, title);
    press.addEventListener('click', () => {
      const id = heading.dataset['row'] ?? null;
      state.set({ worst: state.get().worst === id ? null : id });
      announce(`Worst categories of ${data.results.rows.find((row) => row.id === id)?.label ?? ''} first`);
    });
    heading.replaceChildren(press);
  }
}

/** What brings the focus back to the cell of the same row and category once the table is filled anew. */
function focusIn(table: HTMLTableElement): () => void {
  const cell = document.activeElement?.closest<HTMLTableCellElement>('table.heat :is(th, td)') ?? null;
  if (cell === null) return () => undefined;
  const heads = (): HTMLTableCellElement[] => [...(table.tHead?.rows[0]?.cells ?? [])];
  const line = (): HTMLTableRowElement[] => [...(table.tBodies[0]?.rows ?? [])];
  const category = line().find((row) => row.contains(cell))?.cells[0]?.textContent;
  const rowId = heads()[cell.cellIndex]?.dataset['row'];
  return () => {
    const cells = line().find((row) => row.cells[0]?.textContent === category)?.cells ?? heads();
    const again = cells[heads().findIndex((head) => head.dataset['row'] === rowId)];
    again?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });
  };
}

type CellLink = (rowId: string, category: string, text: string) => HTMLElement | null;

function cellLink({ data, state }: SectionContext): CellLink {
  if (data.queries === null) return () => null;
  return (row, category, text) => queriesLink(state, { row, category }, text, 'Show these queries');
}

function fill(table: HTMLTableElement, { said, columns, rows }: CategoryHeat, link: CellLink): void {
  const caption = table.querySelector('caption .said');
  if (caption !== null) caption.textContent = said;
  const heads = columns.map(({ rowId, title, chosen, leading }) =>
    element(
      'th',
      { scope: 'col', class: 'r', 'data-row': rowId, 'aria-sort': leading ? 'ascending' : null },
      `${chosen ? '★ ' : ''}${title}`,
    ),
  );
  table.tHead?.rows[0]?.replaceChildren(
    element('th', { scope: 'col' }, 'category'),
    element('th', { scope: 'col', class: 'r' }, 'n'),
    ...heads,
  );
  table.tBodies[0]?.replaceChildren(
    ...rows.map(({ category, n, cells }) =>
      heatRow({
        head: category,
        n: String(n),
        cells: cells.map((cell, index) => ({ ...cell, content: link(columns[index]?.rowId ?? '', category, cell.text) })),
      }),
    ),
  );
}
