/** What kinds of events there are; an event's `ref` is a visit, a call, a timer, a model or a rating. */
export const EVENT = { turn: 0, callEnds: 1, timer: 2, wake: 3, rating: 4 } as const;

/**
 * What is going to happen, soonest first; of events at the same time, the one that was planned first. Planned events have a handle
 * by which they can be taken back, so that memory grows with what is under way and not with what was once planned.
 */
export interface EventQueue {
  readonly size: number;
  /** Time of the next event; Infinity where there is none. */
  nextMs(): number;
  /** @returns the event's handle, valid until it is taken or removed */
  plan(atMs: number, kind: number, ref: number): number;
  remove(handle: number): void;
  /** Takes the next event off; `kind` and `ref` then tell which it was. */
  take(): void;
  readonly kind: number;
  readonly ref: number;
}

const FIRST_CAPACITY = 256;

/** A binary heap over typed arrays: `order` holds handles, `place` tells where in it a handle stands. */
export function eventQueue(): EventQueue {
  let capacity = FIRST_CAPACITY;
  let at = new Float64Array(capacity);
  let turn = new Float64Array(capacity);
  let kinds = new Uint8Array(capacity);
  let refs = new Int32Array(capacity);
  let order = new Int32Array(capacity);
  let place = new Int32Array(capacity);
  // Handles that are free stand behind the heap in `order`.
  for (let i = 0; i < capacity; i++) order[i] = i;
  let size = 0;
  let turns = 0;
  let kind = -1;
  let ref = -1;

  const before = (a: number, b: number): boolean => {
    const difference = (at[a] as number) - (at[b] as number);
    return difference < 0 || (difference === 0 && (turn[a] as number) < (turn[b] as number));
  };
  const put = (handle: number, position: number): void => {
    order[position] = handle;
    place[handle] = position;
  };
  const rise = (handle: number, from: number): void => {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = order[parent] as number;
      if (!before(handle, above)) break;
      put(above, position);
      position = parent;
    }
    put(handle, position);
  };
  const sink = (handle: number, from: number): void => {
    let position = from;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= size) break;
      if (child + 1 < size && before(order[child + 1] as number, order[child] as number)) child++;
      const below = order[child] as number;
      if (!before(below, handle)) break;
      put(below, position);
      position = child;
    }
    put(handle, position);
  };
  const grow = (): void => {
    const larger = capacity * 2;
    at = grown(at, new Float64Array(larger));
    turn = grown(turn, new Float64Array(larger));
    kinds = grown(kinds, new Uint8Array(larger));
    refs = grown(refs, new Int32Array(larger));
    order = grown(order, new Int32Array(larger));
    place = grown(place, new Int32Array(larger));
    for (let i = capacity; i < larger; i++) order[i] = i;
    capacity = larger;
  };
  /** Closes the gap at a position with the heap's last event; `freed` goes behind the heap. */
  const close = (freed: number, position: number): void => {
    size--;
    const last = order[size] as number;
    order[size] = freed;
    if (last === freed) return;
    sink(last, position);
    if ((place[last] as number) === position) rise(last, position);
  };

  return {
    get size() {
      return size;
    },
    nextMs: () => (size === 0 ? Number.POSITIVE_INFINITY : (at[order[0] as number] as number)),
    plan(atMs, eventKind, eventRef) {
      if (size === capacity) grow();
      const handle = order[size] as number;
      at[handle] = atMs;
      turn[handle] = turns++;
      kinds[handle] = eventKind;
      refs[handle] = eventRef;
      rise(handle, size++);
      return handle;
    },
    remove: (handle) => close(handle, place[handle] as number),
    take() {
      const handle = order[0] as number;
      kind = kinds[handle] as number;
      ref = refs[handle] as number;
      close(handle, 0);
    },
    get kind() {
      return kind;
    },
    get ref() {
      return ref;
    },
  };
}

/** A column copied into a longer one of its kind. */
export function grown<T extends Float64Array | Int32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
