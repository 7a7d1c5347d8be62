import { type KernelExports, kernelOf, reserve } from '../../domain/kernel.js';
import { SPARSE_KERNEL } from '../../stats/asset/sparse-kernel.js';
import type { HessianProduct } from './hessian-product.js';
import type { Matrix } from './linear-problem.js';

type Pass = (
  ends: number,
  lastEnd: number,
  places: number,
  values: number,
  curvatures: number,
  intercept: number,
  offset: number,
) => void;

interface SparseKernel extends KernelExports {
  readonly hessian2: Pass;
  readonly hessian4: Pass;
  readonly hessian8: Pass;
  readonly hessian12: Pass;
}

/** Lanes that there is a pass for. */
const WIDTHS = [2, 4, 8, 12] as const;
export const MOST_LANES = 12;
/** Addresses have 32 bits; beyond half of them plain loops do. */
const MOST_BYTES = 2 ** 31;

/**
 * Products with one matrix by WebAssembly SIMD, up to `MOST_LANES` in a pass; null where the host can't. Numbers of the same column stand
 * side by side, one for each product: an entry is one place in memory, however many products it takes part in.
 */
export function hessianLanes(matrix: Matrix): ((asked: readonly HessianProduct[]) => void) | null {
  const { size, columns, offsets, index, value } = matrix;
  const kernel = kernelOf<SparseKernel>(SPARSE_KERNEL);
  const stride = 8 * MOST_LANES;
  const width = columns.length + 1;
  const at = { curvatures: 0, directions: size * stride, products: 0, values: 0, places: 0, ends: 0, bytes: 0 };
  at.products = at.directions + width * stride;
  at.values = at.products + width * stride;
  at.places = at.values + 8 * index.length;
  at.ends = at.places + 4 * index.length;
  at.bytes = at.ends + 4 * size;
  if (kernel === null || at.bytes > MOST_BYTES) return null;
  reserve(kernel, at.bytes);
  const { buffer } = kernel.memory;
  new Float64Array(buffer, at.values, value.length).set(value);
  const places = new Uint32Array(buffer, at.places, index.length);
  for (let i = 0; i < index.length; i++) places[i] = at.directions + (index[i] as number) * stride;
  const ends = new Uint32Array(buffer, at.ends, size);
  for (let row = 0; row < size; row++) ends[row] = at.places + 4 * (offsets[row + 1] as number);
  const curvatures = new Float64Array(buffer, at.curvatures, size * MOST_LANES);
  const directions = new Float64Array(buffer, at.directions, width * MOST_LANES);
  const products = new Float64Array(buffer, at.products, width * MOST_LANES);
  /** What stands in each lane; a curvature lasts for many products. */
  const held: (Float64Array | undefined)[] = [];
  return (asked) => {
    asked.forEach(({ curvature, direction }, lane) => {
      if (held[lane] !== curvature) spread(curvature, curvatures, lane);
      held[lane] = curvature;
      spread(direction, directions, lane);
    });
    products.fill(0);
    const lanes = WIDTHS.find((one) => one >= asked.length) ?? MOST_LANES;
    const intercept = at.directions + columns.length * stride;
    kernel[`hessian${lanes}`](
      at.ends,
      at.ends + 4 * size,
      at.places,
      at.values,
      at.curvatures,
      intercept,
      at.products - at.directions,
    );
    asked.forEach(({ product }, lane) => {
      for (let i = 0, from = lane; i < product.length; i++, from += MOST_LANES) product[i] = products[from] as number;
    });
  };
}

function spread(from: Float64Array, to: Float64Array, lane: number): void {
  for (let i = 0, at = lane; i < from.length; i++, at += MOST_LANES) to[at] = from[i] as number;
}
