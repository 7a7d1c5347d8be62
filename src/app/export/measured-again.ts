import { basename, dirname, join, resolve } from 'node:path';
import type { Results } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import { exportLoss } from '../../experiment/export-loss.js';
import { firstWalk } from '../../experiment/replayed.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import { findExperiment } from '../load/find-experiment.js';
import { inputFiles } from '../load/input-files.js';
import { openWorkbench } from '../workspace/open-workbench.js';
import type { Measured } from './prepare-export.js';

/** What a run reads besides strategies: as long as none of it changed, a replay gives what the report has. */
const GROUND = ['experiment', 'dataset', 'models', 'split', 'scorer', 'recordings'];

/**
 * Replays a report's router on the report's own workspace. Null where that is not at hand as it was: no experiment file above the
 * report, or a file that has changed since; and after cross-fitting, where what ships was never measured.
 */
export async function measuredAgain(resultsFile: string, results: Results, config: RouterConfig): Promise<Measured | null> {
  const on = results.protocol.reportedOn;
  if (on === 'crossfit') return null;
  const experimentFile = await experimentAbove(resultsFile, results.experiment.file);
  if (experimentFile === null || !(await unchanged(dirname(experimentFile), results))) return null;
  const { bench } = await openWorkbench(experimentFile);
  const part = bench.part(on);
  const router = createRouter(config);
  return {
    batch: bench.batch,
    routes: router.stateful ? firstWalk(bench, router) : router.routeAll(bench.batch),
    loss: (held) => exportLoss(bench, part, on, held),
  };
}

async function experimentAbove(resultsFile: string, name: string): Promise<string | null> {
  try {
    const found = resolve(dirname(resultsFile), await findExperiment(undefined, dirname(resolve(resultsFile))));
    return basename(found) === name ? found : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function unchanged(root: string, { inputs }: Results): Promise<boolean> {
  const files = inputs.files.filter(({ role }) => GROUND.includes(role));
  try {
    const now = await inputFiles(
      root,
      files.map(({ role, path }) => ({ role, path: join(root, path) })),
    );
    return now.every(({ sha256 }, index) => sha256 === files[index]?.sha256);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
