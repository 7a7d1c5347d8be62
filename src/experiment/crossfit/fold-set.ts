import { batchOfRows } from '../../replay/batch-rows.js';
import { mergeRoutes } from '../../replay/merge-routes.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { RequestBatch, RouteColumns } from '../../router/router.js';
import { fitCandidate, needsTraining } from '../../strategy/fit.js';
import type { Candidate } from '../../strategy/strategy.js';
import type { Training } from '../../strategy/training.js';
import type { Compared } from '../compared.js';
import { type Piece, type Replayed, replayRouted, replayWalks } from '../replayed.js';
import { trainingOf } from '../training-of.js';
import type { Workbench } from '../workbench.js';

/** Rows that are decided together, and the rows that what decides them may learn from: no group is on both sides. */
export interface Fold {
  readonly name: string;
  readonly decided: Uint32Array;
  readonly learned: Uint32Array;
}

/** Folds with what is kept for them: one training a fold, so that candidates share fits, and one batch a fold. */
export interface FoldSet {
  readonly folds: readonly Fold[];
  training(fold: number): Training;
  batch(whole: RequestBatch, fold: number): RequestBatch;
}

/** A fold set over a workbench; nothing is copied before it is asked for. */
export function foldSet(bench: Workbench, folds: readonly Fold[]): FoldSet {
  const trainings = new Map<number, Training>();
  const batches = new WeakMap<RequestBatch, Map<number, RequestBatch>>();
  return {
    folds,
    training: (fold) => kept(trainings, fold, () => trainingOf(bench, (folds[fold] as Fold).learned)),
    batch(whole, fold) {
      const own = batches.get(whole) ?? new Map<number, RequestBatch>();
      batches.set(whole, own);
      return kept(own, fold, () => batchOfRows(whole, (folds[fold] as Fold).decided));
    },
  };
}

function kept<K, V>(held: Map<K, V>, key: K, make: () => V): V {
  const found = held.get(key);
  if (found !== undefined) return found;
  const made = make();
  held.set(key, made);
  return made;
}

/** What decides a whole batch, each row by its fold's router. */
export interface CrossRouter {
  /** One a fold, or the one that all folds share. */
  readonly configs: readonly RouterConfig[];
  /** The rows that each of them decides; null: one decides all. */
  readonly folds: readonly Uint32Array[] | null;
  /** One a fold: its rows, and the router that has not learned from them. */
  readonly pieces: readonly Piece[];
  readonly stateful: boolean;
  /** Routes a batch with the workbench's rows, every router changed where that is asked for. Stateless routers only. */
  route(batch: RequestBatch, change?: (config: RouterConfig) => RouterConfig): RouteColumns;
}

/** A candidate (one a fold) fitted once per fold on what the fold may learn from. */
export function fittedInFolds(bench: Workbench, set: FoldSet, candidateOf: (fold: number) => Candidate): RouterConfig[] {
  return set.folds.map((_, fold) => {
    const candidate = candidateOf(fold);
    return fitCandidate(candidate, bench.known, needsTraining(candidate.pipeline) ? set.training(fold) : null).config;
  });
}

/**
 * Decides each fold's rows with that fold's router. Rows outside every fold are decided by nobody.
 *
 * @param configs what each fold's candidate was fitted to
 */
export function crossRouter(
  set: FoldSet,
  candidateOf: (fold: number) => Candidate,
  configs: readonly RouterConfig[],
): CrossRouter {
  const pieces = set.folds.map(({ decided }, fold) => ({ rows: decided, router: createRouter(configs[fold] as RouterConfig) }));
  const stateful = pieces.some(({ router }) => router.stateful);
  const learns = set.folds.some((_, fold) => needsTraining(candidateOf(fold).pipeline));
  const only = learns || stateful ? null : sole(configs);
  const route: CrossRouter['route'] = (batch, change = unchanged) =>
    only !== null
      ? createRouter(change(only)).routeAll(batch)
      : mergeRoutes(
          batch.size,
          set.folds.map(({ decided }, fold) => ({
            rows: decided,
            routes: createRouter(change(configs[fold] as RouterConfig)).routeAll(set.batch(batch, fold)),
          })),
        );
  const folds = only === null ? set.folds.map(({ decided }) => decided) : null;
  return { configs: only === null ? configs : [only], folds, pieces, stateful, route };
}

function unchanged(config: RouterConfig): RouterConfig {
  return config;
}

/** What the routers of all folds did together; how they would route other messages, where they have no state. */
export function replayCrossed(
  bench: Workbench,
  routers: CrossRouter,
  routerTimeMs: number,
): Replayed & Pick<Compared, 'reroute' | 'routers'> {
  if (routers.stateful) return replayWalks(bench, routers.pieces, routerTimeMs);
  const reroute = (batch: RequestBatch): RouteColumns => routers.route(batch);
  return { ...replayRouted(bench, reroute(bench.batch), routerTimeMs), reroute, routers };
}

/** The router of all folds where they share one, carried out alike: what learns nothing needs no folds. */
function sole(configs: readonly RouterConfig[]): RouterConfig | null {
  const [first] = configs;
  return first !== undefined && configs.every(({ checksum }) => checksum === first.checksum) ? first : null;
}
