import { basename, join } from 'node:path';
import { csvText } from '../../dataset/csv.js';
import type { Results } from '../../domain/results.js';
import type { ShardsOutput } from '../../experiment/shard/run-shards.js';
import { METRICS_HEADER, metricsRows } from '../../report/metrics-csv.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { type InputFile, inputFiles } from '../load/input-files.js';
import type { LoadedExperiment } from '../load/load-experiment.js';
import type { LoadedStrategy } from '../load/load-strategies.js';
import type { OutcomesReport } from '../outcome/outcomes-report.js';
import { renderResults } from '../report/render-results.js';
import { resultsText, routerFile } from '../report/write-report.js';
import { writeResults } from '../report/write-results.js';
import { exportsInPlace, factsOf, type RanWorkspace } from '../run/finish-run.js';
import { noteLook, testLooksFile } from '../run/test-looks.js';
import { version } from '../version.js';
import type { RouterTimes } from '../workspace/time-router.js';
import type { DealtDataset } from './deal-dataset.js';
import type { DealtRecordings } from './deal-recordings.js';
import type { PlacedSample } from './place-queries.js';

export type RanShards = RanWorkspace;

/** What a run over shards read. */
export interface ShardsRead {
  readonly root: string;
  readonly loaded: LoadedExperiment;
  readonly strategies: readonly LoadedStrategy[];
  /** Of strategies that are left to `tune`. */
  readonly warnings: readonly string[];
  /** The files that were read first, with their hashes. */
  readonly settings: readonly InputFile[];
  readonly dealt: DealtDataset;
  /** Name of the test part; null without a split. */
  readonly testPart: string | null;
  readonly recordings: DealtRecordings['files'];
  readonly report: OutcomesReport;
  readonly learned: PlacedSample;
  readonly times: RouterTimes;
  readonly timesFile: string;
}

interface Finishing {
  readonly reportsDir?: string;
  readonly command: readonly string[];
  readonly startedAt: Date;
  readonly shards: number;
  readonly onStage?: (stage: string) => void;
}

/** Names the inputs and writes the report. How many shards there were is a matter of the run, not of the results. */
export async function finishShards(read: ShardsRead, output: ShardsOutput, options: Finishing): Promise<RanShards> {
  const results = await resultsOf(read, output);
  options.onStage?.('writing the report');
  const { root, loaded, testPart } = read;
  const look = { inputs: results.inputs.hash, at: options.startedAt.toISOString() };
  const testLook = testPart === null ? null : await noteLook(testLooksFile(root), { test: testPart, ...look });
  const facts = { ...factsOf(options, testLook, null), shards: options.shards };
  const reportDir = await writeResults(options.reportsDir ?? join(root, 'reports'), results.inputs.hash, {
    'results.json': resultsText(results),
    'run.json': `${JSON.stringify(facts, null, 2)}\n`,
    'summary.md': await renderResults(results, 'md', facts),
    'report.html': await renderResults(results, 'html', facts),
    'metrics.csv': csvText(METRICS_HEADER, metricsRows(results)),
    ...Object.fromEntries(
      output.routers.map(({ candidate, config }) => [`routers/${routerFile(candidate.strategy)}`, `${JSON.stringify(config)}\n`]),
    ),
  });
  return {
    results,
    reportDir,
    unchanged: false,
    texts: '',
    testLook,
    rescored: null,
    exported: [],
    refused: [],
    heldBack: [],
    staleExports: exportsInPlace(root, loaded.experiment.export),
    warnings: warningsOf(read),
    incomplete: null,
    gateLines: [],
  };
}

function warningsOf({ warnings, dealt, report, learned }: ShardsRead): string[] {
  const counts: readonly (readonly [number, string])[] = [
    [report.missingCells, 'recordings are missing'],
    [report.unscored, 'answers could not be scored'],
    [report.skippedUnknownQuery, 'recordings are of queries that the dataset does not have'],
    [report.tornTails, 'files of recordings end in a line that a crash cut off'],
  ];
  const cut = learned.learned > 0 && learned.learned < learned.train;
  return [
    ...warnings,
    ...dealt.warnings,
    ...counts.flatMap(([count, text]) => (count === 0 ? [] : [`${count} ${text}`])),
    ...(report.unpricedModels.length === 0 ? [] : [`calls without a known cost: ${report.unpricedModels.join(', ')}`]),
    ...(report.unknownModels.length === 0 ? [] : [`recorded, but not among the models: ${report.unknownModels.join(', ')}`]),
    ...(cut
      ? [`strategies learn from ${learned.learned} of ${learned.train} queries of the train part, drawn by hash (--learn-from)`]
      : []),
  ];
}

async function resultsOf(
  { root, loaded, settings, strategies, dealt, recordings, times, timesFile }: ShardsRead,
  { body }: ShardsOutput,
): Promise<Results> {
  const { experiment, file } = loaded;
  const routerTimes = times.usedSha256();
  const files = await inputFiles(root, [
    ...settings.slice(0, 1),
    { role: 'dataset', path: join(root, experiment.dataset), sha256: dealt.sha256 },
    ...settings.slice(1),
    ...strategies.map(({ path, sha256 }) => ({ role: 'strategy', path, sha256 })),
    ...recordings.map(({ path, sha256 }) => ({ role: 'recordings', path, sha256 })),
    ...(routerTimes === null ? [] : [{ role: 'router_time', path: timesFile, sha256: routerTimes }]),
  ]);
  const tool = { name: 'routelab', version: version() };
  const hash = sha256Hex(
    canonicalJson({
      tool: tool.version,
      files: files.map(({ role, sha256 }) => ({ role, sha256 })),
      streamed: { learnedFrom: body.streamed?.learnedFrom ?? null },
    }),
  );
  return {
    schemaVersion: 1,
    tool,
    experiment: { name: experiment.name, file: basename(file.path), synthetic: experiment.synthetic },
    inputs: { hash, files },
    ...body,
  };
}
