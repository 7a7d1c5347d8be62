import { supposes, suppositionOf, suppositionText, WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import { announce } from '../dom/announce.js';
import { button, element } from '../dom/element.js';
import type { PageData } from '../page/page-data.js';
import type { Store } from '../state/store.js';

/** Says above numbers that they are supposed, not measured, and what was supposed; a press goes back. Hidden where nothing is. */
export function whatIfBanner({ queries }: PageData, state: Store): HTMLElement {
  const text = element('span', {});
  const banner = element(
    'div',
    { class: 'what-if-note', hidden: true },
    element('strong', {}, 'What if'),
    ' ',
    text,
    button('Back to what was recorded', () => backToRecorded(state)),
  );
  if (queries === null) return banner;
  const { models, categories } = queries.header;
  state.watch(WHAT_IF_KEYS, (now) => {
    const supposed = suppositionOf(now, models, categories);
    banner.hidden = !supposes(supposed);
    text.textContent = `${suppositionText(supposed)}. These numbers are supposed, not measured. `;
  });
  return banner;
}

/** Drops everything supposed. */
export function backToRecorded(state: Store): void {
  state.set({ times: {}, usd: {}, weigh: {} });
  announce('Prices and weights are as recorded');
}
