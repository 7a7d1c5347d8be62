import { curvesSpec } from '../../chart/curves.js';
import { enliven } from '../chart/drawn-figure.js';
import type { Section } from '../page/section.js';

/** Sweeps: every point says what it is. */
export const sweeps: Section = {
  id: 'sweeps-live',
  place: { enhances: 'sweeps' },
  needsQueries: false,
  mount({ root, data: { results } }) {
    enliven(root.querySelector('figure'), curvesSpec(results), {
      name: 'sweeps',
      table: () => root.querySelector('details table'),
    });
  },
};
