import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Results } from '../../domain/results.js';
import type { SimulationResults } from '../../domain/simulation.js';
import { UserError } from '../../domain/user-error.js';
import { simulationSchema } from '../../simulate/results-schema.js';

/**
 * Reads what `simulate` wrote, from its file, its folder, or by the folder's name in `reports/simulations/`.
 *
 * @throws UserError (exit 2) where there is none, it is none, or it is of another dataset than the results
 */
export async function readSimulation(path: string, results: Results): Promise<SimulationResults> {
  const file = await simulationFile(path);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError({
      file,
      message: 'no simulation here',
      field: '--simulation',
      value: path,
      accepted: 'a simulation.json, its folder, or a name in reports/simulations',
      hint: 'routelab simulate writes reports/simulations/latest',
    });
  });
  const read = simulationSchema.safeParse(jsonOf(text));
  if (!read.success)
    throw new UserError({ file, message: 'not what routelab simulate writes', accepted: 'schema/simulation.schema.json' });
  const simulation = read.data as SimulationResults;
  const datasets = (files: Results['inputs']['files']) =>
    files.filter(({ role }) => role === 'dataset').map(({ sha256 }) => sha256);
  const own = new Set(datasets(results.inputs.files));
  if (!datasets(simulation.inputs.files).some((sha256) => own.has(sha256))) {
    throw new UserError({
      file,
      message: 'a simulation of another dataset than the results',
      hint: 'routelab simulate plays the routers of this workspace',
    });
  }
  return simulation;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function simulationFile(path: string): Promise<string> {
  for (const given of [path, join('reports', 'simulations', path)]) {
    const found = await stat(given).catch(() => null);
    if (found !== null) return found.isDirectory() ? join(given, 'simulation.json') : given;
  }
  return path;
}
