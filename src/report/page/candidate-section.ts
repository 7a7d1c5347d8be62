import type { Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatEstimate, VERDICT_SIGN } from '../format.js';
import { parameterText } from '../protocol-text.js';
import { type PlainTable, plainTable } from './plain-table.js';

/** Every candidate as ranked on the part that decides; null where nothing was tried. */
export function candidateTable(results: Results): PlainTable | null {
  const cost = costView(results);
  return plainTable({
    label: 'Candidates',
    caption: 'Numbers of the validation part. ★ marks what was measured on the test part: one candidate a strategy.',
    columns: [
      ['candidate', 'text'],
      ['settings', 'code'],
      ['quality', 'number'],
      [cost.title, 'number'],
      ['constraints', 'text'],
    ],
    rows: results.candidates.map(({ id, parameters, quality, cost: costs, constraints, selected }) => [
      selected ? `★ ${id}` : id,
      parameterText(parameters) || DASH,
      formatEstimate(quality, 'fraction'),
      cost.format(costs.value),
      constraints.map(({ verdict }) => `${VERDICT_SIGN[verdict]} ${verdict}`).join(', ') || DASH,
    ]),
    chosen: (index) => results.candidates[index]?.selected === true,
  });
}
