import type { Estimate } from '../../../domain/estimate.js';
import type { Results } from '../../../domain/results.js';
import { type CategoryHeat, categoryHeat, categoryTable } from '../../category-view.js';
import { categoryDifferences, withCategoryDifferences } from '../../explore/category-differences.js';
import { baselineRow, referenceRow } from '../../explore/results-against.js';
import { wordField } from '../../explore/state-field.js';
import { announce } from '../dom/announce.js';
import { dataTable } from '../dom/data-table.js';
import { download } from '../dom/download.js';
import { element } from '../dom/element.js';
import { heatRow } from '../dom/heat-table.js';
import { csvOfTable } from '../dom/table-csv.js';
import { breath } from '../page/derived.js';
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
    const { root, data } = context;
    const table = root.querySelector<HTMLTableElement>('table.heat');
    if (table === null) return;
    table.closest('.scroll')?.before(element('div', { class: 'controls' }, measureChoice(context)));
    const against = differencesBy(context);
    let untouched = true;
    headings(table, context);
    follow(context, ['baseline', 'heat', 'worst', 'hidden'], async ({ baseline, heat: measure, worst, hidden }) => {
      const row = baselineRow(data.results, baseline);
      untouched &&= row === referenceRow(data.results) && measure === 'difference' && worst === null && hidden.length === 0;
      // With single queries at hand every cell leads to its own.
      if (untouched && data.queries === null) return null;
      const results = await against(row);
      const heat = categoryHeat(results, { measure, worstOf: worst, hidden });
      return () => {
        if (heat === null) return;
        const focused = document.activeElement?.closest<HTMLElement>('th[data-row]')?.dataset['row'];
        fill(table, heat, cellLink(context));
        headings(table, context);
        if (focused !== undefined) table.querySelector<HTMLElement>(`th[data-row="${CSS.escape(focused)}"] button`)?.focus();
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

/** Results with every category's differences against a row, each worked out once, in steps that leave the page at hand. */
function differencesBy({ data, derived }: SectionContext): (baseline: number) => Promise<Results> {
  const held = new Map<number, Promise<Results>>();
  const workOut = async (baseline: number): Promise<Results> => {
    const { results, queries } = data;
    if (queries === null || baseline === referenceRow(results)) return results;
    const against = await derived.against(baseline);
    const differences = results.rows.map(() => new Map<string, Estimate>());
    const names = new Set(results.rows.flatMap(({ byCategory }) => byCategory.map(({ category }) => category)));
    for (const category of names) {
      await breath();
      const of = categoryDifferences(results, queries.columns, category, baseline);
      for (const [row, own] of differences.entries()) {
        if (row % 4 === 0) await breath();
        own.set(category, of(row));
      }
    }
    return withCategoryDifferences(against, differences);
  };
  return (baseline) => {
    const known = held.get(baseline) ?? workOut(baseline);
    held.set(baseline, known);
    return known;
  };
}
