import { runExperiment } from '../experiment/run.js';
import type { TextsMode } from '../report/pack/encode-texts.js';
import { finishRun, type RanWorkspace } from './finish-run.js';
import { withPlaces } from './load-experiment.js';
import { loadWorkspace, type WorkspaceOptions } from './load-workspace.js';

export type { RanWorkspace } from './finish-run.js';

export interface RunOptions extends Omit<WorkspaceOptions, 'searched'> {
  /** Where reports go; default `reports` beside the experiment file. */
  readonly reportsDir?: string;
  readonly command: readonly string[];
  /** What is undecided holds exports back too. */
  readonly strict?: boolean;
  /** Which texts the report takes along. */
  readonly texts?: TextsMode;
}

/** The main job: load a workspace, compare, write the report and the chosen router. */
export async function runWorkspace(options: RunOptions): Promise<RanWorkspace> {
  const startedAt = new Date();
  const workspace = await loadWorkspace(options);
  const { strategies, input, file } = workspace;
  options.onStage?.('comparing');
  const output = withPlaces(file, () => runExperiment({ ...input, strategies: strategies.map(({ strategy }) => strategy) }));
  return finishRun(workspace, strategies, output, { ...options, startedAt });
}
