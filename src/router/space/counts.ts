import type { CountRows, RequestBatch } from '../router.js';
import { shelved } from '../shelf.js';

/** Most a count goes to. */
const MOST_COUNT = 255;

/** Calls `add` with the bucket of every occurrence in a row. */
export type EachBucket = (row: number, add: (bucket: number) => void) => void;

/** Counts over a batch, computed once and kept with it under a key. */
export type ReadCounts = (batch: RequestBatch, key: string, each: EachBucket) => CountRows;

/** A counter over `buckets` buckets. Its working space is made once, not for every decision. */
export function compileCounts(buckets: number): ReadCounts {
  const count = new Uint8Array(buckets);
  let touched = new Uint16Array(256);
  let found = 0;
  const add = (bucket: number): void => {
    const before = count[bucket] as number;
    if (before === 0) {
      if (found === touched.length) touched = longer(touched, found * 2);
      touched[found++] = bucket;
    }
    if (before < MOST_COUNT) count[bucket] = before + 1;
  };
  const countRows = (size: number, each: EachBucket): CountRows => {
    const offsets = new Uint32Array(size + 1);
    let keptBuckets = new Uint16Array(256 * Math.max(1, size));
    let keptCounts = new Uint8Array(keptBuckets.length);
    let kept = 0;
    for (let row = 0; row < size; row++) {
      found = 0;
      each(row, add);
      if (kept + found > keptBuckets.length) {
        keptBuckets = longer(keptBuckets, Math.max(kept + found, keptBuckets.length * 1.5));
        const counts = new Uint8Array(keptBuckets.length);
        counts.set(keptCounts);
        keptCounts = counts;
      }
      for (let i = 0; i < found; i++) {
        const bucket = touched[i] as number;
        keptBuckets[kept] = bucket;
        keptCounts[kept++] = count[bucket] as number;
        count[bucket] = 0;
      }
      offsets[row + 1] = kept;
    }
    return { offsets, buckets: keptBuckets.subarray(0, kept), counts: keptCounts.subarray(0, kept) };
  };
  return (batch, key, each) => {
    const held = batch.counts.get(key);
    if (held !== undefined) return held;
    const [offsets, buckets, counts] = shelved(batch, `counts ${key}`, () => {
      const own = countRows(batch.size, each);
      return [own.offsets, own.buckets, own.counts] as const;
    });
    const made = { offsets, buckets, counts };
    batch.counts.set(key, made);
    return made;
  };
}

function longer(values: Uint16Array, length: number): Uint16Array<ArrayBuffer> {
  const grown = new Uint16Array(Math.ceil(length));
  grown.set(values);
  return grown;
}
