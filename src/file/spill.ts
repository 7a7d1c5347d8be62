import { appendFileSync, closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';

/** Lines or numbers dealt out to many files, a little of each in memory at a time. Synchronous: the order of what is added is that of the files. */
export interface Spill<T> {
  add(bucket: number, one: T): void;
  /** Writes what is still in memory. */
  flush(): void;
}

const LINE_FEED = 10;

/** Bytes of a file that are kept before they are written; of many files fewer each, so that all together stay small. */
const MOST_HELD = 1 << 16;
const LEAST_HELD = 1 << 10;
const HELD_IN_ALL = 1 << 24;

function heldOf(files: number): number {
  return Math.min(MOST_HELD, Math.max(LEAST_HELD, Math.floor(HELD_IN_ALL / files)));
}

/** Bytes that a UTF-16 unit takes in UTF-8 at most. */
const UNIT_BYTES = 3;

/** @param paths one a bucket; files are made when something falls into them */
export function lineSpill(paths: readonly string[]): Spill<string> {
  const size = heldOf(paths.length);
  // Bytes, because a text that grows line by line is a tree of all its lines.
  const held: (Buffer | undefined)[] = paths.map(() => undefined);
  const filled = new Uint32Array(paths.length);
  const write = (bucket: number): void => {
    const bytes = filled[bucket] as number;
    if (bytes > 0) appendFileSync(paths[bucket] as string, (held[bucket] as Buffer).subarray(0, bytes));
    filled[bucket] = 0;
  };
  return {
    add(bucket, line) {
      const most = UNIT_BYTES * line.length + 1;
      if ((filled[bucket] as number) + most > size) write(bucket);
      if (most > size) return appendFileSync(paths[bucket] as string, `${line}\n`);
      const buffer = held[bucket] ?? Buffer.allocUnsafeSlow(size);
      held[bucket] = buffer;
      const from = filled[bucket] as number;
      const at = from + buffer.write(line, from);
      buffer[at] = LINE_FEED;
      filled[bucket] = at + 1;
    },
    flush: () => {
      for (const bucket of paths.keys()) write(bucket);
    },
  };
}

/** Records of as many numbers each. */
export function numberSpill(paths: readonly string[], width: number): Spill<ArrayLike<number>> {
  const block = blockSpill(paths, width);
  return {
    add(bucket, record) {
      if (record.length !== width) throw new RangeError(`${record.length} numbers in a record of ${width}`);
      const { numbers, at } = block.room(bucket);
      for (let i = 0; i < width; i++) numbers[at + i] = record[i] as number;
      block.used(bucket, width);
    },
    flush: block.flush,
  };
}

/**
 * Records of as many numbers each, most of which are as usual: told are only those that aren't. A record takes 8 bytes more than these.
 *
 * @param usual the usual record, of at most 64 numbers
 */
export function rowSpill(paths: readonly string[], usual: Float64Array): Spill<Float64Array> {
  const block = blockSpill(paths, usual.length + 1);
  return {
    add(bucket, row) {
      const { numbers, at } = block.room(bucket);
      let [low, high, told] = [0, 0, at];
      for (let i = 0; i < usual.length; i++) {
        const value = row[i] as number;
        if (Object.is(value, usual[i])) continue;
        if (i < 32) low |= 1 << i;
        else high |= 1 << (i - 32);
        numbers[++told] = value;
      }
      const words = new Uint32Array(numbers.buffer, at * 8, 2);
      words[0] = low;
      words[1] = high;
      block.used(bucket, told + 1 - at);
    },
    flush: block.flush,
  };
}

interface BlockSpill {
  /** Where the next record of a bucket goes: there is room for the widest. */
  room(bucket: number): { readonly numbers: Float64Array; readonly at: number };
  used(bucket: number, numbers: number): void;
  flush(): void;
}

function blockSpill(paths: readonly string[], widest: number): BlockSpill {
  const size = Math.max(widest, Math.floor(heldOf(paths.length) / 8));
  const held: (Float64Array<ArrayBuffer> | undefined)[] = paths.map(() => undefined);
  const filled = new Uint32Array(paths.length);
  const write = (bucket: number): void => {
    const bytes = (filled[bucket] as number) * 8;
    if (bytes > 0) appendFileSync(paths[bucket] as string, new Uint8Array((held[bucket] as Float64Array).buffer, 0, bytes));
    filled[bucket] = 0;
  };
  return {
    room(bucket) {
      const numbers = held[bucket] ?? new Float64Array(size);
      held[bucket] = numbers;
      if ((filled[bucket] as number) + widest > size) write(bucket);
      return { numbers, at: filled[bucket] as number };
    },
    used(bucket, numbers) {
      filled[bucket] = (filled[bucket] as number) + numbers;
    },
    flush: () => {
      for (const bucket of paths.keys()) write(bucket);
    },
  };
}

/** The numbers of a file one after another, none where it was never made. */
export function spilledNumbers(path: string): Float64Array {
  if (!existsSync(path)) return new Float64Array(0);
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** The records of a file of `rowSpill`, one at a time, in one array that is filled anew for each; none where it was never made. */
export function* spilledRows(path: string, usual: Float64Array): Generator<Float64Array> {
  const row = new Float64Array(usual.length);
  for (const block of blocksOf(path, wholeRows)) {
    const numbers = new Float64Array(block.buffer, block.byteOffset, block.length / 8);
    const words = new Uint32Array(block.buffer, block.byteOffset, block.length / 4);
    for (let at = 0; at < numbers.length; ) {
      const [low, high] = [words[2 * at] as number, words[2 * at + 1] as number];
      at++;
      for (let i = 0; i < usual.length; i++) {
        const isTold = (i < 32 ? (low >>> i) & 1 : (high >>> (i - 32)) & 1) === 1;
        row[i] = (isTold ? numbers[at++] : usual[i]) as number;
      }
      yield row;
    }
  }
}

/** Bytes at the beginning that are whole rows. */
function wholeRows(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 8) * 2);
  let whole = 0;
  for (;;) {
    const at = whole / 4;
    if (at + 2 > words.length) return whole;
    const next = whole + 8 * (1 + bitsIn(words[at] as number) + bitsIn(words[at + 1] as number));
    if (next > bytes.length) return whole;
    whole = next;
  }
}

function bitsIn(word: number): number {
  let [bits, left] = [0, word];
  for (; left !== 0; left &= left - 1) bits++;
  return bits;
}

/** Lines of a file, one at a time; none where it was never made. */
export function* spilledLines(path: string): Generator<string> {
  for (const block of blocksOf(path, (bytes) => bytes.lastIndexOf(LINE_FEED) + 1)) {
    let from = 0;
    for (let to = block.indexOf(LINE_FEED); to >= 0; to = block.indexOf(LINE_FEED, from)) {
      yield block.toString('utf8', from, to);
      from = to + 1;
    }
  }
}

/** Lines of a file, and beside each that of another; undefined where that has no more. Whoever leaves before the end closes both. */
export function* linesBeside(path: string, other: string): Generator<readonly [string, string | undefined]> {
  const others = spilledLines(other);
  try {
    for (const line of spilledLines(path)) {
      const next = others.next();
      yield [line, next.done === true ? undefined : next.value];
    }
  } finally {
    others.return(undefined);
  }
}

const BLOCK = 1 << 18;

/**
 * A file in blocks that end where something is whole; a block is only good until the next.
 *
 * @param whole bytes at the beginning of what was read that can be given
 */
function* blocksOf(path: string, whole: (bytes: Buffer) => number): Generator<Buffer> {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    let held = Buffer.from(new ArrayBuffer(BLOCK));
    for (let rest = 0; ; ) {
      if (rest === held.length) {
        const wider = Buffer.from(new ArrayBuffer(2 * held.length));
        held.copy(wider);
        held = wider;
      }
      const read = readSync(file, held, rest, held.length - rest, null);
      if (read === 0) return;
      const bytes = held.subarray(0, rest + read);
      const given = whole(bytes);
      if (given > 0) yield bytes.subarray(0, given);
      held.copyWithin(0, given, bytes.length);
      rest = bytes.length - given;
    }
  } finally {
    closeSync(file);
  }
}
