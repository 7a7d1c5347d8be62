import { type CoverageRow, coverageMatrix } from '../../explore/coverage-matrix.js';
import { coverageSentence, coverageText } from '../../explore/coverage-view.js';
import { INITIAL_STATE } from '../../explore/state.js';
import { formatCount } from '../../format.js';
import { modelNames } from '../../row-name.js';
import { element } from '../dom/element.js';
import { heatTable } from '../dom/heat-table.js';
import { whenSeen } from '../page/follow.js';
import type { Section } from '../page/section.js';

/** What is recorded of which model, by category. */
export const coverage: Section = {
  id: 'coverage',
  place: { enhances: 'data' },
  needsQueries: true,
  mount({ root, data: { queries }, derived }) {
    if (queries === null) return;
    const recorded = derived.view(INITIAL_STATE)?.recorded;
    if (recorded === undefined) return;
    const { models } = queries.header;
    const block = element('div', {}, element('h3', {}, 'Coverage'));
    root.append(block);
    whenSeen(block, () => {
      // What was recorded is what was recorded, whatever is supposed.
      const rows = coverageMatrix(recorded);
      block.append(element('p', {}, coverageSentence(rows, models.length)), matrixTable(rows, models));
    });
  },
};

function matrixTable(rows: readonly CoverageRow[], models: readonly string[]): HTMLElement {
  const name = modelNames(models);
  return heatTable({
    label: 'Coverage by model and category',
    caption: ['Queries of each category whose first answer by a model is known. Tinted where something lacks.'],
    columns: ['category', 'queries', ...models.map(name)],
    rows: rows.map(({ category, cells }) => ({
      head: category ?? '(no category)',
      n: formatCount(cells[0]?.queries ?? 0),
      cells: cells.map(coverageText),
    })),
  });
}
