import type { Part } from '../../src/metric/part.js';

/** A part of `group.length` queries (rows 0, 1, …), each in the group given, with a weight of 1 where none is given. */
export function aPart(group: readonly number[], weight: readonly number[] = group.map(() => 1)): Part {
  const groups = Math.max(...group) + 1;
  return {
    rows: Uint32Array.from(group.keys()),
    weight: Float64Array.from(weight),
    group: Uint32Array.from(group),
    groupKeys: Uint32Array.from({ length: groups }, (_, key) => key + 1),
  };
}

/** A part of that many single queries. */
export function singleQueries(size: number): Part {
  return aPart(Array.from({ length: size }, (_, row) => row));
}
