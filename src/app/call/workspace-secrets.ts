import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelList } from '../../domain/model.js';
import type { Experiment } from '../../experiment/experiment.js';
import { apis } from '../../provider/api/index.js';
import { type RecordKeys, recordKeys } from './record-keys.js';

/** What says where a workspace's keys may stand. */
export interface KeyedWorkspace {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly root: string;
}

/** Every key that could be in use here, whether or not calls are made. A file of keys that isn't there holds none. */
export async function keysOf({ experiment, models, root }: KeyedWorkspace, env: NodeJS.ProcessEnv): Promise<RecordKeys> {
  const providers = Object.values(models.providers ?? {});
  const used = [
    ...apis.flatMap(({ keyEnv }) => (keyEnv === null ? [] : [keyEnv])),
    ...providers.flatMap(({ apiKeyEnv, headersEnv }) => [
      ...(apiKeyEnv === undefined ? [] : [apiKeyEnv]),
      ...Object.values(headersEnv ?? {}),
    ]),
  ];
  const file = experiment.record.envFile === null ? null : join(root, experiment.record.envFile);
  return recordKeys(file !== null && existsSync(file) ? file : null, used, env);
}

/** Values that must not stand in the recordings of a workspace. */
export async function secretsOf(workspace: KeyedWorkspace, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { secrets } = await keysOf(workspace, env);
  return secrets;
}
