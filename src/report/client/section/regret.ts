import type { Results } from '../../../domain/results.js';
import { regretSpec } from '../../chart/regret.js';
import { type RoutingMatrix, routingMatrix, routingTable } from '../../explore/confusion-matrix.js';
import { rowPair } from '../../explore/query-pair.js';
import { regretSplit } from '../../explore/regret-split.js';
import { rightness } from '../../explore/rightness.js';
import { routerConfusion } from '../../explore/router-confusion.js';
import { singleOutcomes } from '../../explore/singles.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { misroutedRows, regretTable, type Underserved } from '../../regret-view.js';
import { chartTools } from '../chart/chart-tools.js';
import { liveChart } from '../chart/live-chart.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';
import { heatTable } from '../dom/heat-table.js';
import { follow } from '../page/follow.js';
import { rowPicker } from '../page/row-picker.js';
import type { Section, SectionContext } from '../page/section.js';
import { queriesLink } from '../page/show-queries.js';
import { breath } from '../page/steps.js';

/** Regret split into paying too much and serving too little, and which model was asked in place of which. */
export const regret: Section = {
  id: 'regret-live',
  place: { enhances: 'regret' },
  needsQueries: false,
  mount(context) {
    splitByRow(context);
    if (context.data.queries !== null) askedAndNeeded(context, context.data.queries.header.models);
  },
};

function splitByRow(context: SectionContext): void {
  const { root, data, derived } = context;
  const figure = root.querySelector<HTMLElement>('figure');
  const place = figure?.querySelector<HTMLElement>('.scroll');
  const table = (): Element | null => root.querySelector('#numbers-regret > .scroll');
  if (figure == null || place == null) return;
  const chart = liveChart(place, place.querySelector('svg')?.getAttribute('aria-label') ?? 'Regret');
  figure.before(
    element(
      'div',
      { class: 'controls' },
      chartTools(figure, 'regret', () => table()?.querySelector('table') ?? null),
    ),
  );
  let touched = false;
  follow(context, ['hidden'], async ({ state, view, wanted, show }) => {
    const { hidden } = state;
    touched ||= hidden.length > 0 || view?.supposed != null;
    const underserved = view === null ? null : await split(data.results, view, wanted);
    await derived.results(
      { ...state, baseline: null },
      ['routing'],
      ({ results, pending }, settled) =>
        show(() => {
          const made = regretTable(results, underserved, hidden, (row) => pending('routing', row));
          const twin = root.querySelector<HTMLElement>('#numbers-regret');
          if (twin !== null) twin.hidden = made === null;
          if (made !== null) table()?.replaceWith(dataTable(made));
          const spec = regretSpec({ ...results, rows: results.rows.filter(({ id }) => !hidden.includes(id)) });
          figure.hidden = spec === null;
          if (spec !== null && touched && settled) void chart.draw(spec);
        }),
      wanted,
    );
    return null;
  });
}

/** Kept while the view is the same. */
const held = new WeakMap<QueryView, Map<string, number>>();

async function split(results: Results, view: QueryView, wanted: () => boolean): Promise<Underserved> {
  const known = held.get(view);
  if (known !== undefined) return known;
  const found = new Map<string, number>();
  const [singles, isRight] = [singleOutcomes(view.columns), rightness(results)];
  for (const row of misroutedRows(results)) {
    await breath();
    if (!wanted()) return found;
    found.set(row.id, regretSplit(view.columns.row(results.rows.indexOf(row)), view.part, singles, isRight).underserved);
  }
  held.set(view, found);
  return found;
}

function askedAndNeeded(context: SectionContext, models: readonly string[]): void {
  const { root, data, state } = context;
  const { results } = data;
  const block = element('div', {});
  const picker = rowPicker(results, 'Row', (row) => state.set({ row }));
  const matrix = element('div', {});
  const pairs = element('details', {}, element('summary', {}, 'Every pair, with what it cost'));
  block.append(
    element('h3', { id: 'asked' }, 'Who answered, and who would have done'),
    element('div', { class: 'controls' }, picker.root),
    matrix,
    pairs,
  );
  root.append(block);
  const isRight = rightness(results);
  follow({ ...context, root: block }, ['row', 'baseline'], async ({ state: now, view }) => {
    const row = rowPair(results, now).own;
    picker.show(row);
    await breath();
    if (view === null) return null;
    const cells = routerConfusion(view.columns.row(row), view.part, singleOutcomes(view.columns), isRight);
    return () => {
      matrix.replaceChildren(
        cells === null
          ? element('p', { class: 'soft' }, 'This row is an expectation over choices: it asks nobody in particular.')
          : matrixElement(routingMatrix(cells, models), (model, text) => {
              const own = results.rows[row]?.id ?? '';
              return queriesLink(state, { row: own, answered: model }, text, 'Show these queries');
            }),
      );
      const listed = cells === null ? null : routingTable(results, cells, models);
      pairs.hidden = listed === null;
      pairs.querySelector('.scroll')?.remove();
      if (listed !== null) pairs.append(dataTable(listed));
    };
  });
}

function matrixElement({ needed, rows }: RoutingMatrix, link: (model: string, text: string) => HTMLElement): HTMLElement {
  const tag = (cls: string, text: string): HTMLElement => element('span', { class: `tag ${cls}` }, text);
  return heatTable({
    label: 'Serving models by needed models',
    caption: [
      'Queries by the model whose answer was served and the cheapest model that was right. ',
      tag('up2', '✓ needed'),
      ' ',
      tag('down1', 'paid more'),
      ' ',
      tag('down2', 'mostly wrong'),
      '; grey where no model was right.',
    ],
    columns: ['served by', 'n', ...needed],
    rows: rows.map(({ served, modelId, n, cells }) => ({
      head: modelId === null ? served : link(modelId, served),
      n,
      cells,
    })),
  });
}
