import { existsSync } from 'node:fs';
import { nearest } from '../../domain/nearest.js';
import { jsonDifferences } from '../../recording/json-differences.js';
import { type NearRecording, nearRecording, type WantedRequest } from '../../recording/near-recording.js';
import { type StoredRecording, storedRecordings } from '../../recording/stored-recordings.js';

/** What a set of recordings holds of a query and a model, and around them. */
export interface FoundRecordings {
  /** Lines of the cell, by sample. */
  readonly cell: ReadonlyMap<number, readonly StoredRecording[]>;
  /** What comes nearest to a request that is not recorded; null where nothing is near. */
  nearest(key: string | null, wanted: WantedRequest): NearRecording | null;
}

/** Reads a set of recordings once and keeps what is near each request: of the query, of the model, under the name of another model. */
export async function findRecordings(dir: string, wanted: readonly WantedRequest[]): Promise<FoundRecordings[]> {
  const finders = wanted.map(finder);
  for await (const read of existsSync(dir) ? storedRecordings(dir) : []) for (const { take } of finders) take(read);
  return finders;
}

function finder(wanted: WantedRequest): FoundRecordings & { readonly take: (read: StoredRecording) => void } {
  const cell = new Map<number, StoredRecording[]>();
  /** Of the model, by key: the same request may be there under another query's id. */
  const byKey = new Map<string, StoredRecording>();
  /** Of the query under other models. */
  const ofOthers = new Map<string, StoredRecording>();
  let ofModel: { readonly read: StoredRecording; readonly distance: number } | null = null;
  const take = (read: StoredRecording): void => {
    const { modelId, queryId, sample, key, request } = read.recording;
    if (modelId === wanted.modelId && queryId === wanted.queryId) {
      cell.set(sample, [...(cell.get(sample) ?? []), read]);
    } else if (modelId === wanted.modelId) {
      if (key !== null) byKey.set(key, read);
      const distance = request === undefined ? Number.POSITIVE_INFINITY : jsonDifferences(request, wanted.parameters).length;
      // The last of those equally near: what was asked last tells most.
      if (ofModel === null || distance <= ofModel.distance) ofModel = { read, distance };
    } else if (queryId === wanted.queryId) ofOthers.set(modelId, read);
  };
  return {
    take,
    cell,
    nearest(key, request) {
      const same = key === null ? undefined : byKey.get(key);
      if (same !== undefined) return nearRecording('same_request', same, request);
      const sibling = [...cell.values()].at(-1)?.at(-1);
      if (sibling !== undefined) return nearRecording('query', sibling, request);
      if (ofModel !== null) return nearRecording('model', ofModel.read, request);
      const other = ofOthers.get(nearest(request.modelId, ofOthers.keys()) ?? '');
      return other === undefined ? null : nearRecording('other_model', other, request);
    },
  };
}
