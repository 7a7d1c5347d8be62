import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Results } from '../../domain/results.js';
import { readColumns, writeColumns } from '../../file/columns-file.js';
import { fileSha256 } from '../../file/file-hash.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { dropUnused, makeCacheFolder, noteUse } from '../engine/cache-folder.js';
import { codeOf } from '../engine/code-hash.js';
import { inputFiles } from '../load/input-files.js';
import { pointLatest } from '../report/write-report.js';
import type { Workspace } from '../workspace/load-workspace.js';
import { type FinishOptions, factsOf, gateLinesOf, type RanWorkspace, readFiles } from './finish-run.js';
import { notedLook, testLooksFile } from './test-looks.js';

const REPORT = '.report';
const MOST = { files: 50, bytes: 10_000_000 };
/** What differs between two runs of the same comparison. */
const RUN_FILE = 'run.json';
const UNREAD = 'not read';

/** What is kept of a report: it stays where it is, and this tells whether it still is what the run wrote. */
interface Kept {
  /** Name of the folder. */
  readonly name: string;
  /** SHA-256 of each file by its path in the folder, but for what the run itself was like. */
  readonly files: Readonly<Record<string, string>>;
  readonly testLook: number | null;
  readonly texts: string;
}

/** The report of an earlier run of the very same comparison. */
export interface KeptReport {
  /** The earlier run's results, its report noted as this run's; null where there is none, or not all of it is as it was written. */
  find(): Promise<RanWorkspace | null>;
  keep(ran: RanWorkspace): Promise<void>;
}

/**
 * A comparison is a pure function of the program, the bytes of the files it reads, and what the command line adds: where all of them are the
 * same, so is every byte of its report but run.json, and nothing need be compared again.
 *
 * Null where nothing may be kept: small sets, modules (which may read anything), another scorer or time measured anew, and experiments
 * that write exports.
 */
export function keptReport(workspace: Workspace, options: FinishOptions & { readonly remeasure: boolean }): KeptReport | null {
  const { root, cache, experiment, strategies } = workspace;
  const read = readFiles(workspace, strategies);
  const mayReadAnything = read.some(({ role, path }) => role === 'module' || /\.[cm]?[jt]s$/.test(path));
  if (cache === null || mayReadAnything || experiment.export.length > 0 || options.remeasure) return null;
  const reportsDir = resolve(options.reportsDir ?? join(root, 'reports'));
  const entry = async (): Promise<string> => {
    const times = await fileSha256(workspace.timesFile).catch(() => null);
    const subject = {
      code: codeOf().sha256,
      // Another Node may compress, or know letters, otherwise with the same engine.
      engine: `${process.version} v8 ${process.versions.v8}`,
      // An experiment without a name has that of its folder.
      name: experiment.name,
      files: await inputFiles(root, read),
      times,
      gates: options.gates ?? [],
      texts: options.texts ?? 'auto',
      reportsDir,
    };
    return join(cache, `${sha256Hex(canonicalJson(JSON.parse(JSON.stringify(subject)))).slice(0, 32)}${REPORT}`);
  };
  return {
    async find() {
      const path = await entry();
      const kept = (await readColumns(path))?.facts as unknown as Kept | undefined;
      if (kept === undefined) return null;
      const reportDir = join(reportsDir, kept.name);
      if (canonicalJson(await filesIn(reportDir)) !== canonicalJson(kept.files)) return null;
      const results = JSON.parse(await readFile(join(reportDir, 'results.json'), 'utf8')) as Results;
      if (kept.testLook !== null && (await notedLook(testLooksFile(root), results.inputs.hash)) !== kept.testLook) return null;
      await noteUse(path);
      await writeFile(join(reportDir, RUN_FILE), `${JSON.stringify(factsOf(options, kept.testLook, null), null, 2)}\n`);
      await pointLatest(reportsDir, kept.name);
      return {
        results,
        reportDir,
        texts: kept.texts,
        testLook: kept.testLook,
        rescored: null,
        exported: [],
        refused: [],
        heldBack: [],
        staleExports: [],
        unchanged: true,
        warnings: workspace.warnings,
        incomplete: workspace.incomplete,
        gateLines: gateLinesOf(workspace),
      };
    },
    async keep({ results, reportDir, testLook, texts }) {
      const kept: Kept = { name: results.inputs.hash.slice(0, 12), files: await filesIn(reportDir), testLook, texts };
      try {
        await makeCacheFolder(cache);
        await writeColumns(await entry(), { columns: {}, facts: { ...kept } });
        await dropUnused(cache, REPORT, MOST);
      } catch {
        // A folder that can't be written to is told of where the outcomes are read.
      }
    },
  };
}

/** SHA-256 of each file of a folder by its path in it; nothing where there is no folder. */
async function filesIn(folder: string): Promise<Kept['files']> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const hashes: Record<string, string> = {};
  for (const name of names.sort()) {
    const path = join(folder, name);
    const at = await stat(path).catch(() => null);
    if (name === RUN_FILE || at?.isDirectory() === true) continue;
    // What can't be read (an editor's lock is a link to nowhere) is something else than what was written.
    hashes[name.replaceAll('\\', '/')] = at?.isFile() === true ? await fileSha256(path).catch(() => UNREAD) : UNREAD;
  }
  return hashes;
}
