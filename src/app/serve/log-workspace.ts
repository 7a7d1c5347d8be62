import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import type { RouterConfig } from '../../router/config.js';
import { loadRouter } from '../../router/load.js';
import { type ConfigFile, readTextFile } from '../load/config-file.js';
import { LOG_FILES } from './traffic-log.js';

const EXPERIMENT = `# The traffic that routelab serve answered, as an experiment. docs/serve.md says what is in this folder.
dataset: ${LOG_FILES.queries}
recordings: ${LOG_FILES.recordings}
models: ${LOG_FILES.models}
# Whether there is an answer at all. Put a judge, or { type: feedback }, in its place to learn how good answers are (docs/scorers.md).
scorer: { type: answered }
strategies: [${LOG_FILES.router}]
baselines: []
`;

/**
 * Makes a folder of traffic an experiment: the router, its models, and a routelab.yaml that is left alone once it is there.
 *
 * @throws UserError where the folder holds the traffic of another router
 */
export async function logWorkspace(dir: string, config: RouterConfig, models: ConfigFile): Promise<void> {
  await mkdir(dir, { recursive: true });
  const held = join(dir, LOG_FILES.router);
  if (existsSync(held)) await requireSame(held, config);
  else await writeFile(held, `${JSON.stringify(config, null, 2)}\n`);
  await writeFile(join(dir, LOG_FILES.models), await readTextFile(models.path));
  const experiment = join(dir, LOG_FILES.experiment);
  if (!existsSync(experiment)) await writeFile(experiment, EXPERIMENT);
}

async function requireSame(path: string, config: RouterConfig): Promise<void> {
  const { decisionHash } = loadRouter(JSON.parse(await readFile(path, 'utf8'))).config;
  if (decisionHash === config.decisionHash) return;
  throw new UserError({
    file: path,
    message: 'this folder holds the traffic of another router',
    hint: 'give this one a folder of its own: --log <folder>',
  });
}
