import type { PairedTest } from '../compare/paired-test.js';
import type { Results, VersusReference } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatNumber, formatP, formatPoints, formatTimes, points, sayP } from './format.js';
import { marginText } from './test-view.js';

/** Two rows held against each other. */
export interface DuelInput {
  /** The first row against the second. */
  readonly versus: VersusReference;
  /** With `pAdjusted` where a run corrected it; null where none applies. */
  readonly test: (PairedTest & { readonly pAdjusted?: number }) | null;
  /** Names as shown. */
  readonly first: string;
  readonly second: string;
  /** Cost as shown that a point of quality is worth; absent or null where nobody said. */
  readonly worth?: number | null;
}

/** What a duel came to, as terms and texts. */
export function duelFacts(results: Results, duel: DuelInput): { readonly term: string; readonly text: string }[] {
  const { versus } = duel;
  const cost = costView(results);
  const least = versus.minimumDetectable;
  const perQueries = cost.perQueries === 1 ? 'per query' : 'per 1,000 queries';
  const { margin } = results.protocol.nonInferiority;
  return [
    {
      term: 'Quality',
      text: `${formatPoints(versus.quality)} points; ${formatEstimate(versus.retention, 'ratio')} of ${duel.second}’s`,
    },
    { term: 'Cost', text: `${costText(results, versus)} ${perQueries}; ${timesText(versus)}` },
    ...worthFact(results, duel),
    { term: 'Test', text: testText(duel) },
    {
      term: 'Could be shown',
      text: least === null ? 'nothing differs' : `differences from ${(100 * least).toFixed(1)} points on`,
    },
    { term: `Worse by more than ${marginText(margin)}?`, text: NOT_WORSE[versus.nonInferiority.verdict] },
  ];
}

/** Who is ahead once cost is paid for in points of quality: the ranking's number, for the two. */
function worthFact(results: Results, { versus, worth, first, second }: DuelInput): { term: string; text: string }[] {
  const [quality, paid] = [versus.quality.value, versus.cost.value];
  if (worth === undefined || worth === null || quality === null || paid === null) return [];
  const cost = costView(results);
  const net = quality - (paid * cost.perQueries) / worth / 100;
  const who = net === 0 ? 'neither is ahead' : `${net > 0 ? first : second} is ahead by ${points(Math.abs(net)).slice(1)} points`;
  return [{ term: 'All in all', text: `${who}, with a point of quality worth ${formatNumber(worth, cost.unit)}` }];
}

const NOT_WORSE = { non_inferior: 'no', inferior: 'yes', undecided: 'not shown either way' } as const;

function costText(results: Results, { cost: difference }: VersusReference): string {
  const { format } = costView(results);
  const { value, low, high } = difference;
  if (value === null) return DASH;
  const one = (perQuery: number | null): string => (perQuery === null ? DASH : `${perQuery > 0 ? '+' : ''}${format(perQuery)}`);
  return low === null && high === null ? one(value) : `${one(value)} [${one(low)}, ${one(high)}]`;
}

function timesText({ timesCheaper: { value, low, high } }: VersusReference): string {
  if (value === null) return 'no ratio of costs';
  const interval = low === null && high === null ? '' : ` [${formatTimes(low)}, ${formatTimes(high)}]`;
  return `${formatTimes(value)}${interval} cheaper`;
}

const TEST = { mcnemar_exact: 'McNemar, exact', sign_flip: 'sign flips of groups' } as const;

function testText({ test }: DuelInput): string {
  if (test === null) return 'none: an expected value, an oracle or a row with a memory is no sample of independent queries';
  const adjusted =
    test.pAdjusted === undefined ? '' : `, ${formatP({ pValue: test.pAdjusted })} after Holm over the compared rows`;
  return `${TEST[test.name]}: ${sayP(test)}${adjusted}`;
}

/** One sentence: who answers how many queries better. */
export function outcomeText(
  { win, tie, loss }: Readonly<Record<'win' | 'tie' | 'loss', { readonly queries: number; readonly share: number }>>,
  first: string,
  second: string,
): string {
  const count = ({ queries }: { readonly queries: number }): string => formatNumber(queries, 'count');
  return `${first} answers ${count(win)} better and ${count(loss)} worse than ${second}, and ${count(tie)} as well.`;
}
