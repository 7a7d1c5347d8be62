/** The greatest of many values, kept in a heap whose top is the least of them. Ties go to the earlier index. */
export interface Nearest {
  size: number;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export function nearest(most: number): Nearest {
  return { size: 0, index: new Int32Array(most), value: new Float64Array(most) };
}

/** Offers a value; kept while it is among the greatest. */
export function offer(heap: Nearest, index: number, value: number): void {
  if (heap.size < heap.index.length) {
    rise(heap, heap.size++, index, value);
    return;
  }
  const least = heap.value[0] as number;
  if (value < least || (value === least && index > (heap.index[0] as number))) return;
  sink(heap, index, value);
}

/** Takes the least of what is kept out; returns its index. */
export function takeLeast(heap: Nearest): number {
  const least = heap.index[0] as number;
  heap.size--;
  if (heap.size > 0) sink(heap, heap.index[heap.size] as number, heap.value[heap.size] as number);
  return least;
}

/** Whether (a, at i) stands below (b, at j) in rank: it leaves first. */
function below(a: number, i: number, b: number, j: number): boolean {
  return a < b || (a === b && i > j);
}

function rise(heap: Nearest, from: number, index: number, value: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!below(value, index, heap.value[parent] as number, heap.index[parent] as number)) break;
    heap.value[at] = heap.value[parent] as number;
    heap.index[at] = heap.index[parent] as number;
    at = parent;
  }
  heap.value[at] = value;
  heap.index[at] = index;
}

/** Replaces the top. */
function sink(heap: Nearest, index: number, value: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.size) break;
    const right = child + 1;
    if (
      right < heap.size &&
      below(heap.value[right] as number, heap.index[right] as number, heap.value[child] as number, heap.index[child] as number)
    )
      child = right;
    if (!below(heap.value[child] as number, heap.index[child] as number, value, index)) break;
    heap.value[at] = heap.value[child] as number;
    heap.index[at] = heap.index[child] as number;
    at = child;
  }
  heap.value[at] = value;
  heap.index[at] = index;
}
