import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import type { Scenario } from '../../simulate/scenario.js';
import { type ScenarioSetting, scenarioOf } from '../../simulate/scenario-of.js';
import { scenarioSchema } from '../../simulate/scenario-schema.js';
import { type ConfigFile, parseConfig, readConfigFile } from '../load/config-file.js';
import { withPlaces } from '../load/load-experiment.js';

/** A scenario with the file it came from. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly file: ConfigFile;
}

/**
 * Scenarios by path, or by name in the workspace's `scenarios/`; all of those where none is named.
 *
 * @throws UserError for names that are not there, files that are no scenarios, and two of one name
 */
export async function loadScenarios(root: string, named: readonly string[], setting: ScenarioSetting): Promise<LoadedScenario[]> {
  const folder = join(root, 'scenarios');
  const found = await scenarioFiles(folder);
  if (named.length === 0 && found.length === 0)
    throw new UserError({ file: folder, message: 'holds no scenario', hint: 'routelab init makes a workspace with some' });
  const paths = named.length === 0 ? found.map((file) => join(folder, file)) : named.map((name) => pathOf(name, folder, found));
  const loaded: LoadedScenario[] = [];
  for (const path of paths) {
    const file = await readConfigFile(path);
    const scenario = withPlaces(file, () => scenarioOf(parseConfig(file, scenarioSchema), setting));
    const same = loaded.find((one) => one.scenario.name === scenario.name);
    if (same !== undefined)
      throw new UserError({
        file: path,
        ...file.place(['name']),
        field: 'name',
        message: `is that of ${same.file.path} already`,
        value: scenario.name,
      });
    loaded.push({ scenario, file });
  }
  return loaded;
}

async function scenarioFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
}

function pathOf(name: string, folder: string, found: readonly string[]): string {
  if (existsSync(name)) return name;
  const plain = (file: string): string => file.replace(/\.[^.]+$/, '');
  const file = found.find((one) => one === name || plain(one) === name);
  if (file !== undefined) return join(folder, file);
  const close = nearest(name, found.map(plain));
  throw new UserError({
    message: 'no such scenario',
    value: name,
    accepted: [...found.map(plain), 'the path of a scenario file'].join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
