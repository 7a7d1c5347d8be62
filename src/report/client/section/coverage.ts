import { type CoverageRow, coverageMatrix } from '../../explore/coverage-matrix.js';
import { coverageSentence, coverageText } from '../../explore/coverage-view.js';
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
  mount({ root, data: { queries } }) {
    if (queries === null) return;
    const { models } = queries.columns.header;
    const block = element('div', {}, element('h3', {}, 'Coverage'));
    root.append(block);
    whenSeen(block, () => {
      const rows = coverageMatrix(queries.columns);
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
