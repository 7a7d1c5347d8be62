import type { Results } from '../domain/results.js';
import type { PerturbationEffect, RowRobustness } from '../domain/robustness.js';
import { costView } from './cost-view.js';
import { formatCount, formatNumber, formatPoints, formatShare } from './format.js';
import { leadingRow } from './worst-categories.js';

/** Kinds of perturbation in words. */
export const KIND_TEXT = {
  letter_case: 'letter case',
  spacing: 'spacing',
  typo: 'a typo',
  synonym: 'a synonym',
  courtesy: 'a courtesy',
  noise: 'noise around the text',
  end_punctuation: 'end punctuation',
} as const satisfies Record<PerturbationEffect['kind'], string>;

/** What a reader should know of the leading router, one sentence a kind of change; none without a router. */
export function robustnessText(results: Results): string[] {
  const { robustness } = results;
  const leading = leadingRow(results);
  const row = robustness.rows.find(({ rowId }) => rowId === leading?.id) ?? robustness.rows[0];
  if (row === undefined) return [];
  return [...promptText(row), ...outageText(row), ...spendingText(row), ...priceText(results), ...mixText(results, row)];
}

function promptText({ perturbations }: RowRobustness): string[] {
  const most = perturbations.reduce<PerturbationEffect | undefined>(
    (held, effect) => ((effect.flips.value ?? 0) > (held?.flips.value ?? 0) ? effect : held),
    undefined,
  );
  if (perturbations.length === 0) return [];
  if (most === undefined) return ['Prompts typed otherwise: no decision changes.'];
  const quality = most.quality.value === null ? '' : `, quality there ${formatPoints(most.quality)} points`;
  return [
    `Prompts typed otherwise: at most ${percent(most.flips.value)} of the decisions change (${KIND_TEXT[most.kind]})${quality}.`,
  ];
}

/** Flips are rare: a decimal tells more than a whole percent. */
function percent(share: number | null): string {
  return share === null ? formatShare(share) : `${(100 * share).toFixed(1)} %`;
}

function outageText({ removals }: RowRobustness): string[] {
  const felt = removals.filter(
    ({ quality, noAnswer }) => quality.value !== null && (quality.value < 0 || (noAnswer.value ?? 0) > 0),
  );
  const worst = [...felt].sort((a, b) => (a.quality.value ?? 0) - (b.quality.value ?? 0))[0];
  if (removals.length === 0) return [];
  if (worst === undefined) return ['With any one model down: no quality is lost.'];
  const lost = (worst.noAnswer.value ?? 0) > 0 ? `, ${percent(worst.noAnswer.value)} get no answer` : '';
  return [`With one model down, worst ${worst.modelId}: quality ${formatPoints(worst.quality)} points${lost}.`];
}

function spendingText({ spending }: RowRobustness): string[] {
  const most = [...spending].sort((a, b) => (b.share.value ?? 0) - (a.share.value ?? 0))[0];
  if (most === undefined || most.share.value === null) return [];
  const change = (20 * most.share.value).toFixed(1);
  return [`${formatShare(most.share.value)} of the cost goes to ${most.modelId}: its price ±20 % is the bill ±${change} %.`];
}

function priceText({ robustness: { prices } }: Results): string[] {
  const other = prices.filter(({ sameChoice }) => !sameChoice);
  if (prices.length === 0) return [];
  if (other.length === 0) return ['Any price ±20 %: the choice stays.'];
  const told = other.map(
    ({ modelId, factor, candidate }) =>
      `${candidate ?? 'nothing'} with ${modelId === null ? 'every price' : `the price of ${modelId}`} ${factor < 1 ? '−' : '+'}${Math.round(100 * Math.abs(factor - 1))} %`,
  );
  return [`Prices ±20 % change the choice: ${told.join('; ')}.`];
}

function mixText(results: Results, { mix: range }: RowRobustness): string[] {
  const { mix, mixSpread } = results.robustness;
  if (range === null) return [];
  const cost = costView(results);
  const [low, high] = range.quality;
  const costs =
    range.cost === null ? '' : `, ${cost.title} between ${range.cost.map((value) => cost.format(value)).join(' and ')}`;
  const spread = `Category weights ±${100 * mixSpread} %: quality between ${formatNumber(low, 'fraction')} and ${formatNumber(high, 'fraction')}${costs}`;
  if (mix === null) return [`${spread}.`];
  const rival = results.rows.find(({ id }) => id === mix.rival)?.label;
  const stays = mix.rival === null || (mix.lead ?? 0) >= 0;
  const winner = stays ? 'no rival passes it in any mix' : `${rival} is better in one with more of ${raised(mix.mix)}`;
  const margin =
    mix.qualityMargin === null
      ? ''
      : mix.qualityMargin < 0
        ? `; the quality constraint is missed by ${(-100 * mix.qualityMargin).toFixed(1)} points in the worst mix`
        : '; the quality constraint holds in every mix';
  return [`${spread}; ${winner}${margin}.`];
}

function raised(mix: readonly { readonly category: string; readonly factor: number }[]): string {
  const names = mix.filter(({ factor }) => factor > 1).map(({ category }) => category);
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${formatCount(names.length - 3)} others` : names.join(', ');
}
