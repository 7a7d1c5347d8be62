import type { TopLevelSpec } from 'vega-lite';
import { element } from '../dom/element.js';
import { loadVega } from '../vega/load-vega.js';
import { tooltip } from './tooltip.js';

/** A chart that can be drawn anew. */
export interface LiveChart {
  /** Draws a specification; of several at once only the last is drawn. */
  draw(spec: TopLevelSpec): Promise<void>;
}

/**
 * A chart in place of a static drawing, or in an empty element. To screen readers it is one image, named by `title`; its
 * numbers stand in a table beside it. Nothing is loaded before the first drawing.
 *
 * @param numbers id of what holds the table, unless a drawing that is replaced says so
 */
export function liveChart(place: HTMLElement, title: string, numbers?: string): LiveChart {
  const details = numbers ?? place.querySelector('svg')?.getAttribute('aria-details') ?? null;
  let wanted = 0;
  let done: () => void = () => undefined;
  return {
    async draw(spec) {
      const turn = ++wanted;
      const { view } = await loadVega();
      if (turn !== wanted) return;
      const holder = element('div', { class: 'live-chart' });
      const made = view(spec, holder, tooltip);
      await made.runAsync();
      if (turn !== wanted) {
        made.finalize();
        return;
      }
      labelled(holder, title, details);
      place.replaceChildren(holder);
      done();
      done = () => made.finalize();
    },
  };
}

/** As on the server: one image that shrinks with the page. */
function labelled(holder: HTMLElement, title: string, details: string | null): void {
  // An empty form for inputs that no chart here has.
  holder.querySelector('.vega-bindings')?.remove();
  const svg = holder.querySelector('svg');
  if (svg === null) return;
  for (const inner of svg.querySelectorAll('[role], [aria-label], [aria-roledescription]')) {
    for (const name of ['role', 'aria-label', 'aria-roledescription', 'aria-hidden']) inner.removeAttribute(name);
  }
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title);
  if (details !== null) svg.setAttribute('aria-details', details);
  svg.setAttribute('focusable', 'false');
}
