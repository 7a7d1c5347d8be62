import { moduleOf } from './assembler.mjs';
import { addTimes, advance, along, begin, bend, dots, turn, without } from './lane-vectors.mjs';
import { logTrial, squaredTrial } from './loss-lanes.mjs';
import { hessian, squaredTimes, times, transposedTimes } from './sparse-passes.mjs';

/** The module behind src/strategy/learn/sparse-lanes.ts. */
export function kernelBytes() {
  return moduleOf([
    ...[2, 4, 6, 8, 10, 12].map(hessian),
    ...[times, transposedTimes, squaredTimes],
    ...[addTimes, dots, begin, bend, advance, turn, along, without],
    ...[squaredTrial, logTrial],
  ]);
}
