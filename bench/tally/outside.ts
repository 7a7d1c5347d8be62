import { coverage, grouped, isOutside, percent } from './percent.js';
import type { Tally } from './tally.js';

/** Why an interval covers more or less than it is asked to, and what to make of it. */
interface Reason {
  readonly population: string;
  readonly numbers: readonly string[];
  readonly why: string;
}

const MONEY = ['cost per query', 'cost difference', 'savings', 'times cheaper'];

const REASONS: readonly Reason[] = [
  {
    population: 'everyday',
    numbers: ['latency p99'],
    why: 'so few queries lie beyond a p99 that the interval has no upper end: it can only be too high, and misses on that side as often as it should (2.5 %).',
  },
  {
    population: 'everyday',
    numbers: ['optimal cost'],
    why: 'barely outside, and chance explains it: a coverage of 96.5 % comes out at 97.3 % or more in one count of ten. Too wide errs on the safe side.',
  },
  {
    population: 'agreeing in groups',
    numbers: MONEY,
    why: 'costs here have two values, so a hundred groups leave a lattice of means that the interval steps over: too wide, on the safe side, and gone with more queries.',
  },
  {
    population: 'heavy tails',
    numbers: MONEY,
    why: 'no interval from a sample knows a tail that the sample does not hold. Most of the misses are on one side: the true bill is *above* its interval, the true saving in USD larger. Ratios (savings, times cheaper) are covered, because both bills have the same tail. The audit `cost_tail` warns where a model’s cost rests on so few dear queries; record more of them, or put the limit on a ratio, before a limit on cost decides.',
  },
];

/** A sentence for all numbers of a population that share a reason. */
export function outsideText(tallies: readonly Tally[]): readonly string[] {
  const outside = tallies.filter(isOutside);
  const reasons = REASONS.map((reason) => ({ why: reason.why, own: outside.filter((tally) => explains(reason, tally)) }));
  const open = outside.filter((tally) => !REASONS.some((reason) => explains(reason, tally)));
  return [...reasons, { why: 'not explained.', own: open }]
    .filter(({ own }) => own.length > 0)
    .map(({ why, own }) => `${own.map(named).join(', ')}: ${why}`);
}

function explains({ population, numbers }: Reason, tally: Tally): boolean {
  return tally.population === population && numbers.includes(tally.number);
}

function named(tally: Tally): string {
  return `*${tally.number}* at n = ${grouped(tally.size)} (${percent(coverage(tally))})`;
}
