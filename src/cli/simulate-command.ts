import { relative } from 'node:path';
import type { EngineOptions } from '../app/engine/open-engine.js';
import { findExperiment } from '../app/load/find-experiment.js';
import { planSimulation } from '../app/simulate/plan-simulation.js';
import { simulateWorkspace } from '../app/simulate/simulate-workspace.js';
import { carriedOut } from './carried-out.js';
import { colour } from './print/colour.js';
import { planLines } from './print/plan-lines.js';
import { printSimulation } from './print/print-simulation.js';
import { openDayProgress } from './progress.js';
import { requireWhole } from './require-whole.js';

interface SimulateRequest {
  readonly scenarios: readonly string[];
  readonly routers: readonly string[];
  readonly seeds: number;
  readonly seed: number;
  readonly experiment: string | undefined;
  readonly out: string | undefined;
  readonly engine: EngineOptions;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

const MOST_SEEDS = 10_000;
/** From here on one wants to know before. */
const LONG_S = 10;

/** `routelab simulate`: exit 0, or with `--strict` 3 where no row of a scenario keeps its promise. */
export async function simulateCommand(request: SimulateRequest): Promise<number> {
  requireWhole('--seeds', request.seeds, 1, MOST_SEEDS);
  requireWhole('--seed', request.seed, 0, 2 ** 31 - 1);
  const experimentFile = await findExperiment(request.experiment, process.cwd());
  const wanted = {
    experimentFile,
    scenarios: request.scenarios,
    routers: request.routers,
    seeds: { first: request.seed, count: request.seeds },
  };
  if (request.dryRun) {
    const plan = await planSimulation(wanted);
    process.stdout.write(request.json ? `${JSON.stringify(plan)}\n` : `${planLines(plan).join('\n')}\n`);
    return 0;
  }
  const progress = openDayProgress(!request.quiet && !request.json);
  const simulated = await carriedOut(request.engine, { left: 'nothing was written', clear: progress.done }, (engine) =>
    simulateWorkspace({
      ...wanted,
      ...(request.out === undefined ? {} : { out: request.out }),
      engine,
      onPlan: (plan) => {
        if (plan.seconds > LONG_S && !request.quiet && !request.json) process.stderr.write(`${planLines(plan).at(-1)}\n`);
      },
      onDays: progress.days,
      onDay: progress.day,
    }),
  ).finally(() => progress.done());
  if (simulated === null) return 130;
  const { results, dir } = simulated;
  const folder = relative(process.cwd(), dir) || '.';
  if (request.json) process.stdout.write(`${JSON.stringify({ results, dir: folder })}\n`);
  else {
    printSimulation(results, request.quiet);
    if (!request.quiet) process.stderr.write(`${colour.dim(`written  ${folder}/summary.md · simulation.json`)}\n`);
  }
  const broken = results.scenarios.some(({ rows }) => rows.every(({ slo }) => slo === 'missed'));
  return request.strict && broken ? 3 : 0;
}
