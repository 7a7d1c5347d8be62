import type { CodedColumn } from '../../domain/column.js';
import type { InputSpec } from '../../router/config.js';
import { pack } from '../../router/packed.js';
import type { ForestConfig } from '../../router/predictor/config.js';
import { type MonotoneTable, QUALITY_ONE } from '../../router/predictor/table.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { sigmoid } from '../../stats/exp.js';
import { sharedFit, type Training } from '../training.js';
import { matrixOf } from './linear-problem.js';
import { logLoss } from './losses.js';
import { newton } from './newton.js';
import { quantisedLinear } from './quantise-linear.js';
import { sparseRows } from './sparse-rows.js';

/** How much a request looks like each class: one logistic regression a class, against all others. */
export type ClassScores = ForestConfig['classes'];

/** Fewer examples than this teach nothing of a class. */
const LEAST_EXAMPLES = 10;
const L2 = 0.1;
/** Guesses are cut to 8 bits afterwards: a gradient a thousandth of the first is close enough. */
const TOLERANCE = 1e-3;

/** Every 2⁻³ of log-odds from −10 to 10; whole numbers are in units of 2⁻¹⁶. */
const SIGMOID: MonotoneTable = {
  x: Array.from({ length: 161 }, (_, i) => (i - 80) * 2 ** 13),
  y: Array.from({ length: 161 }, (_, i) => Math.round(QUALITY_ONE * sigmoid((i - 80) / 8))),
};

/** No classes: nothing is added to what a forest reads. */
export const NO_CLASSES: ClassScores = { weights: pack('i8', []), bias: [], shift: 0, table: SIGMOID };

/** Classes with enough examples on the training rows, by name; none where there are fewer than two. */
export function classesOf(labels: CodedColumn<string>, rows: Uint32Array): string[] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const code = labels.codes[row] as number;
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const names = [...counts].filter(([, count]) => count >= LEAST_EXAMPLES).map(([code]) => labels.values[code] as string);
  return names.length < 2 ? [] : names.sort();
}

/** Learns the classes from a label of the training rows; rows without the label are left out. */
export function fitClasses(
  label: 'category' | 'difficulty',
  classes: readonly string[],
  space: SpaceConfig,
  training: Training,
  input: InputSpec,
): ClassScores {
  if (classes.length === 0) return NO_CLASSES;
  return sharedFit(training, { fit: 'classes', label, classes, space, input }, () => {
    const { codes, values } = training[label];
    const rows = sparseRows(space, training.batch, training.rows, input);
    const matrix = matrixOf(rows);
    const weight = new Float64Array(training.rows.length).fill(1);
    const weights = new Float64Array(rows.columns * classes.length);
    const bias = classes.map((name, k) => {
      const code = values.indexOf(name);
      const target = Float64Array.from(training.rows, (row) => {
        const own = codes[row] as number;
        return own < 0 ? Number.NaN : own === code ? 1 : 0;
      });
      const solution = newton({ matrix, target, weight, l2: L2 }, logLoss, TOLERANCE);
      matrix.columns.forEach((column, at) => {
        weights[column * classes.length + k] = solution[at] as number;
      });
      return solution[matrix.columns.length] as number;
    });
    const whole = quantisedLinear(space, { weights, bias: Float64Array.from(bias) }, 8);
    return { weights: whole.weights, bias: whole.bias, shift: whole.shift, table: SIGMOID };
  });
}
