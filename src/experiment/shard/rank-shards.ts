import type { Working } from '../../domain/work.js';
import type { Movement } from '../../metric/estimate/movement.js';
import type { Term } from '../../metric/family.js';
import { FEW_GROUPS } from '../../metric/resampled.js';
import { addedUp } from '../../metric/shard/added-up.js';
import { addTally, type Tally, tallied } from '../../stats/tally.js';
import type { FittedCandidate } from '../../strategy/strategy.js';
import type { Observed } from '../constraint/observe.js';
import { type Ranking, rankTotals } from '../rank-totals.js';
import type { Judged } from '../workbench.js';
import { latenciesIn, percentilesOf } from './latency-spread.js';
import type { ShardOutput } from './output.js';
import { termsName } from './rank-task.js';
import { qualityTerms } from './score-task.js';
import type { ShardTask } from './task.js';

/** Asks all shards, and gives what they come to together. */
export type AskShards = (task: ShardTask) => Working<ShardOutput>;

/** Ranks candidates on the validation part of all shards, by the rules of every run. */
export function* rankShards(
  judged: Judged,
  fitted: readonly FittedCandidate[],
  reference: number,
  groups: number,
  ask: AskShards,
): Working<{ readonly ranking: Ranking; readonly tally: Tally }> {
  const configs = fitted.map(({ config }) => config);
  const first = judged.table.modelIds.length;
  const task = { do: 'rank', configs, reference, products: groups <= FEW_GROUPS } as const;
  const movements = fitted.map((_, index) => qualityTerms(first + index, reference));
  const output = yield* ask({ ...task, resample: true, movements, spreads: [] });
  const { tally } = output;
  let spreads = [...output.latencies].map(([name, histogram]) => percentilesOf(name, histogram));
  for (;;) {
    const wanted = new Map<string, readonly Term[]>();
    const ranking = rankOnce(judged, fitted, reference, output, wanted);
    if (wanted.size === 0 && spreads.length === 0) return { ranking, tally };
    // Where percentiles lie, and which candidates are held against each other, shows only in what all came to.
    addTally(tally, askedFor((yield* ask({ ...task, resample: false, movements: [...wanted.values()], spreads })).tally));
    spreads = [];
  }
}

function rankOnce(
  judged: Judged,
  fitted: readonly FittedCandidate[],
  reference: number,
  { tally, totals, latencies }: ShardOutput,
  wanted: Map<string, readonly Term[]>,
): Ranking {
  const added = addedUp(totals as NonNullable<typeof totals>, judged.experiment.bootstrap, movementIn(tally, wanted));
  const n = tallied(tally, 'n');
  const entrants = fitted.map(({ candidate }, index) => {
    const observed = observedIn(judged, `${index}`, { tally, latencies });
    return { candidate, measured: { observed, coverage: shareOf(tallied(tally, `known ${index}`), tallied(tally, 'rows')) } };
  });
  return rankTotals(judged, entrants, added, { name: 'validation', n }, reference);
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Movements that shards have told; others are noted as wanted. */
export function movementIn(tally: Tally, wanted: Map<string, readonly Term[]>): (terms: readonly Term[]) => Movement {
  return (terms) => {
    const name = termsName(terms);
    if (!tally.has(`moving ${name}`)) wanted.set(name, terms);
    return { moving: tallied(tally, `moving ${name}`), squares: tallied(tally, `squares ${name}`) };
  };
}

/** Without what was told before. */
function askedFor(tally: Tally): Tally {
  return new Map([...tally].filter(([name]) => /^(moving|squares|below) /.test(name)));
}

/** What a row showed of each constraint that is no function of totals. @param name of its latencies */
export function observedIn(
  { experiment }: Judged,
  name: string,
  { tally, latencies }: Pick<ShardOutput, 'tally' | 'latencies'>,
  index = name,
): Observed {
  const n = tallied(tally, 'n');
  return experiment.constraints.map((constraint, at) => {
    if (constraint.kind === 'privacy') {
      const left = tallied(tally, `left ${index} ${at}`);
      return { value: left, low: left, high: left, n };
    }
    const histogram = latencies.get(name);
    if (constraint.kind !== 'latency' || histogram === undefined) return null;
    return latenciesIn(tally, name, histogram, constraint.confidence)[`latency.p${constraint.percentile}`] ?? null;
  });
}
