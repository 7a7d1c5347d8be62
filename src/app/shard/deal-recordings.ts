import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { lineSpill, linesBeside, rowSpill, spilledNumbers, spilledRows } from '../../file/spill.js';
import { checkRecording, readRecordingFile } from '../../recording/read-recordings.js';
import { refuseVerdict } from '../outcome/load-outcomes.js';
import { bucketOf, PLACE_WIDTH } from './place-queries.js';
import { fillRow, modelOf, noteStanding, ofQuery, type Scored, USUAL_ROW } from './recorded-row.js';
import { type RepeatedIds, repeatedIds } from './repeated-ids.js';
import { recordingsOf, type SpillFolder } from './spill-folder.js';

export interface RecordingDealing extends Scored {
  readonly datasetPath: string;
  readonly paths: readonly string[];
  readonly folder: SpillFolder;
  /** Whether a recording alone says its quality; else labels are looked at, which are met later. */
  readonly given: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What was found on the way. */
export interface DealtRecordings {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly tornTails: number;
  readonly skippedUnknownModel: number;
  /** Recorded, but not among the workspace's models. */
  readonly unknownModels: readonly string[];
  readonly skippedUnknownQuery: number;
  /** Models that have a recording of a query of the dataset, by number. */
  readonly recorded: ReadonlySet<number>;
}

/**
 * Every recording goes to the shard of its query as the numbers that it comes to, in two steps: to a file by the hash of its query's id, and
 * on from there. Its line is read once; where the scorer looks at labels, its text is read again when the label is known.
 */
export async function dealRecordings(dealing: RecordingDealing): Promise<DealtRecordings> {
  const read = await readAll(dealing);
  return { ...read, ...sendOn(dealing) };
}

async function readAll({ paths, folder, given, signal, ...scored }: RecordingDealing) {
  const rows = rowSpill(folder.files('recordings'), USUAL_ROW);
  const ids = lineSpill(folder.files('recorded-ids'));
  const texts = lineSpill(folder.files('recorded-texts'));
  const numberOf = new Map(scored.models.models.map(({ id }, number) => [id, number]));
  const unknown = new Set<string>();
  const files: { path: string; sha256: string }[] = [];
  let [tornTails, skippedUnknownModel] = [0, 0];
  const row = new Float64Array(USUAL_ROW.length);
  for (const [file, path] of paths.entries()) {
    const hash = createHash('sha256');
    for await (const read of readRecordingFile(path, () => tornTails++, hash)) {
      signal?.throwIfAborted();
      const { recording } = read;
      refuseVerdict(read, path);
      const model = numberOf.get(recording.modelId);
      if (model === undefined) {
        skippedUnknownModel++;
        unknown.add(recording.modelId);
        continue;
      }
      row.set(USUAL_ROW);
      noteStanding(row, read, model, file);
      if (given) fillRow(row, recording, '{}', scored);
      const id = JSON.stringify(recording.queryId);
      const bucket = bucketOf(id, folder);
      ids.add(bucket, id);
      rows.add(bucket, row);
      if (!given) texts.add(bucket, read.text);
    }
    files.push({ path, sha256: hash.digest('hex') });
  }
  for (const spill of [rows, ids, texts]) spill.flush();
  return { files, tornTails, skippedUnknownModel, unknownModels: [...unknown].sort() };
}

function sendOn({ datasetPath, folder, given, signal, ...scored }: RecordingDealing) {
  const outputs = Array.from({ length: folder.shards }, (_, at) => recordingsOf(folder.shard(at)));
  const rows = rowSpill([...outputs, recordingsOf(folder.sample)], USUAL_ROW);
  const recorded = new Set<number>();
  const repeated = repeatedIds(datasetPath);
  let skippedUnknownQuery = 0;
  for (let bucket = 0; bucket < folder.shards; bucket++) {
    signal?.throwIfAborted();
    const of = (name: string): string => folder.files(name)[bucket] as string;
    const places = placesIn(of('placed-ids'), of('places'), of('placed-labels'), repeated);
    for (const [row, id, text] of dealtIn(of)) {
      const place = places.get(id);
      if (place === undefined) {
        skippedUnknownQuery++;
        continue;
      }
      if (text !== undefined) fillFrom(row, text, place.label, scored);
      recorded.add(modelOf(row));
      rows.add(place.shard, ofQuery(row, place.row));
      if (place.sampleRow >= 0) rows.add(folder.shards, ofQuery(row, place.sampleRow));
    }
    for (const name of ['recordings', 'recorded-ids', 'recorded-texts']) rmSync(of(name), { force: true });
  }
  repeated.throwAny();
  rows.flush();
  return { recorded, skippedUnknownQuery };
}

/** Rows of a bucket, each with the id of its query and, where it is yet to be scored, its line. */
function* dealtIn(of: (name: string) => string): Generator<readonly [Float64Array, string, string | undefined]> {
  const rows = spilledRows(of('recordings'), USUAL_ROW);
  try {
    for (const [id, text] of linesBeside(of('recorded-ids'), of('recorded-texts')))
      yield [rows.next().value as Float64Array, id, text];
  } finally {
    rows.return(undefined);
  }
}

/** A recording whose line was checked when it was dealt. */
function fillFrom(row: Float64Array, text: string, label: string, scored: Scored): void {
  const checked = checkRecording(text);
  if (!('recording' in checked)) throw new Error('a recording is not what was read');
  fillRow(row, checked.recording, label, scored);
}

/** Where the recordings of a query go, and what scorers may see of it. */
interface Place {
  readonly shard: number;
  readonly row: number;
  readonly sampleRow: number;
  readonly line: number;
  readonly label: string;
}

function placesIn(idsPath: string, placesPath: string, labelsPath: string, repeated: RepeatedIds): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const linesOf = new Map<string, number[]>();
  const numbers = spilledNumbers(placesPath);
  let at = 0;
  for (const [id, label = '{}'] of linesBeside(idsPath, labelsPath)) {
    const [shard, row, sampleRow, line] = numbers.subarray(at, at + PLACE_WIDTH) as unknown as [number, number, number, number];
    const held = places.get(id);
    at += PLACE_WIDTH;
    if (held === undefined) {
      places.set(id, { shard, row, sampleRow, line, label });
      continue;
    }
    const lines = linesOf.get(id) ?? [held.line];
    lines.push(line);
    linesOf.set(id, lines);
  }
  for (const [id, lines] of linesOf) repeated.note(id, lines);
  return places;
}
