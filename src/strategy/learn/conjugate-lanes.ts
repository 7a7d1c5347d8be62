import { MOST_ROUNDS } from './conjugate-gradient.js';
import type { Matrix } from './linear-problem.js';
import { copyLane, LANES, type SparseLanes, sparseLanes } from './sparse-lanes.js';

/** Vectors by column, the direction first: passes with the Hessian read it. */
const columns = ['direction', 'product', 'residual', 'solution', 'inverse', 'weights', 'gradient', 'step'] as const;
const rows = ['target', 'weight', 'score', 'change', 'slope', 'curvature'] as const;
/** Numbers by lane. */
const numbers = ['l2', 'size', 'lost', 'sum', 'penalty', 'energy', 'enough', 'bend', 'length', 'share', 'zero'] as const;

type Name = (typeof columns)[number] | (typeof rows)[number] | (typeof numbers)[number] | 'constants';

/** Regressions side by side. */
export type LinearLanes = SparseLanes<Name>;

/** Room for regressions over a matrix, a lane each. Null where the host can't. */
export function linearRoom(matrix: Matrix, constants: Float64Array): LinearLanes | null {
  const width = matrix.columns.length;
  const sizes = { columns: (width + 1) * LANES, rows: matrix.size * LANES };
  const lengths = Object.fromEntries([
    ...columns.map((name) => [name, sizes.columns]),
    ...rows.map((name) => [name, sizes.rows]),
    ...numbers.map((name) => [name, LANES]),
    ['constants', constants.length],
  ]) as Record<Name, number>;
  const lanes = sparseLanes({ ...matrix, width }, lengths);
  lanes?.of.constants.set(constants);
  return lanes;
}

/** What a solution under way consists of; it may change its lane. */
const MOVING = ['curvature', 'direction', 'product', 'residual', 'solution', 'inverse'] as const;
const MOVING_NUMBERS = ['penalty', 'energy', 'enough', 'bend'] as const;

/**
 * What `solveHessian` does, for several problems at a time: from gradients and diagonals (at `inverse`), which it overwrites as it does
 * curvatures, to steps. Who is done leaves its lane to the last, so that passes become narrower.
 *
 * @param live the problems' lanes, rising
 * @param exactness by lane
 */
export function conjugateLanes(lanes: LinearLanes, live: readonly number[], exactness: Float64Array): void {
  const { kernel, at, of, pass } = lanes;
  begin(lanes);
  of.enough.set(exactness.map((one, lane) => one * (of.energy[lane] as number)));
  const open = [...live];
  open.forEach((from, to) => void move(lanes, from, to));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    close(lanes, open, (lane) => !((of.energy[lane] as number) > (of.enough[lane] as number)));
    if (open.length === 0) return;
    of.product.fill(0);
    pass('hessian', at.curvature, at.product, open.length);
    bend(lanes);
    close(lanes, open, (lane) => !((of.bend[lane] as number) > 0));
    const energy = of.energy.slice();
    byOpen(open, of.length, (lane) => (energy[lane] as number) / (of.bend[lane] as number));
    of.energy.fill(0);
    kernel.advance(
      ...[at.solution, at.direction, at.residual, at.product, at.inverse],
      ...[end(lanes, 'solution'), at.length, at.energy],
    );
    byOpen(open, of.share, (lane) => (of.energy[lane] as number) / (energy[lane] as number));
    kernel.turn(at.direction, at.residual, at.inverse, end(lanes, 'direction'), at.share);
  }
  close(lanes, open, () => true);
}

/** Puts numbers into the lanes that are open, and 0 into the others. */
function byOpen(open: readonly number[], into: Float64Array, numberOf: (lane: number) => number): void {
  into.fill(0);
  for (let lane = 0; lane < open.length; lane++) into[lane] = numberOf(lane);
}

function begin({ kernel, at, of, columnBytes }: LinearLanes): void {
  of.penalty.set(of.l2);
  of.energy.fill(0);
  const vectors = [at.gradient, at.inverse, at.residual, at.direction, at.solution];
  const last = vectors.map((one) => one + columnBytes);
  kernel.begin(...vectors, at.gradient + columnBytes, at.l2, at.energy);
  kernel.begin(...last, at.gradient + columnBytes + LANES * 8, at.zero, at.energy);
}

/** The intercept is not penalised. */
function bend({ kernel, at, of, columnBytes }: LinearLanes): void {
  of.bend.fill(0);
  kernel.bend(at.direction, at.product, at.direction + columnBytes, at.penalty, at.bend);
  const last = at.direction + columnBytes;
  kernel.dots(last, at.product + columnBytes, last + LANES * 8, at.bend);
}

/** Takes out solutions that are done. */
function close(lanes: LinearLanes, open: number[], isDone: (lane: number) => boolean): void {
  for (let lane = open.length - 1; lane >= 0; lane--) {
    if (!isDone(lane)) continue;
    copyLane(lanes.of.solution, lane, lanes.of.step, open[lane] as number);
    const last = open.pop() as number;
    if (lane === open.length) continue;
    move(lanes, open.length, lane);
    open[lane] = last;
  }
}

function move({ of }: LinearLanes, from: number, to: number): void {
  if (from === to) return;
  for (const name of MOVING) copyLane(of[name], from, of[name], to);
  for (const name of MOVING_NUMBERS) of[name][to] = of[name][from] as number;
}

/** Behind a vector by column, its intercept included. */
export function end({ at, columnBytes }: LinearLanes, vector: (typeof columns)[number]): number {
  return at[vector] + columnBytes + LANES * 8;
}
