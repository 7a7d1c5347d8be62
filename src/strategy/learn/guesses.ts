import type { CodedColumn } from '../../domain/column.js';
import type { Training } from '../training.js';
import { innerTrainings } from './inner-trainings.js';
import { leastSquares, timesEach } from './least-squares.js';
import { type Matrix, matrixOf } from './linear-problem.js';
import type { SparseRows } from './sparse-rows.js';

/** How much a text looks like each of some classes, learned as weighted sums over its columns. */
export interface Guesses {
  readonly outputs: number;
  /** Index `column * outputs + output`, over the columns of the space. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** What fits that have not seen a training row guess for it: index `row * outputs + output`. */
  readonly heldOut: Float64Array;
}

const L2 = 1;
/** Guesses are cut to 8 bits afterwards: a residual of a hundredth of the energy is small enough. */
const EXACTNESS = 1e-2;

/** How much a text looks like each class (1 for the own class, 0 for others); rows without the label are left out. */
export function guessClasses(
  labels: CodedColumn<string>,
  classes: readonly string[],
  rows: SparseRows,
  training: Training,
): Guesses {
  const codes = classes.map((name) => labels.values.indexOf(name));
  const target = new Float64Array(training.rows.length * classes.length);
  const weight = new Float64Array(training.rows.length);
  training.rows.forEach((row, at) => {
    const own = labels.codes[row] as number;
    weight[at] = own < 0 ? 0 : 1;
    const k = codes.indexOf(own);
    if (k >= 0) target[at * classes.length + k] = 1;
  });
  return guesses(rows, training, { outputs: classes.length, target, weight });
}

interface Targets {
  readonly outputs: number;
  readonly target: Float64Array;
  readonly weight: Float64Array;
}

function guesses(rows: SparseRows, training: Training, { outputs, target, weight }: Targets): Guesses {
  const matrix = matrixOf(rows);
  const solve = (own: Float64Array) => leastSquares({ matrix, outputs, target, weight: own, l2: L2 }, EXACTNESS);
  const heldOut = new Float64Array(target.length);
  const scores = new Float64Array(target.length);
  const place = new Map(Array.from(training.rows, (row, at) => [row, at]));
  for (const { fold } of innerTrainings(training)) {
    const own = weight.slice();
    const places = Array.from(fold, (row) => place.get(row) as number);
    for (const at of places) own[at] = 0;
    timesEach(matrix, outputs, solve(own), scores);
    for (const at of places) heldOut.set(scores.subarray(at * outputs, (at + 1) * outputs), at * outputs);
  }
  return { outputs, heldOut, ...overSpace(matrix, rows.columns, outputs, solve(weight)) };
}

/** A solution by matrix column, spread over the columns of the space. */
function overSpace(matrix: Matrix, columns: number, outputs: number, solution: Float64Array): Pick<Guesses, 'weights' | 'bias'> {
  const weights = new Float64Array(columns * outputs);
  matrix.columns.forEach((column, at) => {
    weights.set(solution.subarray(at * outputs, (at + 1) * outputs), column * outputs);
  });
  return { weights, bias: solution.slice(matrix.columns.length * outputs) };
}
