import { type PairedTest, pairedTestSteps } from '../../compare/paired-test.js';
import type { Results, VersusReference } from '../../domain/results.js';
import { pairedCounts } from '../../metric/estimate/paired-counts.js';
import { groupSums, type Part } from '../../metric/part.js';
import { hash32 } from '../../stats/hash.js';
import type { Steps } from '../../stats/steps.js';
import type { QueryColumns } from '../pack/query-columns.js';
import type { Paired } from './pairs.js';

/** How one row does against another on the same queries. */
export interface Duel {
  /** Differences and ratios, the first row less the second; without a test. */
  readonly versus: VersusReference;
  /** Mean quality difference on every resample: what the interval is made from. */
  readonly samples: Float64Array;
  /** Queries that the first row answers better, as well, or worse; shares by traffic weight. */
  readonly outcomes: Readonly<Record<'win' | 'tie' | 'loss', { readonly queries: number; readonly share: number }>>;
}

/** Compares two rows (indices) on some queries, from what was worked out of the two. */
export function duel(paired: Paired, queries: QueryColumns, [first, second]: readonly [number, number], part: Part): Duel {
  return { ...paired, outcomes: outcomesOf(queries.row(first).quality, queries.row(second).quality, part) };
}

function outcomesOf(first: Float64Array, second: Float64Array, part: Part): Duel['outcomes'] {
  const outcomes = { win: { queries: 0, share: 0 }, tie: { queries: 0, share: 0 }, loss: { queries: 0, share: 0 } };
  const total = part.weight.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < part.rows.length; index++) {
    const query = part.rows[index] as number;
    const difference = (first[query] as number) - (second[query] as number);
    const held = outcomes[difference > 0 ? 'win' : difference < 0 ? 'loss' : 'tie'];
    held.queries++;
    held.share += (part.weight[index] as number) / total;
  }
  return outcomes;
}

/** Marks of rows whose outcomes were not drawn one by one: no test takes their queries for independent. */
const UNTESTED: readonly string[] = ['expected_value', 'reads_outcomes', 'sequential'];

/**
 * The test of a duel, as a run tests against its reference: McNemar's where every group is one query answered once, right or
 * wrong; else sign flips of groups. In steps that leave the page at hand.
 *
 * @returns null where no test applies to one of the rows, or both are one
 */
export function* duelTest(
  { protocol, rows }: Pick<Results, 'protocol' | 'rows'>,
  queries: QueryColumns,
  [first, second]: readonly [number, number],
  part: Part,
): Steps<PairedTest | null> {
  const marks = [first, second].flatMap((row) => rows[row]?.marks ?? []);
  if (first === second || marks.some((mark) => UNTESTED.includes(mark))) return null;
  const [own, other] = [queries.row(first).quality, queries.row(second).quality];
  return yield* pairedTestSteps({
    groupDifferences: groupSums(part, (query) => (own[query] as number) - (other[query] as number)),
    counts: protocol.samples > 1 ? null : pairedCounts(part, own, other),
    seed: protocol.bootstrap.seed,
  });
}

/** A bin of a histogram. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Values by bins of one width from the least to the most; one bin where all are alike, none without values. */
export function histogram(values: Float64Array, bins: number): Bin[] {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const [low, high] = [known[0], known[known.length - 1]];
  if (low === undefined || high === undefined) return [];
  if (low === high) return [{ from: low, to: high, count: known.length }];
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of known) {
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts.map((count, bin) => ({ from: low + bin * width, to: low + (bin + 1) * width, count }));
}

/** What two rows paid for a query, in the cost unit. */
export interface CostPair {
  readonly query: number;
  readonly first: number;
  readonly second: number;
}

/** Costs of both rows by query, at most `most` of them by a hash of their place; those of unknown cost are left out. */
export function costPairs(
  queries: QueryColumns,
  [first, second]: readonly [number, number],
  part: Part,
  most: number,
): CostPair[] {
  const [own, other] = [queries.row(first).costPico, queries.row(second).costPico];
  const known = [...part.rows].filter((query) => !Number.isNaN((own[query] as number) + (other[query] as number)));
  const drawn =
    known.length <= most
      ? known
      : known
          .map((query) => ({ query, order: hash32(1, query, 0) }))
          .sort((a, b) => a.order - b.order || a.query - b.query)
          .slice(0, most)
          .map(({ query }) => query);
  return drawn.map((query) => ({
    query,
    first: (own[query] as number) * 1e-12,
    second: (other[query] as number) * 1e-12,
  }));
}
