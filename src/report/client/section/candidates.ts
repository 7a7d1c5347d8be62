import { candidatesSpec } from '../../chart/candidates.js';
import { supposedCandidates } from '../../explore/what-if/supposed-candidates.js';
import { parameterText } from '../../protocol-text.js';
import { chartTools } from '../chart/chart-tools.js';
import { liveChart } from '../chart/live-chart.js';
import { copyText } from '../dom/copy-text.js';
import { button, element } from '../dom/element.js';
import { follow } from '../page/follow.js';
import type { Section } from '../page/section.js';

/** Candidates: their settings are told where they are pointed at, and can be copied. */
export const candidates: Section = {
  id: 'candidates-live',
  place: { enhances: 'candidates' },
  needsQueries: false,
  mount(context) {
    const { root, data, derived } = context;
    const { results } = data;
    const table = root.querySelector('table');
    const figure = root.querySelector<HTMLElement>('figure');
    const place = figure?.querySelector<HTMLElement>('.scroll');
    const spec = candidatesSpec(results);
    if (figure != null && place != null && spec !== null) {
      const chart = liveChart(place, place.querySelector('svg')?.getAttribute('aria-label') ?? 'Candidates');
      figure.before(
        element(
          'div',
          { class: 'controls' },
          chartTools(figure, 'candidates', () => table),
        ),
      );
      follow({ ...context, root: figure }, [], async ({ state, view, wanted, show }) => {
        await derived.results(
          { ...state, baseline: null },
          [],
          ({ results: shown }) =>
            show(() => {
              const drawn = candidatesSpec(supposedCandidates(shown, view?.supposed ?? null));
              if (drawn !== null) void chart.draw(drawn);
            }),
          wanted,
        );
        return null;
      });
    }
    for (const [index, row] of [...(table?.tBodies[0]?.rows ?? [])].entries()) {
      const candidate = results.candidates[index];
      const text = candidate === undefined ? '' : parameterText(candidate.parameters);
      if (candidate === undefined || text === '') continue;
      const copy = button('Copy', () => copyText(text, `Settings of ${candidate.id}`), {
        'aria-label': `Copy settings of ${candidate.id}`,
      });
      row.cells[1]?.append(' ', element('span', { class: 'controls inline' }, copy));
    }
  },
};
