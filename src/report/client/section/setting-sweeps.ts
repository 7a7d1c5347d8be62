import { settingSweepSpec } from '../../chart/setting-sweep.js';
import { settingText } from '../../setting-text.js';
import { enliven } from '../chart/drawn-figure.js';
import { copyText } from '../dom/copy-text.js';
import { button, element } from '../dom/element.js';
import type { Section } from '../page/section.js';

/** Routers over one setting: every point says what it is, and every value can be copied. */
export const settingSweeps: Section = {
  id: 'settings-live',
  place: { enhances: 'settings' },
  needsQueries: false,
  mount({ root, data: { results } }) {
    const blocks = [...root.querySelectorAll<HTMLElement>('.setting-sweep')];
    for (const [index, sweep] of results.settingSweeps.entries()) {
      const block = blocks[index];
      const table = block?.querySelector('table') ?? null;
      enliven(block?.querySelector('figure'), settingSweepSpec(results, sweep), {
        name: `setting-${sweep.label}`,
        table: () => table,
      });
      for (const [at, row] of [...(table?.tBodies[0]?.rows ?? [])].entries()) {
        const point = sweep.points[at];
        if (point === undefined) continue;
        const text = settingText(sweep, point.value);
        const copy = button('Copy', () => copyText(text, text), { 'aria-label': `Copy ${text}` });
        row.cells[0]?.append(' ', element('span', { class: 'controls inline' }, copy));
      }
    }
  },
};
