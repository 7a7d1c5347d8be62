import { drive } from '../../engine/engine.js';
import { runWork } from '../../experiment/run.js';
import type { TextsMode } from '../../report/pack/encode-texts.js';
import { searchSpace } from '../../strategy/search-space.js';
import { keepingUnits } from '../engine/kept-units.js';
import { controlOf, type EngineOptions, isLarge, openEngine } from '../engine/open-engine.js';
import { withPlacesOf } from '../load/load-experiment.js';
import { loadWorkspace, type WorkspaceOptions } from '../workspace/load-workspace.js';
import { finishRun, type RanWorkspace } from './finish-run.js';
import { keptReport } from './kept-report.js';

export type { RanWorkspace } from './finish-run.js';

export interface RunOptions extends Omit<WorkspaceOptions, 'searched'> {
  /** Where reports go; default `reports` beside the experiment file. */
  readonly reportsDir?: string;
  readonly command: readonly string[];
  /** What is undecided holds exports back too. */
  readonly strict?: boolean;
  readonly engine?: EngineOptions;
  /** Which texts the report takes along. */
  readonly texts?: TextsMode;
}

/** The main job: load a workspace, compare, write the report and the chosen router. */
export async function runWorkspace(options: RunOptions): Promise<RanWorkspace> {
  const startedAt = new Date();
  const workspace = await loadWorkspace(options);
  const { strategies, input, file } = workspace;
  const finishing = { ...options, startedAt };
  const kept = options.rescore === undefined ? keptReport(workspace, finishing) : null;
  const found = await kept?.find();
  if (found != null) return found;
  options.onStage?.('comparing');
  const large = isLarge({
    queries: input.dataset.queries.size,
    models: input.table.modelIds.length,
    candidates: strategies.reduce((sum, { strategy }) => sum + searchSpace(strategy).size, 0),
  });
  const engine = keepingUnits(await openEngine(options.engine ?? { engine: 'inline' }, large), workspace.cache);
  const output = await withPlacesOf(file, () =>
    drive(runWork({ ...input, strategies: strategies.map(({ strategy }) => strategy) }), engine, controlOf(options.engine)),
  ).finally(() => engine.close());
  const ran = await finishRun(workspace, strategies, output, finishing);
  await kept?.keep(ran);
  return ran;
}
