import { reliabilitySpec } from '../../chart/reliability.js';
import { enliven } from '../chart/drawn-figure.js';
import type { Section } from '../page/section.js';

/** Predictions against what came: every dot says what it is. */
export const predictions: Section = {
  id: 'predictions-live',
  place: { enhances: 'predictions' },
  needsQueries: false,
  mount({ root, data: { results } }) {
    enliven(root.querySelector('figure'), reliabilitySpec(results), {
      name: 'predictions',
      table: () => [...root.querySelectorAll('table')].at(-1) ?? null,
    });
  },
};
