import { createHash } from 'node:crypto';
import type { ArrayShelf } from '../domain/array-shelf.js';
import { NUMBER_ARRAYS, type NumberArray, type NumberArrayName, numberArrayName } from '../domain/number-array.js';

/** Shared memory that can become larger where it is; nobody's views of it change. */
type Growing = SharedArrayBuffer & { grow(bytes: number): void };

const KINDS = Object.keys(NUMBER_ARRAYS) as NumberArrayName[];
/** Arrays that may have a name together. */
const MOST_ARRAYS = 3;
/** Words of an entry: its state, four of its name's hash, how many arrays, and by array its kind, place and length. */
const WORDS = 16;
const ENTRY = { state: 0, hash: 1, arrays: 5, first: 6 } as const;
const MOST_ENTRIES = 4096;
/** Words before the entries: a lock, how many entries there are, and where the next array goes. */
const HEAD = { lock: 0, entries: 1, next: 2, words: 16 } as const;
const STATE = { making: 1, ready: 2, none: 3 } as const;
/** Arrays begin at multiples of this; places are told in it. */
const ALIGN = 8;
const FIRST = ALIGN * Math.ceil((4 * (HEAD.words + MOST_ENTRIES * WORDS)) / ALIGN);
/** What doesn't fit any more is made by each for itself. */
const MOST_BYTES = 2 ** 27;
/** Grown by this at least. */
const STEP = 2 ** 20;
/** Somebody who takes longer may have died. */
const PATIENCE_MS = 60_000;

/** Memory for a shelf, small as long as nothing is on it; null where the host has none that grows. */
export function shelfMemory(): SharedArrayBuffer | null {
  const Shared = SharedArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => SharedArrayBuffer;
  try {
    const memory = new Shared(FIRST, { maxByteLength: MOST_BYTES });
    if (typeof (memory as Partial<Growing>).grow !== 'function') return null;
    new Int32Array(memory, 0, HEAD.words)[HEAD.next] = FIRST / ALIGN;
    return memory;
  } catch {
    return null;
  }
}

/** A thread's door to a shelf. @param patienceMs how long somebody else may take to make something */
export function arrayShelf(memory: SharedArrayBuffer, patienceMs = PATIENCE_MS): ArrayShelf {
  const words = new Int32Array(memory, 0, FIRST / 4);
  return {
    made(name, make) {
      const { entry, isOurs } = locked(words, () => claimed(words, hashOf(name)));
      if (entry < 0) return make();
      if (!isOurs) return awaited(words, entry, patienceMs) ? arraysAt(memory, words, entry) : make();
      let placed = false;
      try {
        const arrays = make();
        placed = put(memory, words, entry, arrays);
        return placed ? arraysAt(memory, words, entry) : arrays;
      } finally {
        Atomics.store(words, entry + ENTRY.state, placed ? STATE.ready : STATE.none);
        Atomics.notify(words, entry + ENTRY.state);
      }
    },
  };
}

function hashOf(name: string): Int32Array {
  const { buffer, byteOffset } = createHash('sha256').update(name).digest();
  return new Int32Array(buffer.slice(byteOffset, byteOffset + 16));
}

/** The entry of a name, made for who asks first; -1 where there is no room for one. */
function claimed(words: Int32Array, hash: Int32Array): { readonly entry: number; readonly isOurs: boolean } {
  const count = words[HEAD.entries] as number;
  const entryAt = (index: number): number => HEAD.words + index * WORDS;
  for (let index = 0; index < count; index++) {
    const entry = entryAt(index);
    if (hash.every((word, at) => words[entry + ENTRY.hash + at] === word)) return { entry, isOurs: false };
  }
  if (count === MOST_ENTRIES) return { entry: -1, isOurs: false };
  const entry = entryAt(count);
  words.set(hash, entry + ENTRY.hash);
  words[entry + ENTRY.state] = STATE.making;
  words[HEAD.entries] = count + 1;
  return { entry, isOurs: true };
}

/** Waits until an entry is made; whether there is anything then. */
function awaited(words: Int32Array, entry: number, patienceMs: number): boolean {
  const at = entry + ENTRY.state;
  // Nobody else waits for who has died; who was only slow says so once it is there.
  if (Atomics.wait(words, at, STATE.making, patienceMs) === 'timed-out')
    Atomics.compareExchange(words, at, STATE.making, STATE.none);
  return Atomics.load(words, at) === STATE.ready;
}

/** Copies arrays to where all see them; false where they are too large. */
function put(memory: SharedArrayBuffer, words: Int32Array, entry: number, arrays: readonly NumberArray[]): boolean {
  const bytes = arrays.reduce((sum, { byteLength }) => sum + ALIGN * Math.ceil(byteLength / ALIGN), 0);
  const from = locked(words, () => reserved(memory as Growing, words, bytes));
  if (from < 0 || arrays.length > MOST_ARRAYS) return false;
  let at = from;
  words[entry + ENTRY.arrays] = arrays.length;
  for (const [index, array] of arrays.entries()) {
    const kind = numberArrayName(array);
    words.set([KINDS.indexOf(kind), at / ALIGN, array.length], entry + ENTRY.first + 3 * index);
    viewOf(memory, kind, at, array.length).set(array);
    at += ALIGN * Math.ceil(array.byteLength / ALIGN);
  }
  return true;
}

function reserved(memory: Growing, words: Int32Array, bytes: number): number {
  const from = (words[HEAD.next] as number) * ALIGN;
  const to = from + bytes;
  if (to > MOST_BYTES) return -1;
  if (to > memory.byteLength) memory.grow(Math.min(MOST_BYTES, Math.max(to, memory.byteLength + STEP)));
  words[HEAD.next] = to / ALIGN;
  return from;
}

function arraysAt(memory: SharedArrayBuffer, words: Int32Array, entry: number): NumberArray[] {
  return Array.from({ length: words[entry + ENTRY.arrays] as number }, (_, index) => {
    const [kind, place, length] = words.subarray(entry + ENTRY.first + 3 * index) as unknown as [number, number, number];
    return viewOf(memory, KINDS[kind] as NumberArrayName, place * ALIGN, length);
  });
}

function viewOf(memory: SharedArrayBuffer, kind: NumberArrayName, at: number, length: number): NumberArray {
  const View = NUMBER_ARRAYS[kind] as new (memory: SharedArrayBuffer, at: number, length: number) => NumberArray;
  return new View(memory, at, length);
}

/** Does something that takes no time while no other thread does. */
function locked<T>(words: Int32Array, act: () => T): T {
  while (Atomics.compareExchange(words, HEAD.lock, 0, 1) !== 0) Atomics.wait(words, HEAD.lock, 1, 1);
  try {
    return act();
  } finally {
    Atomics.store(words, HEAD.lock, 0);
    Atomics.notify(words, HEAD.lock, 1);
  }
}
