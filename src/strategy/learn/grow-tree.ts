import { hash32 } from '../../stats/hash.js';

/** What trees are grown on: examples by column. */
export interface TreeData {
  readonly size: number;
  /** Whole numbers, one column a feature, each of length `size`. */
  readonly columns: readonly Int16Array[];
  readonly outputs: number;
  /** Index `example * outputs + output`; all known. */
  readonly target: Float64Array;
  /** By example, > 0. */
  readonly weight: Float64Array;
}

export interface TreeSettings {
  /** Fewest examples of a leaf. */
  readonly minLeaf: number;
  /** Share of the features tried at a node, 0..1; at least one is. */
  readonly featureShare: number;
  readonly seed: number;
}

/** A binary tree in arrays, the root first. Node i asks `column[feature[i]] <= threshold[i]`: yes is child[i], no the node after it. */
export interface Tree {
  /** −1 at a leaf. */
  readonly feature: Int32Array;
  /** At a leaf: its place among the leaves. */
  readonly threshold: Int32Array;
  readonly child: Int32Array;
  /** Weighted mean of the targets, index `leaf * outputs + output`. */
  readonly leaves: Float64Array;
}

/** A node waiting to be split: its place in the tree and its examples `from .. to` in the order array. */
interface Open {
  readonly node: number;
  readonly from: number;
  readonly to: number;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly gain: number;
}

/**
 * Grows one extremely randomised regression tree over several outputs (Geurts, Ernst & Wehenkel 2006, "Extremely randomized
 * trees"): at every node some features are drawn, one threshold each is drawn uniformly between the least and the greatest value
 * there, and the split that explains most of the outputs' summed variance is made. Only +, −, × and ÷ and a counter-based
 * generator: the same data and seed give the same tree on any machine.
 */
export function growTree(data: TreeData, settings: TreeSettings): Tree {
  const order = Int32Array.from({ length: data.size }, (_, example) => example);
  const feature = [0];
  const threshold = [0];
  const child = [0];
  const leaves: number[] = [];
  const open: Open[] = [{ node: 0, from: 0, to: data.size }];
  const bench = workbench(data);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, from, to } = next;
    const total = bench.open(order, next);
    const split = bestSplit(data, settings, bench, order, next, total);
    if (split === null) {
      feature[node] = -1;
      threshold[node] = leaves.length / data.outputs;
      child[node] = -1;
      for (let output = 0; output < data.outputs; output++)
        leaves.push((total[output] as number) / (total[data.outputs] as number));
      continue;
    }
    const middle = partition(order, from, to, data.columns[split.feature] as Int16Array, split.threshold);
    const first = feature.push(-1, -1) - 2;
    threshold.push(0, 0);
    child.push(-1, -1);
    feature[node] = split.feature;
    threshold[node] = split.threshold;
    child[node] = first;
    open.push({ node: first + 1, from: middle, to }, { node: first, from, to: middle });
  }
  return {
    feature: Int32Array.from(feature),
    threshold: Int32Array.from(threshold),
    child: Int32Array.from(child),
    leaves: Float64Array.from(leaves),
  };
}

/**
 * Working space shared by a tree's nodes. The targets of the node at hand are laid side by side in the order of its examples, so
 * that the many passes over them read memory as it lies. Sums hold the weighted outputs, then the weight.
 */
function workbench({ size, columns, outputs, target, weight }: TreeData) {
  const width = outputs + 1;
  const own = new Float64Array(size * width + 3);
  const whole = new Float64Array(width);
  const side = new Float64Array(width + 3);
  const values = new Int16Array(size);
  const picked = new Int32Array(size);
  const inOrder = Int32Array.from({ length: columns.length }, (_, feature) => feature);
  const drawn = new Int32Array(columns.length);
  /** Four sums at a time, which then stay in registers; the last take some of the row after them along, which nobody reads. */
  const addPicked = (count: number): void => {
    for (let k = 0; k < width; k += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let i = 0; i < count; i++) {
        const at = (picked[i] as number) * width + k;
        s0 += own[at] as number;
        s1 += own[at + 1] as number;
        s2 += own[at + 2] as number;
        s3 += own[at + 3] as number;
      }
      side[k] = s0;
      side[k + 1] = s1;
      side[k + 2] = s2;
      side[k + 3] = s3;
    }
  };
  return {
    /** All features in their order, to draw from. */
    features(): Int32Array {
      drawn.set(inOrder);
      return drawn;
    },
    /** Takes up a node; returns its sums. */
    open(order: Int32Array, { from, to }: Open): Float64Array {
      whole.fill(0);
      for (let i = from, at = 0; i < to; i++, at += width) {
        const example = order[i] as number;
        const w = weight[example] as number;
        for (let k = 0; k < outputs; k++) own[at + k] = w * (target[example * outputs + k] as number);
        own[at + outputs] = w;
        for (let k = 0; k < width; k++) whole[k] = (whole[k] as number) + (own[at + k] as number);
      }
      return whole;
    },
    /** Reads a column's values at the node's examples; their least and greatest. */
    read(order: Int32Array, { from, to }: Open, column: Int16Array): { least: number; most: number } {
      let least = column[order[from] as number] as number;
      let most = least;
      for (let i = from, at = 0; i < to; i++, at++) {
        const value = column[order[i] as number] as number;
        values[at] = value;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      return { least, most };
    },
    /** How many of the values read last are at most the threshold. */
    countBelow(size: number, threshold: number): number {
      let count = 0;
      for (let i = 0; i < size; i++) {
        picked[count] = i;
        count += (values[i] as number) <= threshold ? 1 : 0;
      }
      return count;
    },
    /** Sums of the smaller side of a threshold that sends `below` of `size` examples left. */
    smallerSide(size: number, below: number, threshold: number): Float64Array {
      if (below * 2 > size) {
        let count = 0;
        for (let i = 0; i < size; i++) {
          picked[count] = i;
          count += (values[i] as number) > threshold ? 1 : 0;
        }
      }
      addPicked(Math.min(below, size - below));
      return side;
    },
  };
}

function bestSplit(
  data: TreeData,
  { minLeaf, featureShare, seed }: TreeSettings,
  bench: ReturnType<typeof workbench>,
  order: Int32Array,
  open: Open,
  total: Float64Array,
): Split | null {
  const size = open.to - open.from;
  if (size < 2 * minLeaf) return null;
  const features = data.columns.length;
  const wanted = Math.max(1, Math.round(featureShare * features));
  const drawn = bench.features();
  let best: Split | null = null;
  let tried = 0;
  for (let i = 0; i < features && tried < wanted; i++) {
    const pick = i + (hash32(seed, open.node, 2 * i) % (features - i));
    const feature = drawn[pick] as number;
    drawn[pick] = drawn[i] as number;
    const { least, most } = bench.read(order, open, data.columns[feature] as Int16Array);
    if (least === most) continue;
    tried++;
    const threshold = least + Math.floor(((most - least) * hash32(seed, open.node, 2 * i + 1)) / 2 ** 32);
    const count = bench.countBelow(size, threshold);
    if (count < minLeaf || size - count < minLeaf) continue;
    const gain = explained(bench.smallerSide(size, count, threshold), total, data.outputs);
    if (best === null || gain > best.gain) best = { feature, threshold, gain };
  }
  return best;
}

/** Σ over outputs of left² / wₗ + right² / wᵣ, given the sums of either side: what a split explains, but for a constant of the node. */
function explained(left: Float64Array, total: Float64Array, outputs: number): number {
  const leftWeight = left[outputs] as number;
  const rightWeight = (total[outputs] as number) - leftWeight;
  let sum = 0;
  for (let output = 0; output < outputs; output++) {
    const own = left[output] as number;
    const other = (total[output] as number) - own;
    sum += (own * own) / leftWeight + (other * other) / rightWeight;
  }
  return sum;
}

/** Moves the examples at or below the threshold to the front; returns where the others begin. */
function partition(order: Int32Array, from: number, to: number, column: Int16Array, threshold: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const example = order[low] as number;
    if ((column[example] as number) <= threshold) low++;
    else {
      high--;
      order[low] = order[high] as number;
      order[high] = example;
    }
  }
  return low;
}

/** The leaf that an example reaches. */
export function leafOf(tree: Tree, readValue: (feature: number) => number): number {
  let node = 0;
  for (;;) {
    const feature = tree.feature[node] as number;
    if (feature < 0) return tree.threshold[node] as number;
    node = (tree.child[node] as number) + (readValue(feature) <= (tree.threshold[node] as number) ? 0 : 1);
  }
}
