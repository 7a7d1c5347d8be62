import { overall } from '../compare/judge.js';
import type { Estimate } from '../domain/estimate.js';
import { counted } from '../domain/measured-text.js';
import type { Optimism, Results, SearchSummary } from '../domain/results.js';
import { DASH, formatCount, formatEstimate, formatPoints, sayP } from './format.js';
import { parameterText } from './protocol-text.js';

/** One search in words; every view shows the same. */
export interface SearchView {
  readonly strategy: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
}

/** Every search of the results. */
export function searchViews({ search, protocol, rows }: Pick<Results, 'search' | 'protocol' | 'rows'>): readonly SearchView[] {
  return search.map((one) => ({
    strategy: one.strategy,
    facts: [
      { term: 'Tried', text: triedText(one) },
      { term: 'Chosen', text: chosenText(one, protocol) },
      { term: 'With', text: parameterText(one.chosen.parameters) },
      { term: 'Promised', text: `on validation: ${pickText(one.chosen.quality, one.chosen.cost, protocol)}` },
      { term: 'Flattered by', text: flatteredText(one.optimism.observed, protocol) },
      { term: 'Expected', text: expectedText(one, protocol) },
      { term: 'Corrected', text: `${correctedText(one, protocol)}${caveatText(one, rows)}` },
    ],
  }));
}

function triedText({ tried, space, method, stopped, patience, seed }: SearchSummary): string {
  const all = tried.candidates === space.candidates ? 'all' : formatCount(tried.candidates);
  const seen = tried.onValidation === tried.candidates ? '' : `, ${formatCount(tried.onValidation)} of them on validation`;
  const end = stopped === 'patience' ? `; stopped after ${patience} without a better one` : '';
  return `${all} of ${counted(space.candidates, 'candidate')} by ${method}, seed ${seed}${seen}; ${counted(tried.distinct, 'decides', 'decide')} differently${end}`;
}

function chosenText(
  { rule, chosen, best, within, standardError }: SearchSummary,
  { objective, costUnit }: Results['protocol'],
): string {
  if (within === 0) return `${chosen.id}: no candidate passes every constraint on validation; this one comes nearest`;
  if (rule === 'best') return `${chosen.id}, the best on validation (${objective})`;
  const error = errorText(standardError, objective, costUnit);
  if (within === 1) return `${chosen.id}, the best: no other is within one standard error (${error}) of its objective`;
  const plainest = chosen.id === best.id ? 'also the best' : `the best being ${best.id}`;
  return `${chosen.id}, the plainest of ${formatCount(within)} within one standard error (${error}) of the best objective; ${plainest}`;
}

/** Of a cost in the unit of every cost beside it; of quality, or quality less money, a plain number. */
function errorText(error: number | null, objective: string, costUnit: 'usd' | 'calls'): string {
  if (error === null) return DASH;
  if (objective !== 'minimise cost') return Number(error.toPrecision(2)).toString();
  return `${perThousand({ value: error, low: null, high: null, n: 0 }, costUnit)} per 1,000 queries`;
}

function pickText(quality: Estimate, cost: Estimate, { costUnit }: Results['protocol']): string {
  return `quality ${formatEstimate(quality, 'fraction')}, ${perThousand(cost, costUnit)} per 1,000 queries`;
}

function flatteredText(observed: Optimism, protocol: Results['protocol']): string {
  if (isUnknown(observed)) return 'not known: nothing of the chosen candidate could be measured on both parts';
  return `${optimismText(observed, protocol)} (validation minus test: quality above 0 and cost below 0 flattered)`;
}

function isUnknown({ quality, cost }: Optimism): boolean {
  return quality.value === null && cost.value === null;
}

function optimismText({ quality, cost }: Optimism, { costUnit }: Results['protocol']): string {
  return `quality ${formatPoints(quality)} points, cost ${perThousand(cost, costUnit)} per 1,000 queries`;
}

function expectedText({ optimism, tried }: SearchSummary, protocol: Results['protocol']): string {
  if (isUnknown(optimism.expected)) return 'not known: on no resample of validation does a candidate meet every constraint';
  const { quality, cost } = optimism.expected;
  const value = (estimate: Estimate): Estimate => ({ ...estimate, low: null, high: null });
  const looked = tried.distinct === 1 ? '1 candidate' : `${formatCount(tried.distinct)} candidates that decide differently`;
  return `${optimismText({ objective: value(quality), quality: value(quality), cost: value(cost) }, protocol)}, from having looked at ${looked} (bootstrap)`;
}

/** What the max-statistic says, in the objective's own words: "better" would hide that it looks at nothing else. */
function correctedText({ maxStatistic, chosen, best }: SearchSummary, { reference, objective }: Results['protocol']): string {
  if (maxStatistic === null) return `nothing to test: against ${reference} the objective doesn't vary`;
  const { candidates } = maxStatistic;
  const word = (p: number): string => (p < 0.05 ? 'is' : 'is not shown to be');
  const than = ahead(objective, reference);
  const of = (id: string, { pAdjusted }: { readonly pAdjusted: number }): string =>
    `${id} ${word(pAdjusted)} ${than} (${sayP({ pValue: pAdjusted })})`;
  const more = chosen.id === best.id ? '' : `; ${of(best.id, maxStatistic.best)}`;
  return `for ${counted(candidates, 'candidate')}, ${of(chosen.id, maxStatistic.chosen)}${more}`;
}

function ahead(objective: string, reference: string): string {
  if (objective === 'minimise cost') return `cheaper than ${reference}`;
  if (objective === 'maximise quality') return `of higher quality than ${reference}`;
  return `ahead of ${reference} in the objective (${objective})`;
}

/** Being ahead in the objective is no win where constraints are not met. */
function caveatText({ strategy, within }: SearchSummary, rows: Results['rows']): string {
  if (within === 0) return '; no win, because no candidate passes every constraint on validation';
  const row = rows.find(({ id }) => id === `router:${strategy}`);
  if (row === undefined || overall(row.constraints) !== 'fail') return '';
  return '; no win, because the chosen one fails a constraint on test';
}

function perThousand({ value, low, high }: Estimate, unit: 'usd' | 'calls'): string {
  const times = (number: number | null): number | null => (number === null ? null : 1000 * number);
  const text = formatEstimate({ value: times(value), low: times(low), high: times(high), n: 0 }, unit);
  return unit === 'calls' && value !== null ? `${text} calls` : text;
}
