import type { DecisionColumns } from '../domain/decision.js';
import { UserError } from '../domain/user-error.js';
import type { Arm } from '../replay/arm.js';
import { armOfDecisions } from '../replay/decided-arm.js';
import { replayRoutes } from '../replay/ledger.js';
import { mergeRoutes } from '../replay/merge-routes.js';
import { quickArm } from '../replay/quick-arm.js';
import { type QuickColumns, quickColumns } from '../replay/quick-replay.js';
import { routeTogether } from '../replay/route-together.js';
import { walk } from '../replay/walk.js';
import type { RouterConfig } from '../router/config.js';
import { createRouter } from '../router/create-router.js';
import type { RouteColumns, Router } from '../router/router.js';
import { hash32 } from '../stats/hash.js';
import { streamOf, streamsOf } from './online/streams.js';
import type { Workbench } from './workbench.js';

/** What a router did on the queries that were decided, on every replicate of the recordings. */
export interface Replayed {
  readonly routes: RouteColumns;
  readonly replicates: readonly DecisionColumns[];
  readonly arm: Arm;
  /** The routes of each walk of a stateful router, one a replicate, `routes` the first; absent where all are the same. */
  readonly walks?: readonly RouteColumns[];
  /** What was walked; stateful routers only. */
  readonly pieces?: readonly Piece[];
}

/** A router and the rows that it decides, ascending. */
export interface Piece {
  readonly rows: Uint32Array;
  readonly router: Router;
}

/** Keeps the chance of walks apart from other draws. */
const WALK_STREAM = 0x77616c6b;

/**
 * Routes and charges queries; a stateful router decides all, and begins anew in every part.
 *
 * @param rows those to decide; absent: all that rows of a comparison rest on
 */
export function replayConfig(bench: Workbench, config: RouterConfig, routerTimeMs: number, rows = bench.decided): Replayed {
  const router = createRouter(config);
  if (!router.stateful) return replayRouted(bench, router.routeAll(bench.batch, rows), routerTimeMs);
  return replayWalks(bench, piecesOf(bench, router), routerTimeMs);
}

/** What ranking reads of a replay. */
export type Ranked = Pick<Replayed, 'routes' | 'walks' | 'arm'>;

/**
 * The same of many routers for ranking: on some queries, and only quality and cost, unless more of an arm is asked for; then all of it is
 * replayed. Quality and cost of queries that
 * weren't asked for stay NaN.
 */
export function replayQuickly(bench: Workbench, configs: readonly RouterConfig[], queries: Uint32Array): Ranked[] {
  const routers = configs.map(createRouter);
  const stateless = routers.filter(({ stateful }) => !stateful);
  const together = routeTogether(stateless, bench.batch, queries);
  const routed = new Map(stateless.map((router, at) => [router, together[at] as RouteColumns]));
  const columns = quickColumns([...routed.values()], bench.table, bench.samples, queries);
  return routers.map((router, index) => {
    const routes = routed.get(router);
    if (routes === undefined) return replayConfig(bench, configs[index] as RouterConfig, 0);
    const own = columns[stateless.indexOf(router)] as QuickColumns;
    return { routes, arm: quickArm(own, () => replayRouted(bench, routes, 0).arm) };
  });
}

/** The first walk of a stateful router, as `replayConfig` has it. */
export function firstWalk(bench: Workbench, router: Router): RouteColumns {
  return walkOnce(bench, piecesOf(bench, router), 0);
}

function piecesOf(bench: Workbench, router: Router): Piece[] {
  return streamsOf(bench).map((rows) => ({ rows, router }));
}

/** Charges routes. */
export function replayRouted(bench: Pick<Workbench, 'samples' | 'table'>, routes: RouteColumns, routerTimeMs: number): Replayed {
  const replicates = Array.from({ length: bench.samples }, (_, sample) =>
    replayRoutes(routes, bench.table, sample, routerTimeMs),
  );
  return { routes, replicates, arm: armOfDecisions(replicates) };
}

/** Walks every piece's stream in order of arrival, once a seed. Replicate s is the walk of seed s over sample s of the recordings. */
export function replayWalks(bench: Workbench, pieces: readonly Piece[], routerTimeMs: number): Replayed {
  requireRatings(bench);
  const walks = Array.from({ length: bench.experiment.online.seeds }, (_, seed) => walkOnce(bench, pieces, seed));
  const replicates = walks.map((routes, sample) => replayRoutes(routes, bench.table, sample, routerTimeMs));
  return { routes: walks[0] as RouteColumns, walks, pieces, replicates, arm: armOfDecisions(replicates, true) };
}

/** @throws UserError for a budget by time where no times are known */
function requireNoTimes({ config }: Router): void {
  const timed = config.pipeline.findIndex((stage) => stage.kind === 'pace' && stage.window.by !== 'queries');
  if (timed < 0) return;
  throw new UserError({
    field: `pipeline[${timed}].pace.per`,
    message: `${config.name} has a budget by time, and not every query has one`,
    accepted: 'arrived_at on every line of the dataset, or pace: { over: <requests> }',
  });
}

/** @throws UserError for ratings of a judge that nobody recorded */
function requireRatings({ experiment, table }: Workbench): void {
  if (experiment.online.feedback.from !== 'judge' || table.judgeScore.some((score) => !Number.isNaN(score))) return;
  throw new UserError(
    {
      field: 'online.feedback.from',
      message: 'no recording has a judge’s score',
      value: 'judge',
      accepted: 'gold or user, or recordings with judgeScore',
    },
    4,
  );
}

/** The routes of one walk; rows that no piece decides are decided by nobody. */
export function walkOnce(bench: Workbench, pieces: readonly Piece[], seed: number): RouteColumns {
  const { batch, table, experiment } = bench;
  const routed = pieces.map(({ rows, router }) => {
    const stream = streamOf(bench, rows);
    if (stream.atMs === null) requireNoTimes(router);
    const { routes } = walk({
      router,
      batch,
      table,
      stream,
      sample: seed,
      seed: hash32(experiment.bootstrap.seed ^ WALK_STREAM, seed, 0),
      feedback: experiment.online.feedback,
    });
    const { execution } = router.config;
    const policies = execution === undefined ? {} : { policies: routes.map(() => execution) };
    return { rows: stream.rows, routes: { plan: Uint32Array.from(routes.keys()), plans: routes, ...policies } };
  });
  return mergeRoutes(batch.size, routed);
}
