import { hessianLanes, MOST_LANES } from './hessian-lanes.js';
import type { HessianProduct } from './hessian-product.js';
import type { Matrix } from './linear-problem.js';

/** Makes products over one matrix, some at a time. */
export interface HessianTimes {
  /** Products of a pass. */
  readonly lanes: number;
  /** @param asked at most `lanes` */
  make(asked: readonly HessianProduct[]): void;
}

/** Products that plain loops make in a pass. */
const PLAIN_LANES = 4;

/**
 * Products over one matrix. Each is summed in the order of rows and entries, whatever is made beside it and whoever makes it: the
 * same bits alone and together, by WebAssembly and by plain loops. Together they read every entry once instead of once each, and their
 * sums don't wait for each other.
 */
export function hessianTimes(matrix: Matrix): HessianTimes {
  const simd = hessianLanes(matrix);
  return simd === null ? plainHessianTimes(matrix) : { lanes: MOST_LANES, make: simd };
}

export function plainHessianTimes(matrix: Matrix): HessianTimes {
  return {
    lanes: PLAIN_LANES,
    make(asked) {
      const [a, b, c, d] = asked;
      if (a === undefined) return;
      for (const { product } of asked) product.fill(0);
      if (b === undefined) alone(matrix, a);
      else if (c === undefined) paired(matrix, a, b);
      else if (d === undefined) {
        paired(matrix, a, b);
        alone(matrix, c);
      } else fourfold(matrix, a, b, c, d);
    },
  };
}

function alone({ size, columns, offsets, index, value }: Matrix, { curvature, direction, product }: HessianProduct): void {
  const last = columns.length;
  for (let row = 0; row < size; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    let sum = direction[last] as number;
    for (let at = from; at < to; at++) sum += (value[at] as number) * (direction[index[at] as number] as number);
    sum *= curvature[row] as number;
    product[last] = (product[last] as number) + sum;
    for (let at = from; at < to; at++) {
      const column = index[at] as number;
      product[column] = (product[column] as number) + (value[at] as number) * sum;
    }
  }
}

function paired({ size, columns, offsets, index, value }: Matrix, a: HessianProduct, b: HessianProduct): void {
  const last = columns.length;
  const { direction: w0, product: p0, curvature: d0 } = a;
  const { direction: w1, product: p1, curvature: d1 } = b;
  for (let row = 0; row < size; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    let s0 = w0[last] as number;
    let s1 = w1[last] as number;
    for (let at = from; at < to; at++) {
      const column = index[at] as number;
      const own = value[at] as number;
      s0 += own * (w0[column] as number);
      s1 += own * (w1[column] as number);
    }
    s0 *= d0[row] as number;
    s1 *= d1[row] as number;
    p0[last] = (p0[last] as number) + s0;
    p1[last] = (p1[last] as number) + s1;
    for (let at = from; at < to; at++) {
      const column = index[at] as number;
      const own = value[at] as number;
      p0[column] = (p0[column] as number) + own * s0;
      p1[column] = (p1[column] as number) + own * s1;
    }
  }
}

function fourfold(
  { size, columns, offsets, index, value }: Matrix,
  a: HessianProduct,
  b: HessianProduct,
  c: HessianProduct,
  d: HessianProduct,
): void {
  const last = columns.length;
  const { direction: w0, product: p0, curvature: d0 } = a;
  const { direction: w1, product: p1, curvature: d1 } = b;
  const { direction: w2, product: p2, curvature: d2 } = c;
  const { direction: w3, product: p3, curvature: d3 } = d;
  for (let row = 0; row < size; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    let s0 = w0[last] as number;
    let s1 = w1[last] as number;
    let s2 = w2[last] as number;
    let s3 = w3[last] as number;
    for (let at = from; at < to; at++) {
      const column = index[at] as number;
      const own = value[at] as number;
      s0 += own * (w0[column] as number);
      s1 += own * (w1[column] as number);
      s2 += own * (w2[column] as number);
      s3 += own * (w3[column] as number);
    }
    s0 *= d0[row] as number;
    s1 *= d1[row] as number;
    s2 *= d2[row] as number;
    s3 *= d3[row] as number;
    p0[last] = (p0[last] as number) + s0;
    p1[last] = (p1[last] as number) + s1;
    p2[last] = (p2[last] as number) + s2;
    p3[last] = (p3[last] as number) + s3;
    for (let at = from; at < to; at++) {
      const column = index[at] as number;
      const own = value[at] as number;
      p0[column] = (p0[column] as number) + own * s0;
      p1[column] = (p1[column] as number) + own * s1;
      p2[column] = (p2[column] as number) + own * s2;
      p3[column] = (p3[column] as number) + own * s3;
    }
  }
}
