import { refuse } from '../check.js';
import { type IntegerArray, packedAt, unpack } from '../packed.js';
import type { ForestConfig } from './config.js';
import type { Predictor } from './predictor.js';
import { checkReadings, compileReadings } from './readings.js';
import { QUALITY_ONE } from './table.js';

/** Asked by a leaf: nothing. */
export const LEAF = 65_535;
const MOST_TREES = 4096;
/** Quality 1 in a leaf. */
const LEAF_ONE = 128;

/** The mean over decision trees (Breiman 2001; Geurts et al. 2006). */
export const forest: Predictor<ForestConfig> = {
  type: 'forest',
  members: ['type', 'numbers', 'columns', 'space', 'sums', 'asks', 'threshold', 'leaves'],
  check(config, field, models) {
    checkTrees(config, field, checkReadings(config, field), models);
  },
  compile(config, models, input) {
    const read = compileReadings(config, input);
    const { roots, asks, threshold, next } = walks(unpack(config.asks), unpack(config.threshold));
    const leaves = unpack(config.leaves);
    const divisor = (roots.length * LEAF_ONE) / QUALITY_ONE;
    return (batch) => {
      const readingsAt = read(batch);
      return (row, scores) => {
        const readings = readingsAt(row);
        for (let model = 0; model < models; model++) scores[model] = 0;
        for (let tree = 0; tree < roots.length; tree++) {
          let node = roots[tree] as number;
          for (let one = asks[node] as number; one !== LEAF; one = asks[node] as number)
            node = (readings[one] as number) <= (threshold[node] as number) ? node + 1 : (next[node] as number);
          const from = (next[node] as number) * models;
          for (let model = 0; model < models; model++)
            scores[model] = (scores[model] as number) + (leaves[from + model] as number);
        }
        for (let model = 0; model < models; model++) scores[model] = Math.floor((scores[model] as number) / divisor);
      };
    };
  },
};

/** Trees for walking: a node's first child comes right after it. */
interface Walks {
  readonly roots: readonly number[];
  readonly asks: IntegerArray;
  readonly threshold: Int16Array;
  /** Where more than the threshold goes; at a leaf, its place among the leaves. */
  readonly next: Int32Array;
}

/** Finds roots and second children: a node is whole when as many leaves as questions, and one more, have come. */
function walks(asks: IntegerArray, stored: IntegerArray): Walks {
  const roots: number[] = [];
  const threshold = new Int16Array(asks.length);
  const next = new Int32Array(asks.length);
  const waiting: number[] = [];
  let questions = 0;
  let leaves = 0;
  let isStart = true;
  for (let node = 0; node < asks.length; node++) {
    if (isStart) roots.push(node);
    isStart = false;
    if (asks[node] !== LEAF) {
      threshold[node] = stored[questions++] as number;
      waiting.push(node);
      continue;
    }
    next[node] = leaves++;
    const parent = waiting.pop();
    if (parent === undefined) isStart = true;
    else next[parent] = node + 1;
  }
  return { roots, asks, threshold, next };
}

/** Every walk ends at a leaf that is there: the last tree is whole, and there are as many thresholds and leaves as the trees need. */
function checkTrees(config: Readonly<Record<string, unknown>>, field: string, asked: number, models: number): void {
  const asks = unpack(packedAt(config['asks'], `${field}.asks`, ['u16']));
  let open = 0;
  let trees = 0;
  let questions = 0;
  for (let node = 0; node < asks.length; node++) {
    const one = asks[node] as number;
    if (one !== LEAF && one >= asked)
      throw refuse(`${field}.asks`, 'asks what is not read', {
        value: `node ${node + 1}: ${one}`,
        accepted: `below ${asked}, or ${LEAF} at a leaf`,
      });
    if (open === 0) {
      trees++;
      open = 1;
    }
    open += one === LEAF ? -1 : 1;
    questions += one === LEAF ? 0 : 1;
  }
  if (open !== 0 || trees === 0 || trees > MOST_TREES)
    throw refuse(`${field}.asks`, 'holds no whole trees', {
      value: `${trees} trees, ${open} branches open`,
      accepted: `1 to ${MOST_TREES} whole trees`,
    });
  packedAt(config['threshold'], `${field}.threshold`, ['i16'], questions);
  const leaves = unpack(packedAt(config['leaves'], `${field}.leaves`, ['u8'], (questions + trees) * models));
  for (let i = 0; i < leaves.length; i++)
    if ((leaves[i] as number) > LEAF_ONE)
      throw refuse(`${field}.leaves`, 'holds no quality', { value: `item ${i + 1}: ${leaves[i]}`, accepted: `0 to ${LEAF_ONE}` });
}
