import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { Dataset } from '../../domain/dataset.js';
import { maxSamples } from '../../domain/outcome-table.js';
import { comparedAmong } from '../../experiment/compared-models.js';
import { isPriced, type KnownCells, knownCells } from '../../experiment/complete-rows.js';
import { onCostBasis } from '../../experiment/cost-basis.js';
import type { Experiment } from '../../experiment/experiment.js';
import type { TimedQueries } from '../../experiment/router-rows.js';
import type { ShardFrame } from '../../experiment/shard/frame.js';
import { splitByColumn } from '../../experiment/split/by-column.js';
import { type Grouping, groupQueries } from '../../experiment/split/group-queries.js';
import { groupSpec } from '../../experiment/split/group-spec.js';
import { packBench } from '../../experiment/unit/pack-bench.js';
import { type Grounds, type Workbench, workbenchOf } from '../../experiment/workbench.js';
import { cellMeans } from '../../replay/cell-means.js';
import { requestBatch } from '../../replay/request-batch.js';
import { addedReports } from './added-reports.js';
import { partsOf } from './deal-parts.js';
import { keyOf } from './name-number.js';
import type { PlacedSample } from './place-queries.js';
import { type RowNotes, rowNotes } from './row-notes.js';
import { writeShard } from './shard-file.js';
import { type Contradiction, firstOf, type ShardReport, type ShardTables, shardOutcomes } from './shard-outcomes.js';
import { datasetOf, holdsQueries, recordingsOf, type SpillFolder } from './spill-folder.js';

/** What a shard is made with. */
export interface Making extends ShardTables {
  readonly experiment: Experiment;
}

export interface PackedShards {
  readonly paths: readonly string[];
  readonly frame: ShardFrame;
  readonly report: ShardReport;
}

/**
 * Packs one shard after another; what they were made from is taken away as it is used up.
 *
 * @throws UserError for two different recordings of one sample, naming both lines: of several, whatever shards they fell into, the first
 */
export async function packShards(making: Making, folder: SpillFolder, signal?: AbortSignal): Promise<PackedShards> {
  const paths: string[] = [];
  let report: ShardReport | null = null;
  let known: readonly KnownCells[] = making.modelIds.map(() => ({ scored: 0, priced: 0 }));
  let [queries, samples] = [0, 0];
  let wrong: Contradiction | null = null;
  for (let shard = 0; shard < folder.shards; shard++) {
    signal?.throwIfAborted();
    if (!holdsQueries(folder, shard)) continue;
    const notes = rowNotes(folder, shard);
    const parts = partsOf(making.experiment.split, notes, folder, shard);
    const { bench, told, contradiction } = await benchOf(making, folder.shard(shard), {
      parts,
      grouping: () => groupingOf(notes),
    });
    wrong = firstOf(wrong, contradiction);
    const own = knownCells(bench.means);
    known = known.map(({ scored, priced }, model) => ({
      scored: scored + (own[model]?.scored ?? 0),
      priced: priced + (own[model]?.priced ?? 0),
    }));
    queries += bench.dataset.queries.size;
    samples = Math.max(samples, maxSamples(bench.table));
    report = report === null ? told : addedReports(report, told);
    const path = join(folder.shard(shard), 'shard.columns');
    await writeShard(path, packBench(bench));
    paths.push(path);
    for (const used of [datasetOf, recordingsOf]) await rm(used(folder.shard(shard)), { force: true });
  }
  if (wrong !== null) throw wrong.error;
  const { experiment, models, modelIds } = making;
  const whole = { priced: known.map(isPriced), samples };
  return {
    paths,
    report: report as ShardReport,
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
  const { by } = groupSpec(making.experiment.split);
  const { bench } = await benchOf(making, folder.sample, {
    parts: new Int8Array(group.length),
    grouping: (dataset) => groupQueries(dataset, { by, nearCopies: null }),
  });
  return workbenchOf(frame.experiment, bench.dataset, frame.models, bench.table, {
    ...bench.grounds,
    grouping: { ...bench.grouping, group },
    compared: frame.compared,
    whole: frame.whole,
  });
}

/** Queries that routers are timed on. */
export async function timedQueries(folder: SpillFolder): Promise<TimedQueries> {
  const { dataset } = await readDataset(datasetOf(folder.timed));
  return { dataset, batch: requestBatch(dataset.queries) };
}

interface Dealt {
  readonly parts: Int8Array;
  grouping(dataset: Dataset): Grouping;
}

async function benchOf(
  making: Making,
  dir: string,
  { parts, grouping }: Dealt,
): Promise<{ readonly bench: Workbench; readonly told: ShardReport; readonly contradiction: Contradiction | null }> {
  const { experiment, models } = making;
  const { dataset } = await readDataset(datasetOf(dir));
  const { table: recorded, report, contradiction } = shardOutcomes(recordingsOf(dir), dataset, making);
  const part = parts.includes(-1) ? splitByColumn(dataset) : Uint8Array.from(parts);
  const table = onCostBasis(recorded, experiment.cost);
  const split = { part, folds: null, straddlingGroups: 0 };
  const grounds: Grounds = { compared: [], grouping: grouping(dataset), split, hidden: null };
  return { told: report, contradiction, bench: workbenchOf(experiment, dataset, models, table, grounds, cellMeans(table)) };
}

/** The groups of a shard's queries by what was noted of them. Repeated prompts are not counted: only audits tell them, which are left out. */
function groupingOf(notes: RowNotes): Grouping {
  const indexOf = new Map<number, number>();
  const group = new Uint32Array(notes.size);
  for (let at = 0; at < notes.size; at++) {
    const number = notes.get(at, 'group');
    const index = indexOf.get(number) ?? indexOf.size;
    indexOf.set(number, index);
    group[at] = index;
  }
  return { group, groups: indexOf.size, keys: Uint32Array.from(indexOf.keys(), keyOf), repeatedPrompts: 0, nearCopies: null };
}
