import { curveStyle } from '../../chart/curves.js';
import { type LatencyLine, latencySpec, MOST_LATENCIES } from '../../chart/latency.js';
import { costPartsTable, latencyPartsTable, type RowAnatomy } from '../../explore/anatomy-view.js';
import { callParts } from '../../explore/call-parts.js';
import { latencyCurve } from '../../explore/latency-curve.js';
import { rowPair } from '../../explore/query-pair.js';
import type { PageState } from '../../explore/state.js';
import { tokenParts } from '../../explore/token-parts.js';
import { formatNumber } from '../../format.js';
import { latencyTable } from '../../latency-view.js';
import { plainTable } from '../../page/plain-table.js';
import { rowNames } from '../../row-name.js';
import { chartFigure } from '../chart/figure.js';
import { dataTable } from '../dom/data-table.js';
import { element, svgElement } from '../dom/element.js';
import { breath } from '../page/derived.js';
import { follow } from '../page/follow.js';
import type { Section, SectionContext } from '../page/section.js';

/** Where time and money went: distributions of latency, and what means are made of. */
export const latency: Section = {
  id: 'latency-live',
  place: { enhances: 'latency' },
  needsQueries: false,
  mount(context) {
    const { root, data, state } = context;
    const first = root.querySelector(':scope > .scroll');
    let touched = false;
    state.watch(['hidden'], ({ hidden }) => {
      touched ||= hidden.length > 0;
      const made = !touched ? null : latencyTable(data.results, hidden);
      if (made !== null) root.querySelector(':scope > .scroll')?.replaceWith(dataTable(made));
    });
    if (data.queries === null) return;
    const curves = element('div', {});
    first?.before(curves);
    distributions(context, curves, data.queries.columns);
    const parts = element('div', {});
    root.append(parts);
    anatomy(context, parts, data.queries.columns);
  },
};

type Columns = NonNullable<SectionContext['data']['queries']>['columns'];

/** Steps of a curve: every half percent. */
const STEPS = 200;

function distributions({ data: { results }, state }: SectionContext, root: HTMLElement, columns: Columns): void {
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
  follow({ root, state }, ['row', 'baseline', 'hidden'], async (now) => {
    const lines: LatencyLine[] = [];
    const part = columns.part();
    for (const row of drawnRows(results, now)) {
      await breath();
      const points = latencyCurve(columns.row(row).latencyMs, part, STEPS);
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
function drawnRows(results: SectionContext['data']['results'], state: PageState): number[] {
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

function anatomy({ data: { results }, state }: SectionContext, root: HTMLElement, columns: Columns): void {
  const folded = (title: string): HTMLElement => element('details', { open: true }, element('summary', {}, title));
  const times = folded('Where the mean latency goes');
  const costs = folded('Where the mean cost goes, and the tokens behind it');
  root.append(times, costs);
  let held: RowAnatomy[] | null = null;
  follow({ root, state }, ['hidden'], async ({ hidden }) => {
    held ??= await anatomies(results, columns);
    const shown = held.filter(({ row }) => !hidden.includes(results.rows[row]?.id ?? ''));
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

async function anatomies(results: SectionContext['data']['results'], columns: Columns): Promise<RowAnatomy[]> {
  const part = columns.part();
  const found: RowAnatomy[] = [];
  for (const [row, { kind, marks }] of results.rows.entries()) {
    if (kind === 'control' && !marks.includes('single_model')) continue;
    await breath();
    const parts = callParts(columns, row, part);
    const tokens = tokenParts(columns, results.workload.models, row, part);
    if (parts !== null && tokens !== null) found.push({ row, parts, tokens });
  }
  return found;
}
