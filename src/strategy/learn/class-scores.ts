import type { CodedColumn } from '../../domain/column.js';
import type { InputSpec } from '../../router/config.js';
import type { QualityConfig } from '../../router/predictor/config.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { sharedFit, type Training } from '../training.js';
import { matrixOf } from './linear-problem.js';
import { logLoss } from './losses.js';
import { newtonEach } from './newton-each.js';
import { quantisedLinear } from './quantise-linear.js';
import { SIGMOID } from './sigmoid-table.js';
import { sparseRows } from './sparse-rows.js';

/** Fewer examples than this teach nothing of a class. */
export const LEAST_EXAMPLES = 10;
/** Penalty beside the sum of losses. */
export const CLASS_L2 = 0.1;
/** Guesses are cut to 8 bits afterwards: a gradient a thousandth of the first is close enough. */
const TOLERANCE = 1e-3;

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

/**
 * The chance of each class as a prediction: one logistic regression a class, against all others, learned from a label of the training
 * rows; rows without the label are left out. Candidates share it.
 */
export function classChances(
  label: 'category' | 'difficulty',
  classes: readonly string[],
  space: SpaceConfig,
  training: Training,
  input: InputSpec,
  l2: number = CLASS_L2,
): QualityConfig {
  return sharedFit(training, { fit: 'class chances', label, classes, space, input, l2 }, () => {
    const { codes, values } = training[label];
    const rows = sparseRows(space, training.batch, training.rows, input);
    const matrix = matrixOf(rows);
    const weight = new Float64Array(training.rows.length).fill(1);
    const weights = new Float64Array(rows.columns * classes.length);
    const problems = classes.map((name) => {
      const code = values.indexOf(name);
      const target = Float64Array.from(training.rows, (row) => {
        const own = codes[row] as number;
        return own < 0 ? Number.NaN : own === code ? 1 : 0;
      });
      return { target, weight, l2 };
    });
    const bias = newtonEach(matrix, problems, logLoss, TOLERANCE).map((solution, k) => {
      matrix.columns.forEach((column, at) => {
        weights[column * classes.length + k] = solution[at] as number;
      });
      return solution[matrix.columns.length] as number;
    });
    return { predictor: quantisedLinear(space, { weights, bias: Float64Array.from(bias) }, 8), tables: [SIGMOID] };
  });
}
