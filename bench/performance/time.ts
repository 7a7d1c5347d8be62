/** Median seconds of some runs of the same work, after one that isn't counted. */
export function medianSeconds(times: number, work: () => unknown): number {
  work();
  return median(Array.from({ length: times }, () => seconds(work)));
}

/** Seconds that one run takes. */
export function seconds(work: () => unknown): number {
  const before = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - before) / 1e9;
}

/** The same of work that is waited for. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - before) / 1e9;
}

/** The middle value; of an even number the lower of the two, which was measured. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
