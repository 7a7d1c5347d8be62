import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { ModelList } from '../../domain/model.js';
import { maxSamples } from '../../domain/outcome-table.js';
import { UserError } from '../../domain/user-error.js';
import { comparedAmong } from '../../experiment/compared-models.js';
import { isPriced, type KnownCells, knownCells } from '../../experiment/complete-rows.js';
import { onCostBasis } from '../../experiment/cost-basis.js';
import type { Experiment } from '../../experiment/experiment.js';
import type { ShardFrame } from '../../experiment/shard/frame.js';
import { splitByColumn } from '../../experiment/split/by-column.js';
import { groupQueries } from '../../experiment/split/group-queries.js';
import { groupSpec } from '../../experiment/split/group-spec.js';
import { packBench } from '../../experiment/unit/pack-bench.js';
import { type Grounds, type Workbench, workbenchOf } from '../../experiment/workbench.js';
import { cellMeans } from '../../replay/cell-means.js';
import type { OutcomesInput } from '../load-outcomes.js';
import { type LoadedOutcomes, loadOutcomes } from '../load-outcomes.js';
import type { OutcomesReport } from '../outcomes-report.js';
import { addedReports } from './added-reports.js';
import { partsOf, rowNotes } from './deal-dataset.js';
import type { PlacedSample } from './place-queries.js';
import { writeShard } from './shard-file.js';
import { datasetOf, holdsQueries, type SpillFolder } from './spill-folder.js';
import { originsOf } from './spill-recordings.js';

/** What a shard is made with. */
export interface Making {
  readonly experiment: Experiment;
  readonly models: ModelList;
  /** Models of all tables. */
  readonly modelIds: readonly string[];
  readonly score: OutcomesInput['score'];
  /** The files that recordings came from, by number. */
  readonly recordingFiles: readonly string[];
}

export interface PackedShards {
  readonly paths: readonly string[];
  readonly frame: ShardFrame;
  readonly report: OutcomesReport;
}

/** Scores and packs one shard after another; what they were made from is taken away as it is used up. */
export async function packShards(making: Making, folder: SpillFolder, signal?: AbortSignal): Promise<PackedShards> {
  const paths: string[] = [];
  let report: OutcomesReport | null = null;
  let known: readonly KnownCells[] = making.modelIds.map(() => ({ scored: 0, priced: 0 }));
  let [queries, samples] = [0, 0];
  for (let shard = 0; shard < folder.shards; shard++) {
    signal?.throwIfAborted();
    if (!holdsQueries(folder, shard)) continue;
    const notes = rowNotes(folder, shard);
    const parts = partsOf(making.experiment.split, notes, folder, shard);
    const { bench, loaded } = await benchOf(making, folder.shard(shard), parts, originsOf(folder, shard));
    const own = knownCells(bench.means);
    known = known.map(({ scored, priced }, model) => ({
      scored: scored + (own[model]?.scored ?? 0),
      priced: priced + (own[model]?.priced ?? 0),
    }));
    queries += bench.dataset.queries.size;
    samples = Math.max(samples, maxSamples(bench.table));
    report = report === null ? loaded.report : addedReports(report, loaded.report);
    const path = join(folder.shard(shard), 'shard.columns');
    await writeShard(path, packBench(bench));
    paths.push(path);
    await rm(join(folder.shard(shard), 'recordings'), { recursive: true });
  }
  const { experiment, models, modelIds } = making;
  const whole = { priced: known.map(isPriced), samples };
  return {
    paths,
    report: report as OutcomesReport,
    frame: { experiment, models, modelIds, compared: comparedAmong(known, queries), whole },
  };
}

/** What is learned from, as a workbench of its own whose queries are all of the train part; null where there is nothing. */
export async function sampleBench(
  making: Making,
  frame: ShardFrame,
  folder: SpillFolder,
  { groups: group }: PlacedSample,
): Promise<Workbench | null> {
  if (group.length === 0) return null;
  const { bench } = await benchOf(making, folder.sample, new Int8Array(group.length), []);
  return workbenchOf(frame.experiment, bench.dataset, frame.models, bench.table, {
    ...bench.grounds,
    grouping: { ...bench.grouping, group },
    compared: frame.compared,
    whole: frame.whole,
  });
}

async function benchOf(
  { experiment, models, modelIds, score, recordingFiles }: Making,
  dir: string,
  parts: Int8Array,
  origins: readonly Float64Array[],
): Promise<{ readonly bench: Workbench; readonly loaded: LoadedOutcomes }> {
  const { dataset } = await readDataset(datasetOf(dir));
  const loaded = await loadOutcomes({ dataset, models, recordingsDir: join(dir, 'recordings'), score, modelIds }).catch(
    (error: unknown) => {
      throw atOrigins(error, origins, recordingFiles);
    },
  );
  const grouping = groupQueries(dataset, { by: groupSpec(experiment.split).by, nearCopies: null });
  const part = parts.includes(-1) ? splitByColumn(dataset) : Uint8Array.from(parts);
  const table = onCostBasis(loaded.table, experiment.cost);
  const grounds: Grounds = { compared: [], grouping, split: { part, folds: null, straddlingGroups: 0 }, hidden: null };
  return { loaded, bench: workbenchOf(experiment, dataset, models, table, grounds, cellMeans(table)) };
}

/** A user's error about a line of a shard as one about the line it came from. */
function atOrigins(error: unknown, origins: readonly Float64Array[], files: readonly string[]): unknown {
  if (!(error instanceof UserError) || origins.length === 0) return error;
  const placeOf = (line: number): { file: string; line: number } | undefined => {
    const origin = origins[line - 1];
    return origin === undefined ? undefined : { file: files[origin[0] as number] as string, line: origin[1] as number };
  };
  const problems = error.problems.map((problem) => {
    const place = problem.line === undefined ? undefined : placeOf(problem.line);
    if (place === undefined) return problem;
    const message = problem.message.replace(/ than on line (\d+)$/, (whole, line: string) => {
      const first = placeOf(Number(line));
      if (first === undefined) return whole;
      return ` than on ${first.file === place.file ? `line ${first.line}` : `${first.file}:${first.line}`}`;
    });
    return { ...problem, ...place, message };
  });
  return new UserError(problems, error.exitCode);
}
