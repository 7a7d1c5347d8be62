import type { RecordControl } from '../app/record/record-request.js';
import { openRecordingProgress } from './record-progress.js';
import { stopOnInterrupt } from './stop-on-interrupt.js';

/** Makes calls with a line of progress; the first interruption ends what is in flight, the second breaks it off. */
export async function underControl<T>(
  progressKind: string,
  maxCostUsd: number | null,
  run: (control: RecordControl) => Promise<T>,
): Promise<{ readonly done: T; readonly interrupted: boolean }> {
  const stop = stopOnInterrupt();
  const progress = openRecordingProgress(progressKind, maxCostUsd);
  try {
    const { soft, hard } = stop;
    const onNote = (text: string): void => void process.stderr.write(`note     ${text}\n`);
    const done = await run({ soft, hard, onProgress: progress.show, onTrouble: progress.trouble, onNote });
    return { done, interrupted: soft.aborted };
  } finally {
    progress.done();
    stop.done();
  }
}
