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

/** How often the tool said something of data sets from a scene in which the right verdict is known. */
export interface SaidTally {
  readonly scene: string;
  readonly truth: string;
  /** Groups in a data set. */
  readonly size: number;
  readonly said: string;
  /** What the share should be; null where nothing is promised. */
  readonly aim: string | null;
  readonly sets: number;
  /** Data sets of which it could be said, and those of which it was. */
  readonly of: number;
  readonly times: number;
}

/** One tally a line, so that populations and sizes can be counted one at a time. */
export const COVERED = 'bench/tally/covered.jsonl';
export const SAID = 'bench/tally/said.jsonl';

export function readTallies<T extends Tally | SaidTally>(file: string): readonly T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

/** Puts the tallies of one population, or scene, and size in the place of its earlier ones. */
export function keepTallies<T extends Tally | SaidTally>(file: string, fresh: readonly T[]): void {
  const own = new Set(fresh.map(subject));
  const kept = [...readTallies<T>(file).filter((one) => !own.has(subject(one))), ...fresh];
  writeFileSync(file, kept.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

function subject(tally: Tally | SaidTally): string {
  return `${'population' in tally ? tally.population : tally.scene} ${tally.size}`;
}
