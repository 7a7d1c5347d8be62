import type { Stream } from '../../replay/walk.js';
import { PARTS } from '../split/parts.js';
import type { Workbench } from '../workbench.js';

/** The rows of every stream a stateful router walks: the parts, or everything where there is no split. */
export function streamsOf(bench: Workbench): Uint32Array[] {
  const parts = bench.experiment.split.kind === 'none' || bench.split.folds !== null ? (['all'] as const) : PARTS;
  return parts.map((part) => bench.rowsIn(part)).filter((rows) => rows.length > 0);
}

/** Rows in order of arrival, ties in the dataset's order; where a time is missing, all in the dataset's order. */
export function streamOf({ dataset }: Workbench, rows: Uint32Array): Stream {
  const { arrivedAtMs } = dataset.labels;
  if (rows.some((row) => Number.isNaN(arrivedAtMs[row] as number))) return { rows, atMs: null };
  const inOrder = rows.slice().sort((a, b) => (arrivedAtMs[a] as number) - (arrivedAtMs[b] as number) || a - b);
  return { rows: inOrder, atMs: Float64Array.from(inOrder, (row) => arrivedAtMs[row] as number) };
}
