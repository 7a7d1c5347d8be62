import { shareBars, shareBarsSpec } from '../../chart/shares.js';
import { type CategoryShares, categoryShares } from '../../explore/category-shares.js';
import { rowPair } from '../../explore/query-pair.js';
import { formatCount, formatShare } from '../../format.js';
import { plainTable } from '../../page/plain-table.js';
import { rowNames } from '../../row-name.js';
import { shareTable } from '../../share-view.js';
import { chartTools } from '../chart/chart-tools.js';
import { chartFigure } from '../chart/figure.js';
import { liveChart } from '../chart/live-chart.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';
import { follow } from '../page/follow.js';
import { rowPicker } from '../page/row-picker.js';
import type { Section, SectionContext } from '../page/section.js';
import { breath } from '../page/steps.js';

/** Model shares: rows taken out, and one row by category. */
export const shares: Section = {
  id: 'shares-live',
  place: { enhances: 'shares' },
  needsQueries: false,
  mount(context) {
    const { root, data, derived } = context;
    const figure = root.querySelector<HTMLElement>('figure');
    const place = figure?.querySelector<HTMLElement>('.scroll');
    if (figure == null || place == null) return;
    const chart = liveChart(place, place.querySelector('svg')?.getAttribute('aria-label') ?? 'Model shares');
    figure.before(
      element(
        'div',
        { class: 'controls' },
        chartTools(figure, 'shares', () => root.querySelector('details table')),
      ),
    );
    const models = data.results.workload.models.map(({ modelId }) => modelId);
    const lost = element('p', { class: 'what-if-why', hidden: true });
    figure.before(lost);
    const name = rowNames(data.results);
    let touched = false;
    follow({ ...context, root: figure }, ['hidden'], async ({ state, view, wanted, show }) => {
      const { hidden } = state;
      touched ||= hidden.length > 0 || view?.supposed != null;
      if (!touched) return null;
      await derived.results(
        { ...state, baseline: null },
        [],
        ({ results }) =>
          show(() => {
            const rows = results.rows.filter(({ id }) => !hidden.includes(id));
            const known = { ...results, rows: rows.filter(({ shares: own }) => own.length > 0) };
            const unknown = rows.filter(({ shares: own }) => own.length === 0).map(name);
            lost.hidden = unknown.length === 0;
            lost.textContent =
              view?.part.rows.length === 0
                ? 'No query is left.'
                : `Of ${unknown.join(', ')} nothing is said: the page has one of several samples or walks.`;
            const spec = shareBarsSpec(shareBars(known), models, 'share of first calls');
            // Without rows there is nothing to draw: what was drawn before must not stand there.
            figure.hidden = spec === null;
            if (spec !== null) void chart.draw(spec);
            const table = shareTable(known);
            const twin = root.querySelector<HTMLElement>(':scope > details');
            if (twin !== null) twin.hidden = table === null;
            if (table !== null) twin?.querySelector('.scroll')?.replaceWith(dataTable(table));
          }),
        wanted,
      );
      return null;
    });
    if ((data.queries?.header.categories.length ?? 0) > 1) byCategory(context);
  },
};

function byCategory(context: SectionContext): void {
  const { root, data, state } = context;
  const { results, queries } = data;
  if (queries === null) return;
  const figure = chartFigure({ name: 'shares-by-category', title: 'Share of first calls by model and category', caption: '' });
  const picker = rowPicker(results, 'Row', (row) => state.set({ row }));
  const nobody = element(
    'p',
    { class: 'soft', hidden: true },
    'This row is an expectation over choices: it asks nobody in particular.',
  );
  const block = element(
    'div',
    {},
    element('h3', {}, 'One row by category'),
    element('div', { class: 'controls' }, picker.root),
    nobody,
    figure.root,
  );
  root.append(block);
  const name = rowNames(results);
  const models = results.workload.models.map(({ modelId }) => modelId);
  follow({ ...context, root: block }, ['row', 'baseline'], async ({ state: now, view }) => {
    const row = rowPair(results, now).own;
    picker.show(row);
    await breath();
    if (view === null) return null;
    const found = categoryShares(view.columns, row, view.part);
    const ordered = found === null ? null : inOrder(found, queries.header.models, models);
    return () => {
      const own = results.rows[row];
      const who = own === undefined ? '' : name(own);
      const bars = (ordered ?? []).map((one) => ({ ...one, label: one.category }));
      nobody.hidden = ordered !== null;
      void figure.show(
        shareBarsSpec(bars, models, 'share of first calls'),
        sharesTable(ordered ?? [], models),
        `Which model ${who} asks first, by category.`,
      );
    };
  });
}

function sharesTable(found: ReturnType<typeof inOrder>, models: readonly string[]): ReturnType<typeof plainTable> {
  return plainTable({
    label: 'Model shares by category',
    columns: [['category', 'text'], ['n', 'number'], ...models.map((model) => [model, 'number'] as const)],
    rows: found.map(({ category, queries, shares: own }) => [category, formatCount(queries), ...own.map(formatShare)]),
  });
}

/** Shares in the workload's order of models, so that a model has one colour everywhere. */
function inOrder(found: readonly CategoryShares[], packed: readonly string[], models: readonly string[]) {
  return found.map(({ category, queries, shares: own }) => ({
    category,
    queries,
    shares: models.map((model) => own[packed.indexOf(model)] ?? 0),
  }));
}
