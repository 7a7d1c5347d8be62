import { readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { done } from '../../domain/work.js';
import { drive, type Engine } from '../../engine/engine.js';
import type { ShardFrame } from '../../experiment/shard/frame.js';
import { addedOutputs, type ShardOutput } from '../../experiment/shard/output.js';
import type { AskShards } from '../../experiment/shard/rank-shards.js';
import { refuseUnstreamed } from '../../experiment/shard/refuse.js';
import { runShards } from '../../experiment/shard/run-shards.js';
import { ROUTER_TIMES, recordingFiles } from '../../recording/recording-file.js';
import { expandCandidates } from '../../strategy/expand.js';
import { needsTraining } from '../../strategy/fit.js';
import { controlOf, type EngineOptions, isLarge, openEngine } from '../engine/open-engine.js';
import { askedSamples } from '../load/asked-samples.js';
import { hashedFiles } from '../load/input-files.js';
import { type LoadedExperiment, loadExperiment, withPlaces, withPlacesOf } from '../load/load-experiment.js';
import { namesModules } from '../load/load-modules.js';
import { type LoadedStrategy, loadStrategies } from '../load/load-strategies.js';
import { strategiesToRun } from '../load/set-aside.js';
import type { OutcomesReport } from '../outcome/outcomes-report.js';
import { testPartName } from '../run/test-looks.js';
import { loadFacts } from '../workspace/load-facts.js';
import { startScoring } from '../workspace/start-scoring.js';
import { openRouterTimes } from '../workspace/time-router.js';
import { dealDataset } from './deal-dataset.js';
import { dealParts } from './deal-parts.js';
import { dealRecordings } from './deal-recordings.js';
import { finishShards, type RanShards, type ShardsRead } from './finish-shards.js';
import { type Making, packShards, sampleBench, timedQueries } from './pack-shards.js';
import { placeQueries } from './place-queries.js';
import type { ShardRef } from './shard-file.js';
import { shardUnit } from './shard-unit.js';
import { openSpillFolder, type SpillFolder } from './spill-folder.js';
import { testIds } from './test-ids.js';

export interface ShardsOptions {
  readonly experimentFile: string;
  readonly shards: number;
  /** Queries of the train part that are held in memory to learn from. */
  readonly learnFrom: number;
  readonly reportsDir?: string;
  readonly onMissing?: 'skip' | 'fail';
  readonly remeasure: boolean;
  readonly command: readonly string[];
  readonly engine: EngineOptions;
  readonly onStage?: (stage: string) => void;
}

/** Evaluates a dataset that needn't fit into memory: takes it apart by groups, asks every shard, and adds up. */
export async function runInShards(options: ShardsOptions): Promise<RanShards> {
  const startedAt = new Date();
  const root = dirname(resolve(options.experimentFile));
  const loaded = await loadExperiment(options.experimentFile);
  const { strategies, warnings } = strategiesToRun(await loadStrategies(root, loaded.experiment.strategies, loaded.models));
  withPlaces(loaded.file, () => refuseAll(loaded, strategies));
  // Now, right after they were read: somebody may change them while the shards are asked.
  const settings = await hashedFiles([
    { role: 'experiment', path: loaded.file.path },
    { role: 'models', path: join(root, loaded.experiment.models) },
    ...loaded.scorer.files.map((path) => ({ role: 'scorer', path })),
  ]);
  const folder = await openSpillFolder(root, options.shards);
  try {
    return await inFolder({ root, loaded, strategies, warnings, settings }, folder, { ...options, startedAt });
  } finally {
    await folder.remove();
  }
}

/** @throws UserError for what isn't streamed */
function refuseAll({ experiment, scorer }: LoadedExperiment, strategies: readonly LoadedStrategy[]): void {
  refuseUnstreamed(experiment);
  const refuse = (field: string, what: string, accepted: string): never => {
    throw new UserError({ field, message: `${what}: --shards can't evaluate it`, accepted });
  };
  if (scorer.scorer.judgings.length > 0) refuse('scorer', 'verdicts of judges are not streamed', 'a scorer without a judge');
  if (experiment.strategies.some(namesModules)) refuse('strategies', 'modules are not streamed', 'strategy files');
  if (askedSamples(strategies) !== null)
    refuse('strategies', 'a cascade that compares samples is not streamed', 'other acceptors');
}

interface Started extends ShardsOptions {
  readonly startedAt: Date;
}

type Settings = Pick<ShardsRead, 'root' | 'loaded' | 'strategies' | 'warnings' | 'settings'>;

async function inFolder(asked: Settings, folder: SpillFolder, options: Started): Promise<RanShards> {
  const { root, loaded, strategies } = asked;
  const { experiment, models } = loaded;
  const { signal } = options.engine;
  const datasetPath = join(root, experiment.dataset);
  const { scorer } = loaded.scorer;
  const given = scorer.needs === 'given';
  options.onStage?.('dealing the dataset into shards');
  const dealt = await dealDataset({ path: datasetPath, split: experiment.split, folder, labelled: !given, signal });
  if (experiment.split.kind === 'holdout') dealParts(experiment.split, folder);
  const testPart = experiment.split.kind === 'none' ? null : testPartName(dealt.sha256, testIds(experiment.split, folder));
  const most = learns(strategies) ? options.learnFrom : 0;
  const learned = placeQueries(experiment.split, { most, seed: experiment.bootstrap.seed }, folder);
  options.onStage?.('dealing recordings into shards');
  const paths = await recordingFiles(join(root, experiment.recordings));
  const scoring = startScoring(scorer, false);
  const scored = { models, score: scoring.score, reasons: new Map<string, number>() };
  const { recorded, files, ...found } = await dealRecordings({ ...scored, datasetPath, paths, folder, given, signal });
  const modelIds = models.models.flatMap(({ id }, model) => (recorded.has(model) ? [id] : []));
  if (modelIds.length === 0) throw nothingRecorded(join(root, experiment.recordings));
  options.onStage?.('packing shards');
  const making: Making = { experiment, ...scored, modelIds, recordingFiles: paths };
  const packed = await withPlacesOf(loaded.file, () => packShards(making, folder, signal));
  const report: OutcomesReport = { ...packed.report, ...found, costMismatch: [], askedOtherwise: [] };
  withPlaces(loaded.file, () => scoring.refuseUnscored(report));
  refuseMissing(report, options.onMissing ?? experiment.onMissing);
  const sample = await sampleBench(making, packed.frame, folder, learned);
  const timesFile = join(root, 'recordings', ROUTER_TIMES);
  const times = await openRouterTimes(timesFile, options.remeasure);
  options.onStage?.('comparing');
  const input = {
    experiment,
    models,
    strategies: strategies.map(({ strategy }) => strategy),
    scorer: scorer.identity,
    load: loadFacts(report, models, []),
    timeRouter: times.time,
    frame: packed.frame,
    sample,
    timed: await timedQueries(folder),
  };
  const size = { queries: dealt.rows, models: modelIds.length, candidates: strategies.length };
  const engine = await openEngine(options.engine, folder.shards > 1 && isLarge(size));
  const output = await withPlacesOf(loaded.file, () =>
    drive(runShards(input, askerOf(packed.paths, packed.frame, engine.name)), engine, controlOf(options.engine)),
  ).finally(() => engine.close());
  await times.save();
  return finishShards({ ...asked, dealt, testPart, recordings: files, report, learned, times, timesFile }, output, options);
}

function learns(strategies: readonly LoadedStrategy[]): boolean {
  return strategies.some(({ strategy }) => expandCandidates(strategy).some(({ pipeline }) => needsTraining(pipeline)));
}

function nothingRecorded(file: string): UserError {
  const hint = 'routelab recordings stats says what is there; routelab record --dry-run, what asking the models would cost';
  return new UserError({ file, message: 'holds no recording of any query and model of the workspace', hint }, 4);
}

function refuseMissing({ missingCells }: OutcomesReport, onMissing: 'skip' | 'fail'): void {
  if (onMissing === 'skip' || missingCells === 0) return;
  throw new UserError(
    { message: `${missingCells} recordings are missing`, hint: 'routelab recordings stats counts what is missing of each model' },
    4,
  );
}

/** Bytes of shards that pass through a Redis at a time, unless one alone is larger. */
const MOST_SENT = 64 * 1024 * 1024;

/**
 * Shards asked at a time: their outputs are held until they are added up, so there are only as many as keep all threads busy. Workers elsewhere
 * can't read what lies here and are given the shards themselves, as much at a time as a Redis can be trusted with.
 */
function* batches(paths: readonly string[], engine: Engine['name']): Generator<readonly string[]> {
  const most = engine === 'inline' ? 1 : 2 * availableParallelism();
  let batch: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    const own = engine === 'bullmq' ? statSync(path).size : 0;
    const isFull = engine === 'bullmq' ? bytes + own > MOST_SENT : batch.length === most;
    if (isFull && batch.length > 0) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(path);
    bytes += own;
  }
  yield batch;
}

function askerOf(paths: readonly string[], frame: ShardFrame, engine: Engine['name']): AskShards {
  const refOf = (path: string): ShardRef => (engine === 'bullmq' ? { bytes: readFileSync(path) } : { path });
  return function* (task) {
    let sum: ShardOutput | null = null;
    for (const batch of batches(paths, engine)) {
      const inputs = batch.map((path) => ({ shard: refOf(path), task }));
      for (const output of yield* done(shardUnit, frame, inputs)) sum = sum === null ? output : addedOutputs(sum, output);
    }
    return sum as ShardOutput;
  };
}
