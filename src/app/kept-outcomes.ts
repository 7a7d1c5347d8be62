import { statSync } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readColumns, writeColumns } from '../file/columns-file.js';
import { fileSha256 } from '../file/file-hash.js';
import { type KnownHashes, knownHashes } from '../file/known-hashes.js';
import { recordingFiles } from '../recording/recording-file.js';
import { storedTable, tableOfStored } from '../recording/stored-table.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sha256Hex } from '../router/identity/sha256.js';
import { type LoadedOutcomes, loadOutcomes, type OutcomesInput } from './load-outcomes.js';
import type { LoadedScorer } from './load-scorer.js';
import type { OutcomesReport } from './outcomes-report.js';
import { version } from './version.js';

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
}

/** Raised when a table, or what its columns mean, changes. */
const FORMAT = 1;
/** Smaller sets are read in a moment. */
const LEAST_BYTES = 4_000_000;
/** Tables kept beside one experiment file, the last ones used. */
const MOST_TABLES = 6;
const MOST_BYTES = 4_000_000_000;
const TABLE = '.table';
/** What a crash left half written is of no use after this. */
const HALF_MS = 3_600_000;

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
  if (!large || !isPlain(by.scorer)) return { ...(await loadOutcomes(input)), warnings: [] };
  const folder = join(by.root, '.routelab', 'cache');
  const subject = await subjectOf(input, by);
  const kept = await tablesIn(folder);
  const hashes = await knownHashes(join(folder, 'hashes.json'));
  if (kept.length > 0) {
    const files = await hashed(paths, hashes);
    const found = await heldTable(join(folder, nameOf(subject, files)));
    // Not of much use to anybody who can't write: the hashes are found again.
    await hashes.save().catch(() => undefined);
    if (found !== null) return { ...found, files, warnings: [] };
  }
  const loaded = await loadOutcomes(input);
  try {
    await keep(folder, join(folder, nameOf(subject, loaded.files)), loaded);
    return { ...loaded, warnings: [] };
  } catch (error) {
    return {
      ...loaded,
      warnings: [`${folder}: the recordings can’t be kept in a readable form (${codeOf(error)}): every run reads them all`],
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
    tool: version(),
    // Another build may score otherwise under the same version.
    built: statSync(fileURLToPath(import.meta.url)).mtimeMs,
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
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
  return { ...tableOfStored({ columns: held.columns, facts: table }), report };
}

async function keep(folder: string, path: string, { table, places, report }: LoadedOutcomes): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(dirname(folder), '.gitignore'), '# What routelab can make again.\n*\n', { flag: 'wx' }).catch(isThere);
  const { columns, facts } = storedTable({ table, places });
  await writeColumns(path, { columns, facts: { table: facts, report: JSON.parse(JSON.stringify(report)) } });
  await drop(folder);
}

function isThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

interface Kept {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** Tables of a folder, the last used first; none where there is no such folder. */
async function tablesIn(folder: string, suffix = TABLE): Promise<readonly Kept[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(suffix))
      .map(async (name) => {
        const path = join(folder, name);
        const at = await stat(path).catch(() => null);
        return at === null ? [] : [{ path, bytes: at.size, usedMs: at.mtimeMs }];
      }),
  );
  return found.flat().sort((a, b) => b.usedMs - a.usedMs);
}

/** Drops the tables that were not used for longest, and what a crash left. */
async function drop(folder: string): Promise<void> {
  let bytes = 0;
  for (const [index, table] of (await tablesIn(folder)).entries()) {
    bytes += table.bytes;
    if (index > 0 && (index >= MOST_TABLES || bytes > MOST_BYTES)) await rm(table.path, { force: true });
  }
  for (const half of await tablesIn(folder, '.partial'))
    if (Date.now() - half.usedMs > HALF_MS) await rm(half.path, { force: true });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
