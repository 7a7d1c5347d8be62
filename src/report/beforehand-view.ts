import type { Beforehand, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { formatPoints, formatShare } from './format.js';
import { rowNames } from './row-name.js';

const VERDICT: Readonly<Record<Beforehand['verdict'], string>> = {
  better: 'the cascade pays against routing over its own models',
  worse: 'routing before the call does better',
  undecided: 'the two can’t be told apart',
};

/** Whether each cascade pays against deciding before the call, one sentence a cascade. */
export function beforehandText(results: Results): string[] {
  const name = rowNames(results);
  return results.rows.flatMap((row) => {
    if (row.beforehand === undefined) return [];
    const { rows, quality, verdict } = row.beforehand;
    const mix = rows.map(({ rowId, share }) => {
      const found = results.rows.find(({ id }) => id === rowId);
      const label = found === undefined ? rowId.replace(/^single:/, '') : name(found);
      return rows.length === 1 ? label : `${formatShare(share)} ${label}`;
    });
    const costs = costText(results, row.beforehand);
    return [`${name(row)}: ${formatPoints(quality)} points against ${mix.join(' and ')}${costs}: ${VERDICT[verdict]}.`];
  });
}

/** Equal costs are said to be; where no mix costs the same, by how much they differ. */
function costText(results: Results, { rows, cost }: Beforehand): string {
  const view = costView(results);
  const text = view.format(Math.abs(cost.value ?? 0));
  // Two rows are mixed to the very cost: what is left is rounding.
  if (rows.length > 1 || cost.value === null || text === view.format(0)) return ' at the same cost';
  return `, which costs ${text} ${cost.value > 0 ? 'less' : 'more'} (${view.title})`;
}
