import { dirname, join, resolve } from 'node:path';
import type { Json } from '../../domain/json.js';
import type { SimulationResults } from '../../domain/simulation.js';
import { recordingFiles } from '../../recording/recording-file.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { inputFiles } from '../load/input-files.js';
import { version } from '../version.js';
import type { OpenedSimulation } from './open-simulation.js';

type InputFiles = SimulationResults['inputs']['files'];

/** Every file that simulated numbers depend on; to be asked once all routers were timed. */
export async function simulationInputs(
  { opened: { experiment }, scenarios, routers, times }: OpenedSimulation,
  experimentFile: string,
): Promise<InputFiles> {
  const root = dirname(resolve(experimentFile));
  const recordings = await recordingFiles(join(root, experiment.recordings));
  const files = await inputFiles(root, [
    { role: 'experiment', path: resolve(experimentFile) },
    { role: 'dataset', path: join(root, experiment.dataset) },
    { role: 'models', path: join(root, experiment.models) },
    ...scenarios.map(({ file }) => ({ role: 'scenario', path: resolve(file.path) })),
    ...routers.map(({ path }) => ({ role: 'router', path: resolve(path) })),
    ...recordings.map((path) => ({ role: 'recordings', path })),
  ]);
  const timed = times.usedSha256();
  return timed === null ? files : [...files, { role: 'router_time', path: 'recordings/router-time.jsonl', sha256: timed }];
}

/** Names what was simulated: the files by their content, and how. */
export function simulationHash(files: InputFiles, how: Readonly<Record<string, Json>>): string {
  return sha256Hex(canonicalJson({ tool: version(), files: files.map(({ role, sha256 }) => ({ role, sha256 })), ...how }));
}
