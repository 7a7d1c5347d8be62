import { INVERSE_FACTORIALS, LEAST_EXPONENT, LN2_HIGH, LN2_LOW } from '../../stats/exp.js';
import { ODD_INVERSES } from '../../stats/log.js';
import { conjugateLanes, end, type LinearLanes, linearRoom } from './conjugate-lanes.js';
import type { Matrix } from './linear-problem.js';
import { exactnessAt, fallsEnough, type Loss, MOST_HALVINGS, MOST_STEPS, type Target } from './newton.js';
import { LANES, laneOf, putLane } from './sparse-lanes.js';

/** What the kernel's logarithms and exponentials are made of, in its order. */
const CONSTANTS = Float64Array.from([
  ...[Math.LN2, LN2_HIGH, LN2_LOW, LEAST_EXPONENT],
  ...INVERSE_FACTORIALS.slice().reverse(),
  Math.SQRT2,
  ...ODD_INVERSES.slice().reverse(),
]);

/**
 * As `newton` solves each of several problems over one matrix, to the bit: each is a lane of WebAssembly SIMD, and they share the passes over
 * the rows. Null where the host can't.
 */
export function newtonLanes(matrix: Matrix, problems: readonly Target[], loss: Loss, tolerance: number): Float64Array[] | null {
  const lanes = linearLanes(matrix);
  if (lanes === null) return null;
  const solutions: Float64Array[] = [];
  for (let from = 0; from < problems.length; from += LANES)
    solutions.push(...solvedTogether(lanes, problems.slice(from, from + LANES), loss, tolerance));
  return solutions;
}

/** Room for regressions over a matrix, a lane each. Null where the host can't. */
export const linearLanes = (matrix: Matrix): LinearLanes | null => linearRoom(matrix, CONSTANTS);

/** @param problems at most one a lane */
function solvedTogether(lanes: LinearLanes, problems: readonly Target[], loss: Loss, tolerance: number): Float64Array[] {
  place(lanes, problems);
  const solutions: Float64Array[] = [];
  let lost = tried(lanes, loss);
  let live = [...problems.keys()];
  let first: Float64Array | undefined;
  for (let step = 0; ; step++) {
    const lengths = gradients(lanes);
    first ??= lengths;
    const exactness = first.map((one, lane) => exactnessAt(lengths[lane] as number, one));
    live = live.filter((lane) => {
      const close = (lengths[lane] as number) <= tolerance * (first?.[lane] as number);
      if (step < MOST_STEPS && !close) return true;
      solutions[lane] = laneOf(lanes.of.weights, lane);
      return false;
    });
    if (live.length === 0) return solutions;
    conjugateLanes(lanes, live, exactness);
    lost = stepped(lanes, loss, live, lost);
  }
}

/** Problems in their lanes, at the zero solution. A lane without one has no target. */
function place({ of }: LinearLanes, problems: readonly Target[]): void {
  for (const zeros of [of.weights, of.step, of.score, of.change, of.weight, of.size]) zeros.fill(0);
  of.target.fill(Number.NaN);
  problems.forEach(({ target, weight, l2 }, lane) => {
    putLane(target, of.target, lane);
    putLane(weight, of.weight, lane);
    of.l2[lane] = l2;
  });
}

/** Makes slopes and curvatures where scores change by `size` times `change`; returns the losses there. */
export function tried({ kernel, at, of, rowBytes }: LinearLanes, loss: Loss): Float64Array {
  of.lost.fill(0);
  kernel[`${loss.name}Trial`](
    ...[at.score, at.change, at.target, at.weight, at.slope, at.curvature],
    ...[at.score + rowBytes, at.size, at.lost, at.constants],
  );
  return of.lost.slice();
}

/** Gradients and diagonals of the Hessians from slopes and curvatures; returns the gradients' lengths. */
function gradients(lanes: LinearLanes): Float64Array {
  const { kernel, at, of, columnBytes, pass } = lanes;
  of.gradient.fill(0);
  of.inverse.fill(0);
  pass('transposedTimes', at.slope, at.gradient);
  pass('squaredTimes', at.curvature, at.inverse);
  kernel.addTimes(at.gradient, at.weights, at.gradient + columnBytes, at.l2);
  return products(lanes, 'gradient', 'gradient').map(Math.sqrt);
}

/** Of two vectors by column, lane by lane. */
function products(lanes: LinearLanes, one: 'gradient' | 'weights' | 'step', other: 'gradient' | 'step'): Float64Array {
  const { kernel, at, of } = lanes;
  of.sum.fill(0);
  kernel.dots(at[one], at[other], end(lanes, one), at.sum);
  return of.sum.slice();
}

/** Goes the longest of 1, ½, ¼ … of each way at which the objective falls enough; returns the losses there. */
function stepped(lanes: LinearLanes, loss: Loss, live: readonly number[], before: Float64Array): Float64Array {
  const { kernel, at, of, rowBytes, pass } = lanes;
  pass('times', at.change, at.step);
  const falls = falling(lanes, before);
  of.size.fill(0);
  for (const lane of live) of.size[lane] = 1;
  let lost = tried(lanes, loss);
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    const tooLong = live.filter((lane) => !falls(lane, lost[lane] as number));
    if (tooLong.length === 0) break;
    for (const lane of tooLong) of.size[lane] = (of.size[lane] as number) / 2;
    lost = tried(lanes, loss);
  }
  kernel.addTimes(at.weights, at.step, end(lanes, 'weights'), at.size);
  kernel.addTimes(at.score, at.change, at.score + rowBytes, at.size);
  return lost;
}

/** Whether the objective falls enough where a lane has lost so much. */
function falling(lanes: LinearLanes, before: Float64Array): (lane: number, lost: number) => boolean {
  const slope = products(lanes, 'gradient', 'step');
  const cross = withoutIntercept(lanes, 'weights', products(lanes, 'weights', 'step'));
  const square = withoutIntercept(lanes, 'step', products(lanes, 'step', 'step'));
  return (lane, lost) => {
    const [size, l2] = [lanes.of.size[lane] as number, lanes.of.l2[lane] as number];
    const known = { slope: slope[lane] as number, cross: cross[lane] as number, square: square[lane] as number };
    return fallsEnough({ size, l2, before: before[lane] as number, lost, ...known });
  };
}

function withoutIntercept({ of, columnBytes }: LinearLanes, one: 'weights' | 'step', products: Float64Array): Float64Array {
  const last = columnBytes / 8;
  return products.map((all, lane) => all - (of[one][last + lane] as number) * (of.step[last + lane] as number));
}
