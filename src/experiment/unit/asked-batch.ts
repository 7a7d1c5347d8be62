import { PERTURBATIONS, type Perturbation } from '../../replay/perturb.js';
import { batchOfKind, type KindBatch, perturbedBatch } from '../../replay/perturbed-batch.js';
import type { RequestBatch } from '../../router/router.js';
import { hash32 } from '../../stats/hash.js';
import type { Workbench } from '../workbench.js';
import { keptWith } from './kept.js';

/** Queries that are perturbed in the way of one kind at most: each is routed once more a kind. */
const MOST_PERTURBED = 2000;
/** Keeps this draw apart from every other. */
const STREAM = 0x73756273;

/** Which messages a router is asked about: the queries as they are, all of them perturbed, or those of a part in the way of one kind. */
export type AskedBatch =
  | { readonly as: 'recorded' }
  | { readonly as: 'perturbed' }
  | { readonly as: Perturbation; readonly part: 'all' | 'test'; readonly rows: Uint32Array };

/** The messages, made once for all routers that are asked. */
export function batchAsked(bench: Workbench, asked: AskedBatch): RequestBatch {
  if (asked.as === 'recorded') return bench.batch;
  const { seed } = bench.experiment.bootstrap;
  if (asked.as === 'perturbed') return keptWith(bench, 'perturbed', () => perturbedBatch(bench.batch, seed));
  return kindBatch(bench, asked).batch;
}

/** The queries of a part, or a sample of them, perturbed in the way of one kind where that applies. */
export function kindBatch(
  bench: Workbench,
  { as, part, rows }: Exclude<AskedBatch, { as: 'recorded' | 'perturbed' }>,
): KindBatch {
  const { seed } = bench.experiment.bootstrap;
  return keptWith(bench, `${as} of ${part}`, () => batchOfKind(bench.batch, sampled(Array.from(rows), seed), as, seed));
}

/** Every kind of perturbation of a part's queries. */
export function askedKinds(part: 'all' | 'test', rows: Uint32Array): Exclude<AskedBatch, { as: 'recorded' | 'perturbed' }>[] {
  return PERTURBATIONS.map((as) => ({ as, part, rows }));
}

/** All rows, or those with the smallest hashes, in their order. */
function sampled(rows: readonly number[], seed: number): number[] {
  if (rows.length <= MOST_PERTURBED) return [...rows];
  const order = [...rows].sort((a, b) => hash32(seed ^ STREAM, a, 0) - hash32(seed ^ STREAM, b, 0) || a - b);
  return order.slice(0, MOST_PERTURBED).sort((a, b) => a - b);
}
