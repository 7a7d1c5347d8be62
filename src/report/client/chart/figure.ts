import type { TopLevelSpec } from 'vega-lite';
import type { PlainTable } from '../../page/plain-table.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';
import { chartTools } from './chart-tools.js';
import { liveChart } from './live-chart.js';

/** A chart of the page's own, with what every chart has: a caption, its numbers as a table, and files to take along. */
export interface ChartFigure {
  readonly root: HTMLElement;
  /** Draws chart and table anew; without a specification the table stands alone. The caption stays unless one is given. */
  show(spec: TopLevelSpec | null, table: PlainTable | null, caption?: string): Promise<void>;
}

/**
 * @param name of the files, e.g. `latency`
 * @param title what the chart shows, for those who can't see it
 */
export function chartFigure({ name, title, caption }: { name: string; title: string; caption: string }): ChartFigure {
  const place = element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Chart: ${title}` });
  const told = element('figcaption', {}, caption);
  const figure = element('figure', {}, place, told);
  const twin = element('details', { id: `numbers-${name}` }, element('summary', {}, 'The same as a table'));
  const chart = liveChart(place, `${title}; the table below holds the numbers`, twin.id);
  const tools = chartTools(figure, name, () => twin.querySelector('table'));
  return {
    root: element('div', { class: 'chart-figure' }, element('div', { class: 'controls' }, tools), figure, twin),
    async show(spec, table, now = told.textContent) {
      told.textContent = now;
      twin.querySelector('.scroll')?.remove();
      if (table !== null) twin.append(dataTable(table));
      twin.hidden = table === null;
      figure.hidden = spec === null;
      if (spec !== null) await chart.draw(spec);
    },
  };
}
