import type { Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatEstimate, formatNumber, metricOf, VERDICT_SIGN } from '../format.js';
import { parameterText } from '../protocol-text.js';
import { type PlainTable, plainTable } from './plain-table.js';

/** Every candidate as ranked on the part that decides; null where nothing was tried. */
export function candidateTable(results: Results): PlainTable | null {
  const cost = costView(results);
  return plainTable({
    label: 'Candidates',
    caption:
      'Ranked by the numbers of the validation part. ★ marks what was then measured on the reported part: one candidate a strategy.',
    columns: [
      ['candidate', 'text'],
      ['settings', 'code'],
      ['quality', 'number'],
      [cost.title, 'number'],
      ['constraints', 'text'],
      ['quality, reported part', 'number'],
      [`${cost.title}, reported part`, 'number'],
    ],
    rows: results.candidates.map(({ id, parameters, quality, cost: costs, constraints, selected }) => [
      selected ? `★ ${id}` : id,
      parameterText(parameters) || DASH,
      formatEstimate(quality, 'fraction'),
      cost.format(costs.value),
      constraints.map(({ verdict }) => `${VERDICT_SIGN[verdict]} ${verdict}`).join(', ') || DASH,
      ...reported(results, selected ? id : null),
    ]),
    chosen: (index) => results.candidates[index]?.selected === true,
  });
}

/** What the picked candidate of a strategy came to where it was reported. */
function reported(results: Results, candidate: string | null): readonly [quality: string, cost: string] {
  const row = candidate === null ? undefined : results.rows.find((one) => one.candidate === candidate);
  if (row === undefined) return [DASH, DASH];
  const cost = costView(results);
  return [formatEstimate(metricOf(row, 'quality.mean'), 'fraction'), formatNumber(cost.of(row).value, cost.unit)];
}
