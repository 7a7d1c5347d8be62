import type { CodedColumn } from '../domain/column.js';
import type { CountRows, RequestBatch } from '../router/router.js';

/** Some rows of a batch as a batch of their own; features that are already computed come along. */
export function batchOfRows(batch: RequestBatch, rows: Uint32Array): RequestBatch {
  const at = (row: number): number => rows[row] as number;
  const coded = ({ codes, values }: CodedColumn): CodedColumn => ({
    codes: Int32Array.from(rows, (row) => codes[row] as number),
    values,
  });
  const features = new Map<string, Float64Array>();
  for (const [key, column] of batch.features) {
    // A column of another shape (several numbers a row) is computed again.
    if (column.length === batch.size)
      features.set(
        key,
        Float64Array.from(rows, (row) => column[row] as number),
      );
  }
  return {
    size: rows.length,
    messages: (row) => batch.messages(at(row)),
    signals: new Map([...batch.signals].map(([name, column]) => [name, coded(column)])),
    ...(batch.stickyKey === undefined ? {} : { stickyKey: (row: number) => batch.stickyKey?.(at(row)) }),
    ...(batch.embedding === undefined ? {} : { embedding: (row: number) => batch.embedding?.(at(row)) }),
    besidesTexts: {
      batch: batch.besidesTexts?.batch ?? batch,
      row: (row) => batch.besidesTexts?.row(at(row)) ?? at(row),
    },
    features,
    counts: new Map([...batch.counts].map(([key, counts]) => [key, countsOfRows(counts, rows)])),
  };
}

function countsOfRows({ offsets, buckets, counts }: CountRows, rows: Uint32Array): CountRows {
  const own = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    own[at + 1] = (own[at] as number) + (offsets[row + 1] as number) - (offsets[row] as number);
  });
  const kept = {
    offsets: own,
    buckets: new Uint16Array(own[rows.length] as number),
    counts: new Uint8Array(own[rows.length] as number),
  };
  rows.forEach((row, at) => {
    kept.buckets.set(buckets.subarray(offsets[row], offsets[row + 1]), own[at]);
    kept.counts.set(counts.subarray(offsets[row], offsets[row + 1]), own[at]);
  });
  return kept;
}
