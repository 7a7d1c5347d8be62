import { solveHessian } from './conjugate-gradient.js';
import { dot, type LinearProblem, times, transposedTimes } from './linear-problem.js';

/** A loss of one row at score z for target y. */
export interface Loss {
  /** What the kernel calls it. */
  readonly name: 'squared' | 'log';
  value(z: number, y: number): number;
  /** Writes slope and curvature into the first two places. */
  derivatives(z: number, y: number, into: Float64Array): void;
}

/** A gradient this small, against that of the zero solution, counts as none. */
export const TOLERANCE = 1e-6;
export const MOST_STEPS = 50;
export const MOST_HALVINGS = 30;

/** What a matrix is to explain. */
export type Target = Omit<LinearProblem, 'matrix'>;

/**
 * Minimises Σ weight · loss(x·w + b, y) + λ/2 · ‖w‖² by Newton's method with conjugate gradients (Lin, Weng & Keerthi 2008;
 * instead of a trust region, a step is halved until the objective falls enough). Strictly convex in w: there is one answer.
 *
 * @param tolerance a gradient this small, against that of the zero solution, counts as none
 * @returns weights by matrix column, the intercept last
 */
export function newton(problem: LinearProblem, loss: Loss, tolerance = TOLERANCE): Float64Array {
  const { matrix, l2 } = problem;
  const w = new Float64Array(matrix.columns.length + 1);
  const z = new Float64Array(matrix.size);
  const change = new Float64Array(matrix.size);
  const gradient = new Float64Array(w.length);
  let first = 0;
  let lost: number | null = null;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, curvature } = derivatives(problem, z, loss);
    transposedTimes(matrix, slope, gradient);
    for (let i = 0; i < w.length - 1; i++) gradient[i] = (gradient[i] as number) + l2 * (w[i] as number);
    const length = Math.sqrt(dot(gradient, gradient));
    if (step === 0) first = length;
    if (length <= tolerance * first) break;
    const direction = solveHessian(matrix, curvature, l2, gradient, exactnessAt(length, first));
    times(matrix, direction, change);
    const before = lost ?? totalLoss(problem, loss, z, change, 0);
    const taken = stepSize(problem, loss, { w, z, change, direction, slope: dot(gradient, direction), before });
    const { size } = taken;
    lost = taken.lost;
    for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) + size * (direction[i] as number);
    for (let row = 0; row < z.length; row++) z[row] = (z[row] as number) + size * (change[row] as number);
  }
  return w;
}

/** Exact enough that the next gradient is smaller than this one by about as much as this one is than the first. */
export function exactnessAt(length: number, first: number): number {
  return Math.min(0.01, length / first);
}

/** The derivatives of every row's weighted loss. */
function derivatives({ target, weight }: LinearProblem, z: Float64Array, loss: Loss) {
  const slope = new Float64Array(z.length);
  const curvature = new Float64Array(z.length);
  const both = new Float64Array(2);
  for (let row = 0; row < z.length; row++) {
    const y = target[row] as number;
    if (Number.isNaN(y)) continue;
    loss.derivatives(z[row] as number, y, both);
    slope[row] = (weight[row] as number) * (both[0] as number);
    curvature[row] = (weight[row] as number) * (both[1] as number);
  }
  return { slope, curvature };
}

interface Step {
  readonly w: Float64Array;
  readonly z: Float64Array;
  /** How a full step changes the scores. */
  readonly change: Float64Array;
  readonly direction: Float64Array;
  /** How the objective falls along the direction. */
  readonly slope: number;
  /** The loss of no step. */
  readonly before: number;
}

/** The longest of 1, ½, ¼ … at which the objective falls enough, and the loss there as far as it was summed. */
function stepSize(
  problem: LinearProblem,
  loss: Loss,
  { w, z, change, direction, slope, before }: Step,
): { readonly size: number; readonly lost: number | null } {
  const last = w.length - 1;
  const cross = dot(w, direction) - (w[last] as number) * (direction[last] as number);
  const square = dot(direction, direction) - (direction[last] as number) * (direction[last] as number);
  let size = 1;
  for (let halving = 0; halving < MOST_HALVINGS; halving++, size /= 2) {
    const lost = totalLoss(problem, loss, z, change, size);
    if (fallsEnough({ size, slope, cross, square, before, lost, l2: problem.l2 })) return { size, lost };
  }
  return { size, lost: null };
}

/** Part of a step, and what comes of it. */
interface Trial {
  /** 1 is the full step. */
  readonly size: number;
  /** How the objective falls along it. */
  readonly slope: number;
  /** The weights' product with the full step, without intercepts, and that of the step with itself. */
  readonly cross: number;
  readonly square: number;
  /** The losses before and there. */
  readonly before: number;
  readonly lost: number;
  readonly l2: number;
}

/** Whether the objective falls by a small share of what the slope promises. */
export function fallsEnough({ size, slope, cross, square, before, lost, l2 }: Trial): boolean {
  const penalty = l2 * (size * cross + (size * size * square) / 2);
  return lost + penalty <= before + 1e-4 * size * slope;
}

function totalLoss({ target, weight }: LinearProblem, loss: Loss, z: Float64Array, change: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < z.length; row++) {
    const y = target[row] as number;
    if (!Number.isNaN(y)) sum += (weight[row] as number) * loss.value((z[row] as number) + size * (change[row] as number), y);
  }
  return sum;
}
