/** A run of points that get one value. */
export interface IsotonicBlock {
  /** Weighted means. */
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/**
 * Isotonic least-squares regression by pooling adjacent violators (Ayer et al. 1955): the non-decreasing step function of x
 * nearest to y. Points of equal x are one point.
 *
 * @param least blocks lighter than this are pooled with the next, so that no value rests on a handful of points
 * @returns blocks in ascending x with strictly ascending y
 */
export function isotonic(x: ArrayLike<number>, y: ArrayLike<number>, weight: ArrayLike<number>, least = 0): IsotonicBlock[] {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number) || a - b);
  const blocks: IsotonicBlock[] = [];
  let last = Number.NaN;
  for (const i of order) {
    const point = { x: x[i] as number, y: y[i] as number, weight: weight[i] as number };
    if (!(point.weight > 0)) continue;
    const top = blocks.at(-1);
    if (top !== undefined && (point.x === last || top.weight < least)) blocks[blocks.length - 1] = pooled(top, point);
    else blocks.push(point);
    last = point.x;
    settle(blocks, least);
  }
  const tail = blocks.at(-1);
  const before = blocks.at(-2);
  if (tail !== undefined && before !== undefined && tail.weight < least) {
    blocks.splice(-2, 2, pooled(before, tail));
    settle(blocks, 0);
  }
  return blocks;
}

/** Pools the last blocks while the last but one is not below the last. A block still being filled is waited for. */
function settle(blocks: IsotonicBlock[], least: number): void {
  for (;;) {
    const top = blocks.at(-1);
    const before = blocks.at(-2);
    if (top === undefined || before === undefined || top.weight < least || before.y < top.y) return;
    blocks.splice(-2, 2, pooled(before, top));
  }
}

function pooled(a: IsotonicBlock, b: IsotonicBlock): IsotonicBlock {
  const weight = a.weight + b.weight;
  return { x: (a.x * a.weight + b.x * b.weight) / weight, y: (a.y * a.weight + b.y * b.weight) / weight, weight };
}
