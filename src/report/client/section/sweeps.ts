import { curvesSpec } from '../../chart/curves.js';
import { chartTools } from '../chart/chart-tools.js';
import { liveChart } from '../chart/live-chart.js';
import { element } from '../dom/element.js';
import { whenSeen } from '../page/follow.js';
import type { Section } from '../page/section.js';

/** Sweeps: every point says what it is. */
export const sweeps: Section = {
  id: 'sweeps-live',
  place: { enhances: 'sweeps' },
  needsQueries: false,
  mount({ root, data: { results } }) {
    const figure = root.querySelector<HTMLElement>('figure');
    const place = figure?.querySelector<HTMLElement>('.scroll');
    const spec = curvesSpec(results);
    if (figure == null || place == null || spec === null) return;
    const chart = liveChart(place, place.querySelector('svg')?.getAttribute('aria-label') ?? 'Sweeps');
    figure.before(
      element(
        'div',
        { class: 'controls' },
        chartTools(figure, 'sweeps', () => root.querySelector('details table')),
      ),
    );
    whenSeen(figure, () => void chart.draw(spec));
  },
};
