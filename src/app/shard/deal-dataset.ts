import { createHash, type Hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { scoringText } from '../../dataset/dataset-builder.js';
import { problemList } from '../../dataset/problem-list.js';
import { readRows } from '../../dataset/read-rows.js';
import type { Row } from '../../dataset/row-schema.js';
import { UserError } from '../../domain/user-error.js';
import type { SplitSpec } from '../../experiment/experiment.js';
import { groupSpec } from '../../experiment/split/group-spec.js';
import { PARTS } from '../../experiment/split/parts.js';
import { lineSpill, numberSpill } from '../../file/spill.js';
import { type GroupLinks, LINK_WIDTH, linksIn, NO_LINKS, namesOf } from './link-groups.js';
import { NOTE_WIDTH, noteOf } from './row-notes.js';
import { datasetOf, type SpillFolder } from './spill-folder.js';

export interface DealtDataset {
  readonly rows: number;
  readonly sha256: string;
  readonly warnings: readonly string[];
}

export interface DatasetDealing {
  readonly path: string;
  readonly split: SplitSpec;
  readonly folder: SpillFolder;
  /** Whether scorers look at labels. */
  readonly labelled: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Queries that routers are timed on: the first ones, as in every run. */
const TIMED = 500;

/**
 * Checks a dataset and sends every query to the shard of its group, in one pass. Where groups turn out to be one because a prompt stands in
 * several, a second one deals them anew: which are, shows only at the end of the first.
 *
 * @throws UserError with every problem found
 */
export async function dealDataset(dealing: DatasetDealing): Promise<DealtDataset> {
  const { path, split, folder } = dealing;
  const hash = createHash('sha256');
  const dealt = await dealRows(dealing, NO_LINKS, hash);
  if (groupSpec(split).by === 'group') {
    const links = linksIn(folder.files('prompts'), path);
    if (links.size > 0) {
      forget(folder);
      await dealRows(dealing, links);
    }
  }
  return { ...dealt, sha256: hash.digest('hex') };
}

async function dealRows(
  { path, split, folder, labelled, signal }: DatasetDealing,
  links: GroupLinks,
  hash?: Hash,
): Promise<Omit<DealtDataset, 'sha256'>> {
  const { by } = groupSpec(split);
  const problems = problemList(path);
  const prompts = numberSpill(folder.files('prompts'), LINK_WIDTH);
  const deal = dealer(folder, split, labelled);
  let [rows, empty] = [0, 0];
  for await (const read of readRows(path, hash)) {
    signal?.throwIfAborted();
    if ('problems' in read) {
      for (const problem of read.problems) problems.note(problem, read.line);
      continue;
    }
    if (read.row.prompt === '') empty++;
    const { own, prompt } = namesOf(read.row, by);
    if (by === 'group' && links === NO_LINKS) prompts.add(prompt % folder.shards, [prompt, own, rows]);
    deal.add(read.row, { row: rows++, line: read.line, group: links.get(own) ?? own }, read.text);
  }
  problems.throwAny();
  if (rows === 0) throw new UserError({ file: path, message: 'holds no query' });
  prompts.flush();
  deal.flush();
  const warnings = empty === 0 ? [] : [`${path}: ${empty} ${empty === 1 ? 'query has' : 'queries have'} an empty prompt`];
  return { rows, warnings };
}

interface Placed {
  readonly row: number;
  readonly line: number;
  readonly group: number;
}

/** Writes queries to their shards: the line, what is noted of it, its id, and what scorers may see. */
function dealer(folder: SpillFolder, split: SplitSpec, labelled: boolean) {
  const lines = lineSpill([...eachShard(folder, (at) => datasetOf(folder.shard(at))), datasetOf(folder.timed)]);
  const notes = numberSpill(folder.files('rows'), NOTE_WIDTH);
  const ids = lineSpill(folder.files('ids'));
  const labels = lineSpill(folder.files('labels'));
  const strata = new Map<string, number>();
  const stratified = 'stratifyBy' in split && split.stratifyBy === 'category';
  return {
    add(row: Row, { row: at, line, group }: Placed, text = JSON.stringify(row)): void {
      const shard = group % folder.shards;
      const name = stratified ? (row.category ?? '') : '';
      const stratum = strata.get(name) ?? strata.size;
      strata.set(name, stratum);
      const part = row.split === undefined ? -1 : PARTS.indexOf(row.split);
      lines.add(shard, text);
      if (at < TIMED) lines.add(folder.shards, text);
      notes.add(shard, noteOf({ row: at, group, stratum, part, line }));
      ids.add(shard, JSON.stringify(row.id));
      if (labelled) labels.add(shard, scoringText(row));
    },
    flush(): void {
      for (const spill of [lines, notes, ids, labels]) spill.flush();
    },
  };
}

function eachShard(folder: SpillFolder, of: (at: number) => string): string[] {
  return Array.from({ length: folder.shards }, (_, at) => of(at));
}

/** What was dealt is taken away. */
function forget(folder: SpillFolder): void {
  const dealt = [...eachShard(folder, (at) => datasetOf(folder.shard(at))), datasetOf(folder.timed)];
  for (const path of [...dealt, ...['rows', 'ids', 'labels'].flatMap((name) => folder.files(name))])
    rmSync(path, { force: true });
}
