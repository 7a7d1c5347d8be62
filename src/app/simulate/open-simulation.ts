import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { ROUTER_TIMES } from '../../recording/recording-file.js';
import type { QueryFacts } from '../../simulate/day-input.js';
import type { Stage } from '../../simulate/stage.js';
import { type OpenedWorkbench, openWorkbench } from '../workspace/open-workbench.js';
import { openRouterTimes, type RouterTimes } from '../workspace/time-router.js';
import { type LoadedRouter, loadRouters } from './load-routers.js';
import { type LoadedScenario, loadScenarios } from './load-scenarios.js';

export interface SimulateOptions {
  readonly experimentFile: string;
  /** Paths, or names in `scenarios/`; all of them where none is named. */
  readonly scenarios: readonly string[];
  /** Paths, or strategies of the latest report; its choice where none is named. */
  readonly routers: readonly string[];
  /** What an error calls the place where a router was named. */
  readonly routerField?: (index: number) => string;
  readonly seeds: { readonly first: number; readonly count: number };
  /** Default `reports/simulations` beside the experiment file. */
  readonly out?: string;
}

/** Scenarios with everything they are played on. */
export interface OpenedSimulation {
  readonly root: string;
  readonly opened: OpenedWorkbench;
  readonly part: 'all' | 'test';
  readonly scenarios: readonly LoadedScenario[];
  readonly routers: readonly LoadedRouter[];
  readonly stage: Stage;
  readonly times: RouterTimes;
}

/** Reads a workspace, its scenarios and its routers. */
export async function openSimulation(options: SimulateOptions): Promise<OpenedSimulation> {
  const root = dirname(resolve(options.experimentFile));
  const opened = await openWorkbench(options.experimentFile);
  const { bench, experiment } = opened;
  if (opened.load === null)
    throw new UserError(
      { file: join(root, experiment.recordings), message: 'nothing is recorded, so there is nothing to make answers of' },
      4,
    );
  const part = bench.split.folds === null && experiment.split.kind !== 'none' ? 'test' : 'all';
  const queries = queryFacts(opened, part);
  const scenarios = await loadScenarios(root, options.scenarios, settingOf(opened, queries));
  const routers = await loadRouters(root, options.routers, options.routerField);
  const times = await openRouterTimes(join(root, 'recordings', ROUTER_TIMES), false);
  const stage: Stage = {
    table: bench.table,
    models: bench.models,
    queries,
    batch: bench.batch,
    routers: routers.map(({ name, router }) => ({ name, router, timeMs: times.time(router, bench).p50Ms })),
    feedback: experiment.online.feedback,
    seeds: options.seeds,
  };
  return { root, opened, part, scenarios, routers, stage, times };
}

/** Traffic is drawn from queries that nothing was fitted or chosen on, where there are such. */
function queryFacts({ bench }: OpenedWorkbench, part: 'all' | 'test'): QueryFacts {
  const { queries, labels } = bench.dataset;
  const rows = bench.rowsIn(part);
  if (rows.length === 0) throw new UserError(`the ${part} part holds no query to make traffic of`);
  return { rows, weight: labels.weight, category: labels.category, arrivedAtMs: labels.arrivedAtMs, signals: queries.signals };
}

function settingOf({ bench }: OpenedWorkbench, queries: QueryFacts) {
  return {
    models: bench.models,
    categories: queries.category.values,
    signals: [...queries.signals.keys()],
    hasTimestamps: queries.rows.some((row) => Number.isFinite(queries.arrivedAtMs[row])),
  };
}
