import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readColumns, writeColumns } from '../../file/columns-file.js';
import { fileSha256 } from '../../file/file-hash.js';
import { type KnownHashes, knownHashes } from '../../file/known-hashes.js';
import { recordingFiles } from '../../recording/recording-file.js';
import { storedTable, tableOfStored } from '../../recording/stored-table.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { cacheFolder, dropUnused, keptFiles, makeCacheFolder, noteUse } from '../engine/cache-folder.js';
import { codeOf } from '../engine/code-hash.js';
import type { LoadedScorer } from '../load/load-scorer.js';
import { type LoadedOutcomes, loadOutcomes, type OutcomesInput } from './load-outcomes.js';
import type { OutcomesReport } from './outcomes-report.js';

/** What a table is made from besides recordings and models. */
export interface KeptBy {
  /** Folder of the experiment file. */
  readonly root: string;
  readonly datasetSha256: string;
  readonly scorer: LoadedScorer;
}

/** Outcomes, and why they could not be kept where that was tried. */
export interface FoundOutcomes extends LoadedOutcomes {
  readonly warnings: readonly string[];
  /** Where a set of this size is worth keeping what it leads to; null for a small one. */
  readonly cache: string | null;
}

/** Raised when a table, or what its columns mean, changes. */
const FORMAT = 4;
/** Smaller sets are read in a moment. */
const LEAST_BYTES = 4_000_000;
/** Tables kept beside one experiment file, the last ones used. */
const MOST_TABLES = 6;
const MOST_BYTES = 4_000_000_000;
const TABLE = '.table';

/**
 * The outcome table of a set of recordings, from `.routelab/cache/` beside the experiment file where it was made before out of the very same
 * bytes: recordings, dataset, models, scorer, and this build of the program. Else it is made, and kept there.
 *
 * Not kept: what a scorer's module or a judge's verdicts came to (a module may read anything), and small sets. A file of the cache that is
 * not whole is none. Where nothing can be written the table is made each time, with a warning.
 */
export async function keptOutcomes(input: OutcomesInput, by: KeptBy): Promise<FoundOutcomes> {
  const paths = await recordingFiles(input.recordingsDir);
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const large = sizes.reduce((sum, size) => sum + size, 0) >= LEAST_BYTES;
  if (!large) return { ...(await loadOutcomes(input)), warnings: [], cache: null };
  const folder = cacheFolder(by.root);
  if (!isPlain(by.scorer)) return { ...(await loadOutcomes(input)), warnings: [], cache: folder };
  const subject = await subjectOf(input, by);
  const kept = await keptFiles(folder, TABLE);
  const hashes = await knownHashes(join(folder, 'hashes.json'));
  if (kept.length > 0) {
    const files = await hashed(paths, hashes);
    const found = await heldTable(join(folder, nameOf(subject, files)));
    // Not of much use to anybody who can't write: the hashes are found again.
    await hashes.save().catch(() => undefined);
    if (found !== null) return { ...found, files, warnings: [], cache: folder };
  }
  const loaded = await loadOutcomes(input);
  try {
    await keep(folder, join(folder, nameOf(subject, loaded.files)), loaded);
    return { ...loaded, warnings: [], cache: folder };
  } catch (error) {
    return {
      ...loaded,
      cache: null,
      warnings: [`${folder}: the recordings can’t be kept in a readable form (${codeOfError(error)}): every run reads them all`],
    };
  }
}

/** Whether qualities are a matter of the recording, the label and the spec alone. */
function isPlain({ scorer, files }: LoadedScorer): boolean {
  return scorer.judgings.length === 0 && !files.some((path) => /\.[cm]?[jt]s$/.test(path));
}

/** Everything but the recordings that a table depends on. */
async function subjectOf({ models, prints }: OutcomesInput, { datasetSha256, scorer }: KeptBy): Promise<string> {
  return canonicalJson({
    format: FORMAT,
    // Another build may score otherwise under the same version.
    code: codeOf().sha256,
    dataset: datasetSha256,
    models: JSON.parse(JSON.stringify(models)),
    scorer: JSON.parse(JSON.stringify({ spec: scorer.spec, identity: scorer.scorer.identity })),
    scorerFiles: await Promise.all(scorer.files.map(fileSha256)),
    prints: prints === true,
  });
}

type Hashed = LoadedOutcomes['files'];

async function hashed(paths: readonly string[], hashes: KnownHashes): Promise<Hashed> {
  const files: { path: string; sha256: string }[] = [];
  for (const path of paths) files.push({ path, sha256: await hashes.of(path) });
  return files;
}

function nameOf(subject: string, files: Hashed): string {
  const of = files.map(({ path, sha256 }) => [basename(path), sha256]);
  return `${sha256Hex(canonicalJson({ subject, files: of })).slice(0, 32)}${TABLE}`;
}

async function heldTable(path: string): Promise<Omit<LoadedOutcomes, 'files'> | null> {
  const held = await readColumns(path);
  if (held === null) return null;
  const { report, table } = held.facts as unknown as { report: OutcomesReport; table: never };
  await noteUse(path);
  return { ...tableOfStored({ columns: held.columns, facts: table }), report };
}

async function keep(folder: string, path: string, { table, places, report }: LoadedOutcomes): Promise<void> {
  await makeCacheFolder(folder);
  const { columns, facts } = storedTable({ table, places });
  await writeColumns(path, { columns, facts: { table: facts, report: JSON.parse(JSON.stringify(report)) } });
  await dropUnused(folder, TABLE, { files: MOST_TABLES, bytes: MOST_BYTES });
}

function codeOfError(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
