import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** How often the interval of one number of one population missed the truth, at one size. */
export interface Tally {
  readonly population: string;
  /** Groups in a data set. */
  readonly size: number;
  readonly number: string;
  readonly truth: number;
  /** Data sets drawn, and those in which the number had an interval. */
  readonly sets: number;
  readonly known: number;
  /** The whole interval lay above the truth, or below it. */
  readonly above: number;
  readonly below: number;
}

/** One tally a line, so that populations and sizes can be counted one at a time. */
const FILE = 'bench/tally/tallies.jsonl';

export function readTallies(): readonly Tally[] {
  if (!existsSync(FILE)) return [];
  const lines = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Tally);
}

/** Puts the tallies of one population and size in the place of its earlier ones. */
export function keepTallies(fresh: readonly Tally[]): void {
  const replaced = ({ population, size }: Tally): boolean =>
    fresh.some((one) => one.population === population && one.size === size);
  const kept = [...readTallies().filter((one) => !replaced(one)), ...fresh];
  writeFileSync(FILE, kept.map((one) => `${JSON.stringify(one)}\n`).join(''));
}
