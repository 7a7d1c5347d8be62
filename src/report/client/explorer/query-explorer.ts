import type { PageState } from '../../explore/state.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { suppositionText, WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import { formatCount } from '../../format.js';
import { inertText } from '../../inert-text.js';
import { modelNames } from '../../row-name.js';
import { announce } from '../dom/announce.js';
import { element } from '../dom/element.js';
import { menu } from '../dom/menu.js';
import { offerExport } from '../page/exports.js';
import type { PageQueryData } from '../page/page-data.js';
import type { SectionContext } from '../page/section.js';
import { type ExplorerColumn, explorerColumns } from './explorer-columns.js';
import { filters } from './filters.js';
import { type GridColumn, grid } from './grid.js';
import { ordered, pairReader, pickedBy, pickedText } from './picked.js';
import { queryDrawer } from './query-drawer.js';
import { queryView } from './query-view.js';
import { type SavedQueries, saveCsv, saveJsonLines } from './save-queries.js';
import { openSnippets } from './snippets.js';
import { searchTexts } from './text-search.js';

/** Starts the explorer in an empty section. */
export function queryExplorer({ root, data: { results }, state, derived }: SectionContext, queries: PageQueryData): void {
  const { header } = queries;
  const modelIds = header.models.map(inertText);
  const shortName = modelNames(modelIds);
  const models = modelIds.map((id) => ({ id, name: shortName(id) }));
  const modelName = (at: number): string => models[at]?.name ?? '';
  const bar = filters(results, { categories: header.categories.map(inertText), models }, state);
  const status = element('p', { class: 'soft', role: 'status' });
  const readPair = pairReader(results);
  // The page has queries, or there was no explorer.
  const viewOf = (now: PageState): QueryView => derived.view(now) as QueryView;
  const snippets = header.texts.mode === 'none' ? null : openSnippets(queries);
  let found: Uint8Array | null = null;
  let columns: readonly ExplorerColumn[] = [];
  let shown: Uint32Array = new Uint32Array();
  let searched = '';
  let listed = '';
  let searches = 0;

  const table = grid('Queries', {
    open: (query) => state.set({ query: queries.ids[query] ?? null }),
    order: (column) => state.set({ order: nextOrder(column, state.get().order) }),
    scrolled: () => snippets?.want(table.inSight(), table.refresh),
  });

  function update(now: PageState): void {
    const view = viewOf(now);
    const { columns: pair, facets } = readPair(now, view);
    const picked = pickedBy(view, facets, now, found);
    columns = explorerColumns({
      results,
      queries: { ...queries, columns: view.columns },
      pair,
      modelName,
      snippet: snippets?.of ?? null,
    });
    shown = ordered(picked.queries, now.order, columns);
    table.setColumns(columns, now.order);
    const list = listOf(now);
    table.setQueries(shown, list === listed ? 'current' : 'top');
    listed = list;
    bar.show(picked, pair.pair);
    status.textContent = `${pickedText(view, shown)}${searched}`;
  }

  const saved = (): SavedQueries => {
    const view = viewOf(state.get());
    const pair = readPair(state.get(), view).columns;
    return { results, queries: { ...queries, columns: view.columns }, pair, shown, supposed: view.supposed };
  };
  const files = [
    { title: 'Queries shown, CSV', run: () => saveCsv(saved()) },
    { title: 'Queries shown with texts, JSON lines', run: () => void saveJsonLines(saved()) },
  ];
  for (const file of files) offerExport(file);
  const above = element(
    'div',
    { class: 'controls above-grid' },
    status,
    menu('Save queries', () => files),
  );
  root.append(bar.root, above, table.root);
  state.watch(['find'], ({ find }) => {
    found = null;
    searched = '';
    if (find === null) return;
    void search(find);
  });
  state.watch(['row', 'baseline', 'show', 'category', 'asked', 'answered', 'order', 'find', ...WHAT_IF_KEYS], update);
  queryDrawer(
    {
      ids: queries.ids,
      shown: () => shown,
      async content(query) {
        const texts = await queries.texts(query);
        const view = viewOf(state.get());
        const source = { results, queries: { ...queries, columns: view.columns }, modelName };
        return [...supposedNote(view), ...queryView(source, readPair(state.get(), view).columns.pair, query, texts)];
      },
      moved: (query) => table.current(query, false),
      closed: () => table.root.focus({ preventScroll: true }),
    },
    state,
  );
  root.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    bar.search.focus();
  });

  /** Fills `found` as texts are read; another search in between ends it. */
  async function search(text: string): Promise<void> {
    let told = 0;
    const own = ++searches;
    await searchTexts(queries, text, (progress) => {
      if (own !== searches || state.get().find !== text) return false;
      const done = progress.read === progress.of;
      // Drawn now and then, and at the end: every step would keep screen readers talking.
      if (!done && performance.now() - told < TELL_MS) return true;
      told = performance.now();
      found = progress.found;
      searched = done
        ? searchedText(queries, progress.of)
        : `; ${formatCount(progress.read)} of ${formatCount(progress.of)} texts searched`;
      update(state.get());
      if (done) announce(`Search done: ${formatCount(progress.hits)} found`);
      return true;
    });
  }
}

/** Costs of an open query are supposed ones, too. */
function supposedNote({ supposed }: QueryView): HTMLElement[] {
  if (supposed === null) return [];
  const text = ` ${suppositionText(supposed)}. Costs here are supposed, not measured.`;
  return [element('p', { class: 'what-if-note' }, element('strong', {}, 'What if'), text)];
}

/** What makes another list of it: with it the reader begins anew. */
function listOf({ show, category, asked, answered, find, order }: PageState): string {
  return JSON.stringify([show, category, asked, answered, find, order]);
}

/** Time between two tellings of how far a search is. */
const TELL_MS = 700;

/** What was searched, where that was not everything. */
function searchedText({ header, ids }: PageQueryData, texts: number): string {
  return texts === ids.length
    ? ''
    : `; searched in all ids and in the texts of ${formatCount(texts)} (${header.texts.reason ?? ''})`;
}

/** First press, second press, and back to the dataset's order. */
function nextOrder({ id, order }: GridColumn, now: string | null): string | null {
  const [first, second] = order === 'descending' ? [`-${id}`, id] : [id, `-${id}`];
  return now === first ? second : now === second ? null : first;
}
