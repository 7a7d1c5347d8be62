import type { Change, ChangeVerdict, Measure } from '../domain/run-comparison.js';
import { DASH, formatMeasured, formatNumber, points } from './format.js';

/** Shapes beside the words of a change. */
export const CHANGE_SIGN: Readonly<Record<ChangeVerdict, string>> = {
  better: '▲',
  worse: '▼',
  unclear: '·',
  unchanged: '=',
  unavailable: DASH,
  incomparable: '≠',
};

const WORDS: Readonly<Record<ChangeVerdict, string>> = {
  better: 'better',
  worse: 'worse',
  unclear: 'no significant change',
  unchanged: 'unchanged',
  unavailable: 'not available',
  incomparable: 'not comparable',
};

/** What a measure is called in tables and sentences. */
export const MEASURE_NAME: Readonly<Record<Measure, string>> = { quality: 'quality', cost: 'cost', latency: 'p95 latency' };

/** A change with its interval and shape: `▼ −3.1 [−5.0, −1.2]` points of quality, `▲ −11.0 % [−13.1, −9.0]` of cost or latency. */
export function formatChange(change: Change): string {
  const { verdict } = change;
  if (verdict === 'unavailable' || verdict === 'incomparable') return CHANGE_SIGN[verdict];
  if (verdict === 'unchanged') return `${CHANGE_SIGN.unchanged} 0`;
  return `${CHANGE_SIGN[verdict]} ${amount(change)}`;
}

/** The same in a sentence: `quality −3.1 points [−5.0, −1.2]: worse (p 0.002)`. */
export function changeWords(change: Change): string {
  const { measure, verdict, test } = change;
  const name = MEASURE_NAME[measure];
  if (verdict === 'unavailable' || verdict === 'incomparable' || verdict === 'unchanged') return `${name} ${WORDS[verdict]}`;
  const unit = measure === 'quality' ? ' points' : '';
  const [value = '', ...interval] = amount(change).split(/ (?=\[)/);
  const p = test === null || verdict === 'unclear' ? '' : `, p ${test.pAdjusted < 0.001 ? '< 0.001' : test.pAdjusted.toFixed(3)}`;
  return `${name} ${value}${unit}${interval.length > 0 ? ` ${interval.join(' ')}` : ''} (${WORDS[verdict]}${p})`;
}

/** A change's two ends: `0.824 [0.799, 0.849] → 0.793 [0.766, 0.819]`. */
export function formatEnds({ base, head, unit }: Change): string {
  return `${formatMeasured(base, unit)} → ${formatMeasured(head, unit)}`;
}

/**
 * Quality in points; cost and latency as a share of what they were, or as they are where that was 0. Neither can fall by more than all
 * of it, so that an interval, which is that of the difference over base's value, ends at −100 %.
 */
function amount({ measure, unit, base, difference }: Change): string {
  const { value, low, high } = difference;
  if (measure === 'quality') return withInterval(value, low, high, points);
  const was = base.value ?? 0;
  if (was === 0) return withInterval(value, low, high, (one) => formatNumber(one, unit));
  const share = (one: number | null): string => percent(one === null ? null : Math.max(-1, one / was));
  const [shown = DASH, ...interval] = withInterval(value, low, high, share).split(/ (?=\[)/);
  return [`${shown} %`, ...interval].join(' ');
}

/** Percent with a sign; a hundred and more without decimals. */
function percent(share: number | null): string {
  const text = points(share);
  return share === null || Math.abs(share) < 1 ? text : text.replace(/\.\d$/, '');
}

function withInterval(
  value: number | null,
  low: number | null,
  high: number | null,
  format: (one: number | null) => string,
): string {
  return low === null || high === null ? format(value) : `${format(value)} [${format(low)}, ${format(high)}]`;
}
