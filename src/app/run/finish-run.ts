import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join, relative } from 'node:path';
import type { Results } from '../../domain/results.js';
import type { RunOutput } from '../../experiment/run.js';
import { exportEntries } from '../../export/index.js';
import type { TextsMode } from '../../report/pack/encode-texts.js';
import { textsText } from '../../report/pack/queries-text.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { type PlacedExport, prepareChosen, type WrittenExport, writeExport } from '../export/export-router.js';
import { shippedOf } from '../export/read-exports.js';
import { shipObstacles } from '../export/ship-obstacles.js';
import type { Rescored } from '../judge/score-agreement.js';
import { type InputFile, inputFiles } from '../load/input-files.js';
import type { LoadedStrategy } from '../load/load-strategies.js';
import { recordedTexts } from '../outcome/recorded-texts.js';
import type { Incomplete } from '../outcome/what-lacks.js';
import { queryPack } from '../report/query-pack.js';
import { type MoreFiles, type RunFacts, writeReport } from '../report/write-report.js';
import { version } from '../version.js';
import type { Workspace } from '../workspace/load-workspace.js';
import { noteTestLook, testLooksFile } from './test-looks.js';

/** What a comparison left behind. */
export interface RanWorkspace {
  readonly results: Results;
  readonly reportDir: string;
  /** Of how many queries the report has the texts, and why not of all. */
  readonly texts: string;
  /** Which look at the test part, or at the cross-fitted numbers of all queries, it was; null without a split. */
  readonly testLook: number | null;
  /** How another scorer agrees with the recorded quality; null for a run that scores as the experiment says. */
  readonly rescored: Rescored | null;
  readonly exported: readonly WrittenExport[];
  /** Exports that were asked for and refused: their target can't express the router. */
  readonly refused: readonly PlacedExport[];
  /** Exports were asked for and not written, because of these; empty where nothing stood against them. */
  readonly heldBack: readonly string[];
  /** Folders that still hold what an earlier run exported, where this run was to export and wrote none. */
  readonly staleExports: readonly string[];
  /** Nothing that it reads had changed: report and results are those of an earlier run. */
  readonly unchanged: boolean;
  readonly warnings: readonly string[];
  /** What the recordings lack, and what to do about it; null where they are whole. */
  readonly incomplete: Incomplete | null;
  /** Line of each gate in the experiment file; null where it came from elsewhere. */
  readonly gateLines: readonly (number | null)[];
}

export interface FinishOptions {
  /** Where reports go; default `reports` beside the experiment file. */
  readonly reportsDir?: string;
  readonly gates?: readonly string[];
  readonly command: readonly string[];
  readonly startedAt: Date;
  /** What the command line adds to the identity of the results, and stands in no file. */
  readonly settings?: Readonly<Record<string, string | number | null>>;
  readonly more?: MoreFiles;
  /** Which texts the report takes along; all that fit where nothing is said. */
  readonly texts?: TextsMode;
  /** Whether the exports that the experiment lists are written; they are unless this says no. */
  readonly exports?: boolean;
  /** What is undecided holds exports back too. */
  readonly strict?: boolean;
  readonly onStage?: (stage: string) => void;
}

/** The stage in which files appear: what is interrupted before has written none. */
export const WRITING = 'writing the report';

/** Names the inputs, notes the look at the test part, and writes the report and the chosen router. */
export async function finishRun(
  workspace: Workspace,
  strategies: readonly LoadedStrategy[],
  output: RunOutput,
  options: FinishOptions,
): Promise<RanWorkspace> {
  const { root, experiment, times } = workspace;
  await times.save();
  const files = await inputFiles(root, [
    ...readFiles(workspace, strategies),
    ...routerTimeInput(workspace.timesFile, times.usedSha256()),
  ]);
  const results = resultsOf(workspace, files, output, options);
  // Another scorer, or a search, is a question, not a decision: it replaces no export that may be in use.
  const question = options.exports === false || workspace.otherScorer !== null;
  const asked = options.exports !== false && output.chosen !== null;
  const heldBack = asked && experiment.export.length > 0 ? shipObstacles(results, options.strict) : [];
  let failed: unknown;
  const prepared =
    !asked || heldBack.length > 0 || question
      ? []
      : await prepareChosen(root, experiment, results, output).catch((error: unknown) => {
          // The report is written all the same: an export that can't be must not cost the comparison.
          failed = error;
          return [];
        });
  options.onStage?.(WRITING);
  const testLook = await noteTestLook(
    testLooksFile(root),
    output.bench,
    { dataset: workspace.datasetSha256, inputs: results.inputs.hash },
    options.startedAt.toISOString(),
  );
  const packing = queryPack(results, output, {
    texts: options.texts ?? 'auto',
    answersTo: (queries) => recordedTexts(workspace.recorded, queries),
  });
  // Told by the report, if that gets so far.
  packing.catch(() => undefined);
  const reportDir = await writeReport(
    options.reportsDir ?? join(root, 'reports'),
    results,
    output,
    {
      ...factsOf(options, testLook, workspace.rescored),
      ...(prepared.length === 0 ? {} : { exports: prepared.map(({ record }) => record) }),
    },
    packing,
    options.more,
    shippedOf(prepared, (dir) => relative(root, dir).replaceAll('\\', '/')),
  );
  if (failed !== undefined) throw failed;
  const exported: WrittenExport[] = [];
  for (const one of prepared) if (one.refusal === null) exported.push(await writeExport(one));
  const { rescored } = workspace;
  const written = exported.map(({ dir }) => dir);
  const staleExports = question ? [] : exportsInPlace(root, experiment.export).filter((dir) => !written.includes(dir));
  return {
    results,
    reportDir,
    texts: textsText((await packing).header),
    testLook,
    rescored,
    exported,
    refused: prepared.filter(({ refusal }) => refusal !== null),
    heldBack,
    staleExports,
    warnings: workspace.warnings,
    unchanged: false,
    incomplete: workspace.incomplete,
    gateLines: gateLinesOf(workspace),
  };
}

/** Every file that a comparison reads, but for the router times. */
export function readFiles(workspace: Workspace, strategies: readonly LoadedStrategy[]): InputFile[] {
  return [
    ...workspace.data.filter(({ role }) => role !== 'recordings'),
    ...strategies.map(({ path, sha256 }) => ({ role: 'strategy', path, sha256 })),
    ...workspace.others,
    ...workspace.data.filter(({ role }) => role === 'recordings'),
  ];
}

/** Line of each gate in the experiment file; null where it came from elsewhere. */
export function gateLinesOf({ experiment, ownGates, file }: Workspace): (number | null)[] {
  return experiment.gates.map((_, index) => (index < ownGates ? (file.place(['gates', index]).line ?? null) : null));
}

/** What a run was like. */
export function factsOf(
  { startedAt, command }: Pick<FinishOptions, 'startedAt' | 'command'>,
  testLook: number | null,
  rescored: Rescored | null,
): RunFacts {
  return {
    startedAt: startedAt.toISOString(),
    tookMs: Date.now() - startedAt.getTime(),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    node: process.version,
    host: hostname(),
    command,
    testLook,
    rescored,
  };
}

/** Export folders that an earlier run left. They stay as they are, since production may read them; the run says so. */
export function exportsInPlace(root: string, targets: Workspace['experiment']['export']): string[] {
  return exportEntries(targets)
    .map(({ dir }) => join(root, 'exports', dir))
    .filter((dir) => existsSync(dir));
}

/** The router times a run used are one of its inputs. */
function routerTimeInput(path: string, sha256: string | null): InputFile[] {
  return sha256 === null ? [] : [{ role: 'router_time', path, sha256 }];
}

function resultsOf(
  { experiment, file, otherScorer }: Workspace,
  files: Results['inputs']['files'],
  output: RunOutput,
  { gates = [], settings = {} }: FinishOptions,
): Results {
  const tool = { name: 'routelab', version: version() };
  return {
    schemaVersion: 1,
    tool,
    experiment: { name: experiment.name, file: basename(file.path), synthetic: experiment.synthetic },
    inputs: {
      hash: sha256Hex(
        canonicalJson({
          tool: tool.version,
          files: files.map(({ role, sha256 }) => ({ role, sha256 })),
          // What the command line asks for is an input that stands in no file.
          ...(gates.length === 0 ? {} : { gates }),
          ...(otherScorer === null ? {} : { scorer: otherScorer }),
          ...settings,
        }),
      ),
      files,
      ...(otherScorer === null ? {} : { scorer: otherScorer }),
    },
    ...output.body,
  };
}
