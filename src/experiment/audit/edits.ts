import type { Audit } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { CellMeans } from '../../replay/cell-means.js';
import type { Compared } from '../compared.js';
import type { QueryKeys } from '../query-keys.js';
import { visibleKinds } from '../strata.js';
import { type AuditRule, error, percent, warn } from './audit.js';

/** One row is an edit of another when they agree on at least this share of the queries. */
const AGREED = 0.5;
/** Changed queries on which the outcome differs, below which nothing is said. */
const LEAST_CHANGES = 20;
/** How far beyond what the kinds of query explain: standard errors, and wrong changes per expected wrong one. */
const ERRORS = 5;
const WRONG_SHARE = 1 / 3;

/** Two rows that differ exactly where it helps. */
export const edits: AuditRule = {
  of: 'run',
  definitions: [
    {
      id: 'edits_know_outcome',
      level: 'error',
      looksFor:
        'Two rows that agree on at least half of the queries, where one’s changes against the other are right far more often than the same change of model on all queries of the same kind: by 5 standard errors, and at most a third as often wrong (RouterArena #190: 168 changes right, 21 wrong). An error where the better row is a decisions file or module, a warning for routers.',
      blindTo: 'Fewer than 20 changes that make a difference; a first version that knew the outcome already (see knows_outcome).',
    },
  ],
  find: ({ bench, part, compared }) => {
    const routed = compared.filter(({ kind, arm }) => kind !== 'control' && arm.first !== null);
    if (routed.length < 2) return [];
    const kinds = visibleKinds(bench);
    return routed.flatMap((after) =>
      routed.flatMap((before) => (after === before ? [] : verdict(after, before, bench.means, part, kinds))),
    );
  },
};

function verdict(after: Compared, before: Compared, means: CellMeans, part: Part, kinds: QueryKeys): readonly Audit[] {
  const changes = changesOf(after.arm.first as Int16Array, before.arm.first as Int16Array, part);
  if (changes.length === 0 || changes.length > (1 - AGREED) * part.rows.length) return [];
  const { right, wrong, expected, variance } = against(changes, means, part, kinds);
  const total = right + wrong;
  if (total < LEAST_CHANGES || wrong > WRONG_SHARE * (total - expected) || right - expected < ERRORS * Math.sqrt(variance))
    return [];
  const message = `where ${after.label} differs from ${before.label} and it matters, it is right ${right} times and wrong ${wrong} times; the same changes on all queries of their kind are right ${percent(expected / total)} of the time: the changes know the outcome`;
  return [after.kind === 'router' ? warn('edits_know_outcome', message) : error('edits_know_outcome', message)];
}

interface Change {
  readonly query: number;
  readonly from: number;
  readonly to: number;
}

function changesOf(after: Int16Array, before: Int16Array, part: Part): Change[] {
  return Array.from(part.rows, (query) => ({ query, from: before[query] as number, to: after[query] as number })).filter(
    ({ from, to }) => from >= 0 && to >= 0 && from !== to,
  );
}

/**
 * Changes that helped and hurt, and how many would have helped by the same change's record on all queries of the kind: a change made
 * to a whole kind is then as good as expected, whatever it does.
 */
function against(changes: readonly Change[], means: CellMeans, part: Part, { codes }: QueryKeys) {
  const records = new Map<string, { better: number; worse: number }>();
  const difference = (query: number, from: number, to: number): number =>
    (means.quality[query * means.modelCount + to] as number) - (means.quality[query * means.modelCount + from] as number);
  const recordOf = (kind: number, from: number, to: number) => {
    const key = `${kind}|${from}|${to}`;
    const held = records.get(key);
    if (held !== undefined) return held;
    const same = part.rows.filter((query) => codes[query] === kind);
    const better = same.filter((query) => difference(query, from, to) > 0).length;
    const worse = same.filter((query) => difference(query, from, to) < 0).length;
    records.set(key, { better, worse });
    return { better, worse };
  };
  const counts = { right: 0, wrong: 0, expected: 0, variance: 0 };
  for (const { query, from, to } of changes) {
    const gained = difference(query, from, to);
    if (!(gained !== 0) || Number.isNaN(gained)) continue;
    const { better, worse } = recordOf(codes[query] as number, from, to);
    const chance = better / (better + worse);
    counts[gained > 0 ? 'right' : 'wrong']++;
    counts.expected += chance;
    counts.variance += chance * (1 - chance);
  }
  return counts;
}
