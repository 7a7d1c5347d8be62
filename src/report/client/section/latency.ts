import type { Results } from '../../../domain/results.js';
import { curveStyle } from '../../chart/curves.js';
import { type LatencyLine, latencySpec, MOST_LATENCIES } from '../../chart/latency.js';
import { costPartsTable, latencyPartsTable, type RowAnatomy } from '../../explore/anatomy-view.js';
import { callParts } from '../../explore/call-parts.js';
import { latencyCurve } from '../../explore/latency-curve.js';
import { rowPair } from '../../explore/query-pair.js';
import type { Shown } from '../../explore/shown-results.js';
import type { PageState } from '../../explore/state.js';
import { tokenParts } from '../../explore/token-parts.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { supposedModels } from '../../explore/what-if/supposed-rows.js';
import { formatNumber } from '../../format.js';
import { latencyTable } from '../../latency-view.js';
import { plainTable } from '../../page/plain-table.js';
import { rowNames } from '../../row-name.js';
import { chartFigure } from '../chart/figure.js';
import { dataTable } from '../dom/data-table.js';
import { element, svgElement } from '../dom/element.js';
import { follow } from '../page/follow.js';
import type { Section, SectionContext } from '../page/section.js';
import { breath } from '../page/steps.js';

/** Where time and money went: distributions of latency, and what means are made of. */
export const latency: Section = {
  id: 'latency-live',
  place: { enhances: 'latency' },
  needsQueries: false,
  mount(context) {
    const { root, data, derived } = context;
    const first = root.querySelector<HTMLElement>(':scope > .scroll');
    const place = element('div', {});
    first?.replaceWith(place);
    if (first !== null) place.append(first);
    const lost = element('p', { class: 'what-if-why', hidden: true });
    place.before(lost);
    let touched = false;
    follow({ ...context, root: place }, ['hidden'], async ({ state, view, wanted, show }) => {
      const { hidden } = state;
      touched ||= hidden.length > 0 || view?.supposed != null;
      if (!touched) return null;
      await derived.results(
        { ...state, baseline: null },
        ['latency'],
        ({ results, pending }) =>
          show(() => {
            const made = latencyTable(results, hidden, (row) => pending('latency', row));
            place.replaceChildren(...(made === null ? [] : [dataTable(made)]));
            tellLost(lost, data.results, results, pending);
          }),
        wanted,
      );
      return null;
    });
    if (data.queries === null) return;
    const curves = element('div', {});
    place.before(curves);
    distributions(context, curves);
    const parts = element('div', {});
    root.append(parts);
    anatomy(context, parts);
  },
};

/** Rows whose percentiles were known and are not any more: the page has their means over samples alone. */
function tellLost(place: HTMLElement, recorded: Results, shown: Results, pending: Shown['pending']): void {
  const name = rowNames(recorded);
  const known = ({ metrics }: Results['rows'][number]): boolean => (metrics['latency.p50']?.value ?? null) !== null;
  const lost = recorded.rows.filter((row, index) => known(row) && !pending('latency', index) && !known(shown.rows[index] ?? row));
  place.hidden = lost.length === 0;
  place.textContent = `Percentiles of ${lost.map(name).join(', ')} are not known with these weights: the page has means over samples, not the samples.`;
}

/** Steps of a curve: every half percent. */
const STEPS = 200;

function distributions(context: SectionContext, root: HTMLElement): void {
  const { results } = context.data;
  const samples = results.protocol.samples > 1 ? ' Each query counts with its mean over samples.' : '';
  const figure = chartFigure({
    name: 'latency',
    title: 'Distribution of latency by row',
    caption: `Share of queries answered within a time, of the row looked at, the baseline and the next rows.${samples}`,
  });
  const key = element('ul', { class: 'key', 'aria-label': 'Key' });
  figure.root.querySelector('figcaption')?.before(key);
  root.append(figure.root);
  const name = rowNames(results);
  follow({ ...context, root }, ['row', 'baseline', 'hidden'], async ({ state: now, view, wanted }) => {
    const lines: LatencyLine[] = [];
    for (const row of drawnRows(results, now)) {
      await breath();
      if (view === null || !wanted()) return null;
      const points = latencyCurve(view.columns.row(row).latencyMs, view.part, STEPS);
      const own = results.rows[row];
      if (points !== null && own !== undefined) lines.push({ label: name(own), points });
    }
    return () => {
      const spec = latencySpec(lines);
      root.hidden = spec === null;
      if (spec === null) return;
      void figure.show(spec, curveTable(lines));
      key.replaceChildren(...lines.map(({ label }, index) => keyItem(label, index)));
    };
  });
}

/** The row looked at, the baseline, then rows in order, as many as can be told apart. */
function drawnRows(results: Results, state: PageState): number[] {
  const { hidden } = state;
  const { own, other } = rowPair(results, state);
  const shown = [...results.rows.keys()].filter((index) => {
    const row = results.rows[index];
    return row !== undefined && (row.kind !== 'control' || row.marks.includes('single_model'));
  });
  return [...new Set([own, other, ...shown])]
    .filter((index) => index >= 0 && !hidden.includes(results.rows[index]?.id ?? ''))
    .slice(0, MOST_LATENCIES);
}

function keyItem(label: string, index: number): HTMLElement {
  const { colour, dash } = curveStyle(index);
  const line = svgElement('path', { d: 'M0 7h28', stroke: colour, 'stroke-dasharray': dash, 'stroke-width': 2 });
  return element('li', {}, svgElement('svg', { viewBox: '0 0 28 14', 'aria-hidden': 'true' }, line), ` ${label}`);
}

function curveTable(lines: readonly LatencyLine[]): ReturnType<typeof plainTable> {
  const shares = [1, 5, 10, 25, 50, 75, 90, 95, 99, 100];
  return plainTable({
    label: 'Latency by share of queries',
    columns: [['share of queries', 'text'], ...lines.map(({ label }) => [`${label}, ms`, 'number'] as const)],
    rows: shares.map((percent) => [
      `${percent} %`,
      ...lines.map(({ points }) => formatNumber(points[(percent * STEPS) / 100]?.ms ?? null, 'ms')),
    ]),
  });
}

function anatomy(context: SectionContext, root: HTMLElement): void {
  const { results } = context.data;
  const folded = (title: string): HTMLElement => element('details', { open: true }, element('summary', {}, title));
  const times = folded('Where the mean latency goes');
  const costs = folded('Where the mean cost goes, and the tokens behind it');
  root.append(times, costs);
  const held = new WeakMap<QueryView, readonly RowAnatomy[]>();
  follow({ ...context, root }, ['hidden'], async ({ state: { hidden }, view, wanted }) => {
    if (view === null) return null;
    const all = held.get(view) ?? (await anatomies(results, view, wanted));
    if (all === null) return null;
    held.set(view, all);
    const shown = all.filter(({ row }) => !hidden.includes(results.rows[row]?.id ?? ''));
    return () => {
      fold(times, latencyPartsTable(results, shown));
      fold(costs, costPartsTable(results, shown));
    };
  });
}

function fold(place: HTMLElement, table: ReturnType<typeof plainTable>): void {
  place.hidden = table === null;
  place.querySelector('.scroll')?.remove();
  if (table !== null) place.append(dataTable(table));
}

/** Null once nobody wants them any more. */
async function anatomies(results: Results, view: QueryView, wanted: () => boolean): Promise<readonly RowAnatomy[] | null> {
  const { columns, part, supposed } = view;
  const models = supposed === null ? results.workload.models : supposedModels(results.workload.models, supposed);
  const found: RowAnatomy[] = [];
  for (const [row, { kind, marks }] of results.rows.entries()) {
    if (kind === 'control' && !marks.includes('single_model')) continue;
    await breath();
    if (!wanted()) return null;
    const parts = callParts(columns, row, part);
    const tokens = tokenParts(columns, models, row, part);
    if (parts !== null && tokens !== null) found.push({ row, parts, tokens });
  }
  return found;
}
