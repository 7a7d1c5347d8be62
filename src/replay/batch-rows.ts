import type { CodedColumn } from '../domain/column.js';
import type { RequestBatch } from '../router/router.js';

/** Some rows of a batch as a batch of their own; feature columns that are already computed come along. */
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
    features,
  };
}
