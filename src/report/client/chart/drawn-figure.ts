import type { TopLevelSpec } from 'vega-lite';
import { element } from '../dom/element.js';
import { whenSeen } from '../page/follow.js';
import { chartTools } from './chart-tools.js';
import { liveChart } from './live-chart.js';

/** A drawing that the page came with: its points say what they are once it is seen, and it can be taken along. */
export function enliven(
  figure: HTMLElement | null | undefined,
  spec: TopLevelSpec | null,
  { name, table }: { readonly name: string; readonly table: () => HTMLTableElement | null },
): void {
  const place = figure?.querySelector<HTMLElement>('.scroll');
  if (figure == null || place == null || spec === null) return;
  const chart = liveChart(place, place.querySelector('svg')?.getAttribute('aria-label') ?? name);
  figure.before(element('div', { class: 'controls' }, chartTools(figure, name, table)));
  whenSeen(figure, () => void chart.draw(spec));
}
