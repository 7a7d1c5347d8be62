import type { Matrix } from './linear-problem.js';
import { type Loss, newton, type Target, TOLERANCE } from './newton.js';
import { newtonLanes } from './newton-lanes.js';

/** As `newton` solves each of several problems over one matrix, to the bit; side by side where the host has WebAssembly SIMD. */
export function newtonEach(matrix: Matrix, problems: readonly Target[], loss: Loss, tolerance = TOLERANCE): Float64Array[] {
  return (
    newtonLanes(matrix, problems, loss, tolerance) ?? problems.map((problem) => newton({ matrix, ...problem }, loss, tolerance))
  );
}
