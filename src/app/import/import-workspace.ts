import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Importer, ImportSource } from '../../dataset/importer/importer.js';
import { importers } from '../../dataset/importer/index.js';
import { type GivenOptions, importSettings } from '../../dataset/importer/source/import-settings.js';
import { shellWord } from '../../domain/shell-word.js';
import { UserError } from '../../domain/user-error.js';
import { parseYaml } from '../load/import-yaml.js';
import { auditWorkspace } from './audit-workspace.js';
import { findImporter } from './find-importer.js';
import { importOneSet } from './import-one-set.js';
import type { ImportedWorkspace, ImportReport } from './import-report.js';
import { openStaging } from './import-staging.js';

export interface ImportRequest {
  readonly format: string;
  readonly path: string;
  /** Folder to make. Several sets each get a folder of their name in it. */
  readonly out: string;
  /** One set of the source; all of them when not given. */
  readonly set?: string;
  /** The format's own options, by name. */
  readonly options: GivenOptions;
  /** Replace what an import writes in a folder that is not empty. */
  readonly force: boolean;
  /** Formats to choose from; all of them when not given. */
  readonly importers?: readonly Importer[];
  /** Whether to look for what could mislead in the new workspaces: reads them once more. Default: yes. */
  readonly audit?: boolean;
  /** Told what is being read; never printed here. */
  readonly onStage?: (stage: string) => void;
}

/**
 * Makes workspaces from data in another format: dataset, recordings, models and an experiment file that runs as it is. Either
 * all of it is there afterwards or nothing is. Throws UserError for an unknown format, set or option, for a source that isn't
 * of the format, for problems in its files (all of them, with file and line), and for a folder that is not empty.
 */
export async function importWorkspace(request: ImportRequest): Promise<ImportReport> {
  const known = request.importers ?? importers;
  const importer = findImporter(known, request.format);
  const options = importSettings(importer, request.options);
  const { path, out } = request;
  if (!existsSync(path)) throw new UserError({ file: path, message: 'no such file or folder' });
  if (!(await importer.detect(path))) throw await notThisFormat(importer, known, path);
  const sets = await chosenSets(importer, path, request.set);
  const staging = await openStaging(out, request.force);
  try {
    const workspaces: ImportedWorkspace[] = [];
    for (const { set, folder } of sets) {
      request.onStage?.(`reading ${set ?? path}`);
      const source: ImportSource = { path, options, parseYaml, ...(set === undefined ? {} : { set }) };
      workspaces.push(await importOneSet(importer, source, join(staging.dir, folder), join(out, folder)));
    }
    await staging.commit(
      sets.flatMap(({ folder }, index) => (workspaces[index]?.files ?? []).map((file) => join(folder, file.path))),
    );
    const audited = request.audit === false ? workspaces : await auditedWorkspaces(workspaces, request.onStage);
    return { format: importer.name, source: path, out, workspaces: audited, next: nextCommands(workspaces) };
  } catch (error) {
    await staging.discard();
    throw error;
  }
}

/** The workspaces as a run would find them, read from what was written: the import itself holds no table. */
async function auditedWorkspaces(
  workspaces: readonly ImportedWorkspace[],
  onStage: ImportRequest['onStage'],
): Promise<ImportedWorkspace[]> {
  const audited: ImportedWorkspace[] = [];
  for (const workspace of workspaces) {
    onStage?.(`auditing ${workspace.name}`);
    audited.push({ ...workspace, audits: await auditWorkspace(join(workspace.dir, 'routelab.yaml')) });
  }
  return audited;
}

interface ChosenSet {
  readonly set: string | undefined;
  /** Below `out`; empty for `out` itself. */
  readonly folder: string;
}

async function chosenSets(importer: Importer, path: string, wanted: string | undefined): Promise<readonly ChosenSet[]> {
  const sets = await importer.sets(path);
  if (wanted === undefined) {
    const [only] = sets;
    return sets.length > 1 ? sets.map((set) => ({ set, folder: set })) : [{ set: only, folder: '' }];
  }
  if (sets.includes(wanted)) return [{ set: wanted, folder: '' }];
  const accepted = sets.length === 0 ? `${importer.name} has no sets` : sets.join(', ');
  throw new UserError({ file: path, field: '--set', message: 'no such set here', value: wanted, accepted });
}

async function notThisFormat(importer: Importer, known: readonly Importer[], path: string): Promise<UserError> {
  const others: string[] = [];
  for (const other of known) if (other !== importer && (await other.detect(path))) others.push(other.name);
  const message = `nothing here that ${importer.name} reads (${importer.description})`;
  const hint = others.length === 0 ? undefined : `it looks like: ${others.join(', ')}`;
  return new UserError(hint === undefined ? { file: path, message } : { file: path, message, hint });
}

function nextCommands(workspaces: readonly ImportedWorkspace[]): readonly string[] {
  return workspaces.slice(0, 3).map(({ dir }) => `cd ${shellWord(dir)} && routelab run`);
}
