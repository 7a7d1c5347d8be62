import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Lines or numbers dealt out to many files, a little of each in memory at a time. Synchronous: the order of what is added is that of the files. */
export interface Spill<T> {
  add(bucket: number, one: T): void;
  /** Writes what is still in memory. */
  flush(): void;
}

/** Characters of a file that are kept before they are written; of many files fewer each, so that all together stay small. */
const MOST_HELD = 1 << 16;
const LEAST_HELD = 1 << 10;
const HELD_IN_ALL = 1 << 24;

function heldOf(files: number): number {
  return Math.min(MOST_HELD, Math.max(LEAST_HELD, Math.floor(HELD_IN_ALL / files)));
}

/** @param paths one a bucket; files are made when something falls into them */
export function lineSpill(paths: readonly string[]): Spill<string> {
  const held = paths.map(() => '');
  const most = heldOf(paths.length);
  const write = (bucket: number): void => {
    if (held[bucket] !== '') appendFileSync(paths[bucket] as string, held[bucket] as string);
    held[bucket] = '';
  };
  return {
    add(bucket, line) {
      held[bucket] += `${line}\n`;
      if ((held[bucket] as string).length >= most) write(bucket);
    },
    flush: () => {
      for (const bucket of paths.keys()) write(bucket);
    },
  };
}

/** Records of as many numbers each. */
export function numberSpill(paths: readonly string[], width: number): Spill<readonly number[]> {
  const held = paths.map((): number[] => []);
  const most = heldOf(paths.length) / 8;
  const write = (bucket: number): void => {
    const numbers = held[bucket] as number[];
    if (numbers.length > 0) appendFileSync(paths[bucket] as string, new Uint8Array(Float64Array.from(numbers).buffer));
    held[bucket] = [];
  };
  return {
    add(bucket, record) {
      if (record.length !== width) throw new RangeError(`${record.length} numbers in a record of ${width}`);
      (held[bucket] as number[]).push(...record);
      if ((held[bucket] as number[]).length >= most) write(bucket);
    },
    flush: () => {
      for (const bucket of paths.keys()) write(bucket);
    },
  };
}

/** The records of a file, none where it was never made. */
export function spilledRecords(path: string, width: number): Float64Array[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return Array.from({ length: numbers.length / width }, (_, at) => numbers.subarray(at * width, (at + 1) * width));
}
