import type { Json } from '../../domain/json.js';
import { refuse } from '../check.js';
import type { LinUcb } from '../config.js';
import { UNIT } from '../space/config.js';
import { checkSpace, compileSpace, spaceColumns } from '../space/index.js';
import type { Learner } from './learner.js';

/** Numbers of a request beside the constant one; a decision solves a system of this size for each model. */
const MOST_COLUMNS = 64;

/** By arm: the lower triangle of Σ x xᵀ row by row, and Σ reward · x; older ones counting less. */
interface Sums {
  readonly a: readonly (readonly number[])[];
  readonly b: readonly (readonly number[])[];
}

/**
 * LinUCB with disjoint linear models (Li, Chu, Langford & Schapire 2010, "A contextual-bandit approach to personalized news article
 * recommendation", algorithm 1): the allowed model of the greatest base + θᵀx + alpha · √(xᵀA⁻¹x), A = Σ x xᵀ + strength · I, by Cholesky
 * factors in row order. The same state and request give the same choice, so its chance is 1.
 */
export const linucb: Learner<LinUcb> = {
  by: 'linucb',
  members: ['by', 'alpha', 'space'],
  check(learner, field) {
    const { alpha } = learner;
    if (!Number.isFinite(alpha) || (alpha as number) < 0)
      throw refuse(`${field}.alpha`, 'is not a number', { accepted: 'at least 0' });
    if (spaceColumns(checkSpace(learner['space'], `${field}.space`)) > MOST_COLUMNS)
      throw refuse(`${field}.space`, 'has too many columns', { accepted: `up to ${MOST_COLUMNS}` });
  },
  compile({ alpha, space }, { strength }, input) {
    const size = spaceColumns(space) + 1;
    const read = compileSpace(space, input);
    const factor = new Float64Array((size * (size + 1)) / 2);
    const y = new Float64Array(size);
    const u = new Float64Array(size);
    return (batch) => {
      const vectorAt = read(batch);
      return (row, state, { allowed, base }) => {
        const x = new Array<number>(size).fill(0);
        x[0] = 1;
        const { size: entries, index, value } = vectorAt(row);
        for (let at = 0; at < entries; at++) x[(index[at] as number) + 1] = (value[at] as number) / UNIT;
        const { a, b } = state as unknown as Sums;
        let arm = allowed[0] as number;
        let most = Number.NEGATIVE_INFINITY;
        let best = arm;
        let greatest = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < allowed.length; i++) {
          const one = allowed[i] as number;
          cholesky(a[one] as readonly number[], strength, size, factor);
          forward(factor, x, y);
          forward(factor, b[one] as readonly number[], u);
          const mean = (base[one] as number) + dot(u, y);
          const score = mean + alpha * Math.sqrt(dot(y, y));
          if (score > most) {
            arm = one;
            most = score;
          }
          if (mean > greatest) {
            best = one;
            greatest = mean;
          }
        }
        return { arm, explored: arm !== best, propensity: 1, context: { x } };
      };
    };
  },
  initial({ space }, { over }) {
    const size = spaceColumns(space) + 1;
    return {
      a: over.map(() => new Array<number>((size * (size + 1)) / 2).fill(0)),
      b: over.map(() => new Array<number>(size).fill(0)),
    };
  },
  learn(state, { arm, x }, reward, _learner, { keep }) {
    const { a, b } = state as unknown as Sums;
    const features = x as readonly number[];
    const outer: number[] = [];
    for (let i = 0; i < features.length; i++)
      for (let j = 0; j <= i; j++) outer.push((features[i] as number) * (features[j] as number));
    const aged = (rows: Sums['a'], added: (at: number) => number): number[][] =>
      rows.map((values, one) => values.map((value, at) => value * keep + (one === arm ? added(at) : 0)));
    return {
      a: aged(a, (at) => outer[at] as number),
      b: aged(b, (at) => reward * (features[at] as number)),
    } as unknown as Json;
  },
};

/** The lower factor L of A + strength · I = L Lᵀ, row by row. */
function cholesky(a: readonly number[], strength: number, size: number, factor: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const row = (i * (i + 1)) / 2;
    for (let j = 0; j <= i; j++) {
      const other = (j * (j + 1)) / 2;
      let sum = (a[row + j] as number) + (i === j ? strength : 0);
      for (let k = 0; k < j; k++) sum -= (factor[row + k] as number) * (factor[other + k] as number);
      factor[row + j] = i === j ? Math.sqrt(sum) : sum / (factor[other + j] as number);
    }
  }
}

/** Solves L · out = right from the first row down. */
function forward(factor: Float64Array, right: readonly number[], out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const row = (i * (i + 1)) / 2;
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[row + k] as number) * (out[k] as number);
    out[i] = sum / (factor[row + i] as number);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
