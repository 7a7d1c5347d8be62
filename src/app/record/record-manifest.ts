import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../domain/json.js';
import { bookkeepingDir } from '../../recording/recording-file.js';
import { redactJson } from '../../recording/redact.js';
import { type SecretText, secretTextsIn } from '../../recording/secret-texts.js';
import type { PlannedModel } from '../call/plan-recording.js';
import { version } from '../version.js';
import type { PreparedRecording } from './prepare-recording.js';
import type { RecordRequest } from './record-request.js';
import type { RecordedWorkspace } from './recorded-workspace.js';

/** The manifest of a set of recordings. */
export function manifestPath(dir: string): string {
  return join(bookkeepingDir(dir), 'manifest.json');
}

/** What a manifest says of itself. */
export const MANIFEST_FORMAT = 'routelab/recordings@1';

/**
 * Adds a run to `record/manifest.json`: how the models were asked, and what came of it. For readers: nothing else here reads it, so a
 * run that was killed leaves no entry and loses nothing.
 */
export async function noteSession(
  { dir, planned, verdicts, datasetSha256, experiment, keys }: PreparedRecording,
  { mode, command }: RecordRequest,
  done: RecordedWorkspace,
): Promise<void> {
  const path = manifestPath(dir);
  const sessions = await sessionsIn(path);
  const manifest = {
    format: MANIFEST_FORMAT,
    tool: `routelab ${version()}`,
    dataset: { path: experiment.dataset, sha256: datasetSha256 },
    models: planned.map(askedAs),
    ...(verdicts.planned.length === 0 ? {} : { judges: verdicts.planned.map(askedAs) }),
    sessions: [
      ...sessions,
      {
        startedAt: done.startedAt.toISOString(),
        endedAt: new Date().toISOString(),
        command: command.join(' '),
        mode,
        spentUsd: done.spentUsd,
        unresolvedUsd: done.unresolvedUsd,
        models: [...done.lanes, ...done.judgeLanes].map(({ end, lastFault: _lastFault, ...lane }) => ({
          ...lane,
          end: typeof end === 'string' ? end : end.kind,
        })),
      },
    ],
  };
  await mkdir(bookkeepingDir(dir), { recursive: true });
  await written(path, manifest, keys.secrets);
}

/** How a model was asked. */
function askedAs({ target: { model, api, provider, parameters } }: PlannedModel) {
  return {
    id: model.id,
    name: model.name,
    api: api.name,
    ...(provider.baseUrl === undefined ? {} : { baseUrl: provider.baseUrl }),
    parameters,
  };
}

/** Adds to a manifest, where there is one, that recordings were dropped on purpose; by model. */
export async function noteDropped(dir: string, command: string, dropped: ReadonlyMap<string, number>): Promise<void> {
  const path = manifestPath(dir);
  const sessions = await sessionsIn(path);
  if (dropped.size === 0 || sessions.length === 0) return;
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  const at = new Date().toISOString();
  const models = [...dropped].map(([modelId, count]) => ({ modelId, dropped: count }));
  await written(path, { ...manifest, sessions: [...sessions, { startedAt: at, endedAt: at, command, models }] }, []);
}

/**
 * Redacts what a manifest holds, and counts it by kind; null where there is no manifest or nothing in it.
 *
 * @param write false to look only
 */
export async function redactManifest(
  dir: string,
  secrets: readonly string[],
  write: boolean,
): Promise<{ readonly file: string; readonly texts: readonly SecretText[] } | null> {
  const file = manifestPath(dir);
  if (!existsSync(file)) return null;
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Json;
  const texts = secretTextsIn(manifest, secrets);
  if (texts.length === 0) return null;
  if (write) await written(file, manifest as object, secrets);
  return { file, texts };
}

/** Whole or not at all; parameters, addresses and what earlier versions wrote lose what no recording may hold. */
async function written(path: string, manifest: object, secrets: readonly string[]): Promise<void> {
  const clean = redactJson(manifest as unknown as Json, secrets);
  await writeFile(`${path}.new`, `${JSON.stringify(clean, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

async function sessionsIn(path: string): Promise<readonly unknown[]> {
  try {
    const { sessions } = JSON.parse(await readFile(path, 'utf8')) as { readonly sessions?: unknown };
    return Array.isArray(sessions) ? sessions : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
