import { batchOfRows } from '../../replay/batch-rows.js';
import { PERTURBATIONS, type Perturbation } from '../../replay/perturb.js';
import { batchOfKind, type KindBatch, perturbedBatch } from '../../replay/perturbed-batch.js';
import type { RequestBatch, RouteColumns, Router } from '../../router/router.js';
import { hash32 } from '../../stats/hash.js';
import type { Workbench } from '../workbench.js';
import { keptWith } from './kept.js';

/** Queries that are perturbed in the way of one kind at most: each is routed once more a kind. */
const MOST_PERTURBED = 2000;
/** Keeps this draw apart from every other. */
const STREAM = 0x73756273;

/** Which messages a router is asked about: the queries as they are, those for training left out, or perturbed. */
export type AskedBatch = { readonly as: 'recorded' } | AskedPart;

/** Messages of a part's queries, each perturbed in a way of its own, or all in the way of one kind. */
export interface AskedPart {
  readonly as: 'perturbed' | Perturbation;
  readonly part: 'all' | 'test';
  readonly rows: Uint32Array;
}

/** Every query perturbed in a way of its own, made once. */
export function perturbedAll(bench: Workbench): RequestBatch {
  return keptWith(bench, 'perturbed', () => perturbedBatch(bench.batch, bench.experiment.bootstrap.seed));
}

/** The queries of a part, or a sample of them, perturbed in the way of one kind where that applies. */
export function kindBatch(bench: Workbench, { as, part, rows }: AskedPart): KindBatch {
  if (as === 'perturbed') return { batch: perturbedAll(bench), changed: Array.from(rows) };
  const { seed } = bench.experiment.bootstrap;
  return keptFor(rows, bench, `${as} of ${part}`, () => batchOfKind(bench.batch, sampled(Array.from(rows), seed), as, seed));
}

/**
 * Kept for these rows: which queries of a part are complete is a matter of what is compared, and a worker has one workbench for all runs
 * over the same recordings. Only the latest rows' are kept.
 */
function keptFor<T>(rows: Uint32Array, bench: Workbench, name: string, make: () => T): T {
  const kept = keptWith(bench, name, (): { latest: { readonly rows: Uint32Array; readonly made: T } | null } => ({
    latest: null,
  }));
  if (kept.latest === null || !sameRows(kept.latest.rows, rows)) kept.latest = { rows, made: make() };
  return kept.latest.made;
}

function sameRows(a: Uint32Array, b: Uint32Array): boolean {
  return a === b || (a.length === b.length && a.every((row, at) => row === b[at]));
}

/** Every kind of perturbation of a part's queries. */
export function askedKinds(part: 'all' | 'test', rows: Uint32Array): AskedPart[] {
  return PERTURBATIONS.map((as) => ({ as, part, rows }));
}

/** How a router decides the messages that it is asked about; where it isn't asked, it is the first of its plans. */
export function routedAsked(bench: Workbench, router: Pick<Router, 'routeAll'>, asked: AskedBatch): RouteColumns {
  if (asked.as === 'recorded') return router.routeAll(bench.batch, bench.decided);
  const { batch, changed } = kindBatch(bench, asked);
  // Queries that nobody asks about would be most of the work.
  const few = keptFor(asked.rows, bench, `few ${asked.as} of ${asked.part}`, () => batchOfRows(batch, Uint32Array.from(changed)));
  const { plan, plans, policies } = router.routeAll(few);
  const whole = new Uint32Array(batch.size);
  for (const [at, query] of changed.entries()) whole[query] = plan[at] as number;
  return { plan: whole, plans, ...(policies === undefined ? {} : { policies }) };
}

/** All rows, or those with the smallest hashes, in their order. */
function sampled(rows: readonly number[], seed: number): number[] {
  if (rows.length <= MOST_PERTURBED) return [...rows];
  const order = [...rows].sort((a, b) => hash32(seed ^ STREAM, a, 0) - hash32(seed ^ STREAM, b, 0) || a - b);
  return order.slice(0, MOST_PERTURBED).sort((a, b) => a - b);
}
