import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { UserError } from '../../domain/user-error.js';
import { fileLines } from '../../file/lines.js';
import { lineSpill, numberSpill, spilledRecords } from '../../file/spill.js';
import { readRecordingFile } from '../../recording/read-recordings.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import { recordingsOf, type SpillFolder } from './spill-folder.js';

/** Where the recordings of a query go. */
interface Place {
  readonly shard: number;
  readonly sampled: boolean;
  readonly line: number;
}

/** What was found on the way. */
export interface SpilledRecordings {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly tornTails: number;
  readonly unknownQueries: number;
  /** Models that have a recording of a query of the dataset. */
  readonly models: ReadonlySet<string>;
}

/** Every recording goes to the shard of its query, in two steps: to a file by the hash of its query's id, and on from there. */
export async function spillRecordings(
  datasetPath: string,
  paths: readonly string[],
  folder: SpillFolder,
  signal?: AbortSignal,
): Promise<SpilledRecordings> {
  const byId = lineSpill(folder.files('recordings'));
  const files: { path: string; sha256: string }[] = [];
  let tornTails = 0;
  for (const [file, path] of paths.entries()) {
    const hash = createHash('sha256');
    for await (const { recording, text, line } of readRecordingFile(path, () => tornTails++, hash)) {
      signal?.throwIfAborted();
      const head = JSON.stringify([recording.queryId, recording.modelId, file, line]);
      byId.add(murmur3(recording.queryId, 0) % folder.shards, `${head}\t${text}`);
    }
    files.push({ path, sha256: hash.digest('hex') });
  }
  byId.flush();
  const sent = await sendOn(datasetPath, folder, signal);
  return { files, tornTails, ...sent };
}

async function sendOn(datasetPath: string, folder: SpillFolder, signal?: AbortSignal) {
  const outputs = Array.from({ length: folder.shards }, (_, at) => recordingsOf(folder.shard(at)));
  const lines = lineSpill([...outputs, recordingsOf(folder.sample)]);
  const origins = numberSpill(folder.files('origins'), 2);
  const models = new Set<string>();
  let unknownQueries = 0;
  for (const [bucket, path] of folder.files('recordings').entries()) {
    const places = await placesIn(folder.files('ids')[bucket] as string, datasetPath);
    if (!existsSync(path)) continue;
    for await (const { text } of fileLines(path)) {
      signal?.throwIfAborted();
      const tab = text.indexOf('\t');
      const [id, model, file, line] = JSON.parse(text.slice(0, tab)) as [string, string, number, number];
      const place = places.get(id);
      if (place === undefined) {
        unknownQueries++;
        continue;
      }
      models.add(model);
      lines.add(place.shard, text.slice(tab + 1));
      origins.add(place.shard, [file, line]);
      if (place.sampled) lines.add(folder.shards, text.slice(tab + 1));
    }
    await rm(path);
  }
  lines.flush();
  origins.flush();
  return { models, unknownQueries };
}

async function placesIn(path: string, datasetPath: string): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  if (!existsSync(path)) return places;
  for await (const { text } of fileLines(path)) {
    const [id, shard, sampled, line] = JSON.parse(text) as [string, number, boolean, number];
    const held = places.get(id);
    if (held !== undefined) throw repeatedId(datasetPath, id, held.line, line);
    places.set(id, { shard, sampled, line });
  }
  return places;
}

function repeatedId(file: string, id: string, one: number, other: number): UserError {
  const [first, second] = [Math.min(one, other), Math.max(one, other)];
  return new UserError({
    file,
    line: second,
    message: `the id stands on line ${first} already`,
    field: 'id',
    value: JSON.stringify(id),
  });
}

/** Where a shard's recordings stood, line by line: what is wrong with one is told there. */
export function originsOf(folder: SpillFolder, shard: number): Float64Array[] {
  return spilledRecords(folder.files('origins')[shard] as string, 2);
}
