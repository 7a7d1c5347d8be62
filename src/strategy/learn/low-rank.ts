import { dot, type Matrix, times } from './linear-problem.js';
import { squaredLoss } from './losses.js';
import { newtonEach } from './newton-each.js';
import type { Targets } from './targets.js';
import { symmetricEigen } from './truncated-svd.js';

/** A regression of several numbers at once: each output has its weights (intercept last) by matrix column. */
export type Weights = readonly Float64Array[];

/** Outputs as sums of few factors: output m is intercept[m] + Σ_d loadings[m][d] · (x · directions[d]). */
export interface LowRank {
  /** By factor: weights by matrix column. */
  readonly directions: readonly Float64Array[];
  /** By output, a number a factor. */
  readonly loadings: readonly Float64Array[];
  readonly intercept: Float64Array;
}

/**
 * Reduced-rank ridge regression (Mukherjee & Zhu 2011, after Izenman 1975): of all weights of at most `rank` dimensions, those of
 * the least Σ weight · ‖Y − XB‖² + λ‖B‖² are the full solution projected onto the leading eigenvectors of FᵀWF + λBᵀB, with F the
 * full solution's centred fitted values. One eigenproblem of the outputs' size gives the one answer; nothing is searched.
 */
export function reduceRank(matrix: Matrix, weight: Float64Array, full: Weights, l2: number, rank: number): LowRank {
  const outputs = full.length;
  const total = weight.reduce((sum, one) => sum + one, 0);
  const fitted = full.map((w) => {
    const scores = new Float64Array(matrix.size);
    times(matrix, w, scores);
    return scores;
  });
  const mean = Float64Array.from(fitted, (scores) => dot(scores, weight) / total);
  const slopes = full.map((w) => w.subarray(0, matrix.columns.length));
  const gram = fitted.map((a, i) =>
    Float64Array.from(fitted, (b, j) => {
      const apart = dot(
        a.map((one, row) => (weight[row] as number) * (one - (mean[i] as number))),
        b,
      );
      return apart + l2 * dot(slopes[i] as Float64Array, slopes[j] as Float64Array);
    }),
  );
  const { vectors, order } = symmetricEigen(gram);
  const leading = order.slice(0, rank).map((which) => upright(vectors[which] as Float64Array));
  const loadings = Array.from({ length: outputs }, (_, m) => Float64Array.from(leading, (vector) => vector[m] as number));
  const directions = leading.map((vector) => combined(slopes, vector));
  const centre = leading.map((vector) =>
    vector.reduce((sum, one, m) => sum + one * ((mean[m] as number) - (full[m]?.at(-1) as number)), 0),
  );
  const intercept = mean.map((one, m) => one - dot(loadings[m] as Float64Array, Float64Array.from(centre)));
  return { directions, loadings, intercept };
}

/** Reduced-rank ridge regression of quality; a quality that is not known takes no part in the full solution. */
export function lowRankSquared(matrix: Matrix, { quality, weight, mean }: Targets, l2: number, rank: number): LowRank {
  const problems = Array.from(mean, (_, m) => {
    const target = weight.map((_one, row) => quality[row * mean.length + m] as number);
    return { target, weight, l2 };
  });
  return reduceRank(matrix, weight, newtonEach(matrix, problems, squaredLoss), l2, rank);
}

/** Σ factor · vector. */
function combined(vectors: Weights, factors: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  vectors.forEach((vector, which) => {
    const factor = factors[which] as number;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + factor * (vector[i] as number);
  });
  return sum;
}

/** Its entry of greatest size positive. */
function upright(vector: Float64Array): Float64Array {
  const greatest = vector.reduce((held, one) => (Math.abs(one) > Math.abs(held) ? one : held), 0);
  return greatest < 0 ? vector.map((one) => -one) : vector;
}
