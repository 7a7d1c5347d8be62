import { createHash } from 'node:crypto';
import type { ArrayShelf } from '../domain/array-shelf.js';
import { NUMBER_ARRAYS, type NumberArray, type NumberArrayName, numberArrayName } from '../domain/number-array.js';

/** Shared memory that can become larger where it is; nobody's views of it change. */
type Growing = SharedArrayBuffer & { grow(bytes: number): void };

const KINDS = Object.keys(NUMBER_ARRAYS) as NumberArrayName[];
/** Arrays that may have a name together. */
const MOST_ARRAYS = 3;
/** Words of an entry: its name's hash in four, its state, how many arrays, and by array its kind, place and length. */
const WORDS = 16;
const ENTRY = { hash: 0, state: 4, arrays: 5, first: 6 } as const;
const MOST_ENTRIES = 4096;
/** Words before the entries: where the next array goes. */
const HEAD = { next: 0, words: 16 } as const;
/** An entry is being made from the moment that it has a name. */
const STATE = { making: 0, ready: 1, none: 2 } as const;
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

/**
 * A thread's door to a shelf. Nothing is locked: an entry is somebody's by one exchange of its name, and room by one of where it ends. A
 * thread that dies, wherever it was, has at most begun something that others wait for once.
 *
 * @param patienceMs how long somebody else may take to make something
 */
export function arrayShelf(memory: SharedArrayBuffer, patienceMs = PATIENCE_MS): ArrayShelf {
  const words = new Int32Array(memory, 0, FIRST / 4);
  const names = new BigInt64Array(memory, 0, FIRST / 8);
  return {
    made(name, make) {
      const hash = hashOf(name);
      const { entry, isOurs } = claimed(names, hash[0] as bigint);
      if (entry < 0) return make();
      if (!isOurs) {
        if (!awaited(words, entry, patienceMs)) return make();
        // Half of the hash made the entry somebody's, the other half came with its arrays.
        return names[entry / 2 + 1] === hash[1] ? arraysAt(memory, words, entry) : make();
      }
      let placed = false;
      try {
        const arrays = make();
        names[entry / 2 + 1] = hash[1] as bigint;
        placed = put(memory, words, entry, arrays);
        return placed ? arraysAt(memory, words, entry) : arrays;
      } finally {
        Atomics.store(words, entry + ENTRY.state, placed ? STATE.ready : STATE.none);
        Atomics.notify(words, entry + ENTRY.state);
      }
    },
  };
}

/** Two halves of a name's hash; no name has a first of 0, which says that an entry is nobody's. */
function hashOf(name: string): BigInt64Array {
  const { buffer, byteOffset } = createHash('sha256').update(name).digest();
  const hash = new BigInt64Array(buffer.slice(byteOffset, byteOffset + 16));
  if (hash[0] === 0n) hash[0] = 1n;
  return hash;
}

/** The first word of a name's entry, ours where nobody had it; -1 where there is no room for one. */
function claimed(names: BigInt64Array, hash: bigint): { readonly entry: number; readonly isOurs: boolean } {
  const from = Number(BigInt.asUintN(32, hash)) % MOST_ENTRIES;
  for (let tried = 0; tried < MOST_ENTRIES; tried++) {
    const entry = HEAD.words + ((from + tried) % MOST_ENTRIES) * WORDS;
    const held = Atomics.compareExchange(names, (entry + ENTRY.hash) / 2, 0n, hash);
    if (held === 0n || held === hash) return { entry, isOurs: held === 0n };
  }
  return { entry: -1, isOurs: false };
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
  if (arrays.length > MOST_ARRAYS) return false;
  const from = reserved(memory as Growing, words, bytes);
  if (from < 0) return false;
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

/** Where so many bytes are ours; -1 where there is no room for them. */
function reserved(memory: Growing, words: Int32Array, bytes: number): number {
  for (;;) {
    const next = Atomics.load(words, HEAD.next);
    const to = next * ALIGN + bytes;
    if (to > MOST_BYTES) return -1;
    if (Atomics.compareExchange(words, HEAD.next, next, to / ALIGN) === next) return grown(memory, to) ? next * ALIGN : -1;
  }
}

/** Whether the memory is so large, by now. */
function grown(memory: Growing, bytes: number): boolean {
  while (memory.byteLength < bytes) {
    try {
      memory.grow(Math.min(MOST_BYTES, Math.max(bytes, memory.byteLength + STEP)));
    } catch {
      // Somebody else may have made it larger than that in between.
      if (memory.byteLength < bytes) return false;
    }
  }
  return true;
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
