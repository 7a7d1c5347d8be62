import type { Estimate } from '../../domain/estimate.js';
import type { Results } from '../../domain/results.js';
import type { RowRobustness } from '../../domain/robustness.js';
import { costView } from '../cost-view.js';
import { DASH, formatCount, formatNumber, formatPoints, formatShare } from '../format.js';
import { KIND_TEXT, robustnessText } from '../robustness-text.js';
import { rowNames } from '../row-name.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface RobustnessSection {
  readonly sentences: readonly string[];
  readonly prompts: PlainTable | null;
  readonly outages: PlainTable | null;
  readonly mixes: PlainTable | null;
}

/** What routers do when prompts, prices, models or the mix of categories are other than measured; null without routers. */
export function robustnessSection(results: Results): RobustnessSection | null {
  const sentences = robustnessText(results);
  if (sentences.length === 0) return null;
  return { sentences, prompts: promptTable(results), outages: outageTable(results), mixes: mixTable(results) };
}

/** A row's name. */
function naming(results: Results): (row: RowRobustness) => string {
  const name = rowNames(results);
  return ({ rowId }) => {
    const row = results.rows.find(({ id }) => id === rowId);
    return row === undefined ? rowId : name(row);
  };
}

function promptTable(results: Results): PlainTable | null {
  const name = naming(results);
  const cost = costView(results);
  return plainTable({
    label: 'Prompts typed otherwise',
    caption:
      'Kinds of change that flip a decision; the others flip none. Quality and cost are those of the flipped decisions, on the recordings of the unchanged prompt.',
    columns: [
      ['row', 'text'],
      ['change', 'text'],
      ['prompts', 'number'],
      ['decisions flipped', 'number'],
      ['quality there (points)', 'number'],
      [`${cost.title} there`, 'number'],
    ],
    rows: results.robustness.rows.flatMap((row) =>
      row.perturbations
        .filter(({ flips }) => (flips.value ?? 0) > 0)
        .map(({ kind, n, flips, quality, cost: change }) => [
          name(row),
          KIND_TEXT[kind],
          formatCount(n),
          shareText(flips),
          formatPoints(quality),
          signed(change, cost.format),
        ]),
    ),
  });
}

function outageTable(results: Results): PlainTable | null {
  const name = naming(results);
  const cost = costView(results);
  return plainTable({
    label: 'One model down',
    caption: 'Every call to the model fails, at no cost; fallbacks answer where there are any. Only where something changes.',
    columns: [
      ['row', 'text'],
      ['model down', 'text'],
      ['quality (points)', 'number'],
      [cost.title, 'number'],
      ['no answer', 'number'],
    ],
    rows: results.robustness.rows.flatMap((row) =>
      row.removals
        .filter(({ quality, cost: change }) => quality.value !== 0 || change.value !== 0)
        .map(({ modelId, quality, cost: change, noAnswer }) => [
          name(row),
          modelId,
          formatPoints(quality),
          signed(change, cost.format),
          formatShare(noAnswer.value),
        ]),
    ),
  });
}

function mixTable(results: Results): PlainTable | null {
  const name = naming(results);
  const cost = costView(results);
  const between = (range: readonly [number, number], format: (value: number) => string): string =>
    `${format(range[0])} to ${format(range[1])}`;
  return plainTable({
    label: 'Other mixes of categories, and whom the money goes to',
    columns: [
      ['row', 'text'],
      [`quality, weights ±${100 * results.robustness.mixSpread} %`, 'number'],
      [cost.title, 'number'],
      ['cost paid to', 'text'],
    ],
    rows: results.robustness.rows.map((row) => [
      name(row),
      row.mix === null ? DASH : between(row.mix.quality, (value) => formatNumber(value, 'fraction')),
      row.mix === null || row.mix.cost === null ? DASH : between(row.mix.cost, cost.format),
      row.spending
        .filter(({ share }) => (share.value ?? 0) > 0)
        .sort((a, b) => (b.share.value ?? 0) - (a.share.value ?? 0))
        .map(({ modelId, share }) => `${modelId} ${formatShare(share.value)}`)
        .join(', ') || DASH,
    ]),
  });
}

function shareText({ value, low, high }: Estimate): string {
  const one = (share: number | null): string => (share === null ? DASH : `${(100 * share).toFixed(1)} %`);
  return low === null || high === null ? one(value) : `${one(value)} [${one(low)}, ${one(high)}]`;
}

/** A change of cost with its sign. */
function signed({ value }: Estimate, format: (value: number) => string): string {
  return value === null ? DASH : `${value > 0 ? '+' : ''}${format(value)}`;
}
