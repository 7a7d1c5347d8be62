import { listAt, objectAt, refuse, refuseWord, textAt, wholeAt } from '../check.js';
import type { InputSpec } from '../config.js';
import { featureNamed, features, readFeature } from '../feature/index.js';
import { packedAt, unpack } from '../packed.js';
import type { RequestBatch } from '../router.js';
import { checkSpace, compileSpace, spaceColumns } from '../space/index.js';
import type { ForestConfig } from './config.js';
import type { Predictor } from './predictor.js';
import { addProduct, powerOfTwo } from './product.js';
import { checkProjection } from './projection.js';
import { checkTable, lookUp, QUALITY_ONE } from './table.js';

const LEAF = 65_535;
const MOST_COLUMNS = 4096;
const MOST_TREES = 4096;
const MOST_CLASSES = 1024;
/** Sums over a row stay below 2⁴⁵ (rows up to 2²⁰ long, weights below 2¹⁵); with such a bias, below 2⁵³. */
const MOST_BIAS = 2 ** 50;
/** Quality 1 in a leaf. */
const LEAF_ONE = 128;
/** Numbers are cut to what a threshold can be. */
const MOST_NUMBER = 2 ** 31 - 1;

/** The mean over decision trees (Breiman 2001; Geurts et al. 2006). */
export const forest: Predictor<ForestConfig> = {
  type: 'forest',
  members: ['type', 'numbers', 'columns', 'space', 'projection', 'classes', 'roots', 'feature', 'threshold', 'child', 'leaves'],
  check(config, field, models) {
    const asked = checkReadings(config, field);
    checkTrees(config, field, asked, models);
  },
  compile(config, models, input) {
    const read = compileReadings(config, input);
    const roots = unpack(config.roots);
    const feature = unpack(config.feature);
    const threshold = unpack(config.threshold);
    const child = unpack(config.child);
    const leaves = unpack(config.leaves);
    const divisor = (roots.length * LEAF_ONE) / QUALITY_ONE;
    return (batch) => {
      const readingsAt = read(batch);
      return (row, scores) => {
        const readings = readingsAt(row);
        for (let model = 0; model < models; model++) scores[model] = 0;
        for (let tree = 0; tree < roots.length; tree++) {
          let node = roots[tree] as number;
          for (let asks = feature[node] as number; asks !== LEAF; asks = feature[node] as number)
            node = (child[node] as number) + ((readings[asks] as number) <= (threshold[node] as number) ? 0 : 1);
          const from = (threshold[node] as number) * models;
          for (let model = 0; model < models; model++)
            scores[model] = (scores[model] as number) + (leaves[from + model] as number);
        }
        for (let model = 0; model < models; model++) scores[model] = Math.floor((scores[model] as number) / divisor);
      };
    };
  },
};

/** The numbers a forest asks, read off one row; overwritten by the next. */
export function compileReadings(
  {
    numbers,
    columns,
    space,
    projection,
    classes,
  }: Pick<ForestConfig, 'numbers' | 'columns' | 'space' | 'projection' | 'classes'>,
  input: InputSpec,
): (batch: RequestBatch) => (row: number) => Int32Array {
  const fields = numbers.map((name) => readFeature(featureNamed(name) as (typeof features)[number], input));
  const readColumns = compileSpace(columns, input);
  const readText = compileSpace(space, input);
  const matrix = unpack(projection.matrix);
  const weights = unpack(classes.weights);
  const directionUnit = powerOfTwo(projection.shift);
  const classUnit = powerOfTwo(classes.shift);
  const firstColumn = fields.length;
  const firstDirection = firstColumn + spaceColumns(columns);
  const firstClass = firstDirection + projection.directions;
  const readings = new Int32Array(firstClass + classes.bias.length);
  const sums = new Float64Array(Math.max(projection.directions, classes.bias.length));
  return (batch) => {
    const bound = fields.map((read) => read(batch));
    const columnsAt = readColumns(batch);
    const textAt = readText(batch);
    return (row) => {
      for (let i = 0; i < bound.length; i++) readings[i] = cut(bound[i]?.[row] as number);
      const dense = columnsAt(row);
      for (let i = firstColumn; i < firstDirection; i++) readings[i] = 0;
      for (let at = 0; at < dense.size; at++) readings[firstColumn + (dense.index[at] as number)] = dense.value[at] as number;
      const text = textAt(row);
      sums.fill(0);
      addProduct(text, matrix, projection.directions, sums);
      for (let d = 0; d < projection.directions; d++)
        readings[firstDirection + d] = cut(Math.floor((sums[d] as number) / directionUnit));
      for (let c = 0; c < classes.bias.length; c++) sums[c] = classes.bias[c] as number;
      addProduct(text, weights, classes.bias.length, sums);
      for (let c = 0; c < classes.bias.length; c++)
        readings[firstClass + c] = lookUp(classes.table, cut(Math.floor((sums[c] as number) / classUnit)));
      return readings;
    };
  };
}

function cut(number: number): number {
  return number > MOST_NUMBER ? MOST_NUMBER : number < -MOST_NUMBER ? -MOST_NUMBER : number;
}

/** Checks what is read off a request; returns how many numbers that is. */
function checkReadings(config: Readonly<Record<string, unknown>>, field: string): number {
  const numbers = listAt(config['numbers'], `${field}.numbers`);
  numbers.forEach((entry, index) => {
    const name = textAt(entry, `${field}.numbers[${index}]`);
    if (featureNamed(name) === undefined)
      throw refuseWord(
        `${field}.numbers[${index}]`,
        'unknown field',
        name,
        features.map((one) => one.name),
      );
  });
  const dense = spaceColumns(checkSpace(config['columns'], `${field}.columns`));
  const width = spaceColumns(checkSpace(config['space'], `${field}.space`));
  const directions = checkProjection(config['projection'], `${field}.projection`, width);
  const classes = objectAt(config['classes'], `${field}.classes`, ['weights', 'bias', 'shift', 'table']);
  const bias = listAt(classes['bias'], `${field}.classes.bias`);
  if (bias.length > MOST_CLASSES)
    throw refuse(`${field}.classes.bias`, 'is too long', { accepted: `up to ${MOST_CLASSES} classes` });
  bias.forEach((one, index) => {
    wholeAt(one, `${field}.classes.bias[${index}]`, -MOST_BIAS, MOST_BIAS);
  });
  packedAt(classes['weights'], `${field}.classes.weights`, ['i8', 'i16'], width * bias.length);
  wholeAt(classes['shift'], `${field}.classes.shift`, 0, 40);
  checkTable(objectAt(classes['table'], `${field}.classes.table`, ['x', 'y']), `${field}.classes.table`);
  const asked = numbers.length + dense + directions + bias.length;
  if (asked === 0 || asked > MOST_COLUMNS)
    throw refuse(field, 'reads nothing, or too much', { value: `${asked} numbers`, accepted: `1 to ${MOST_COLUMNS}` });
  return asked;
}

/** Every walk ends at a leaf that is there: children come after their parents, within the same tree. */
function checkTrees(config: Readonly<Record<string, unknown>>, field: string, asked: number, models: number): void {
  const feature = unpack(packedAt(config['feature'], `${field}.feature`, ['u16']));
  const size = feature.length;
  const threshold = unpack(packedAt(config['threshold'], `${field}.threshold`, ['i32'], size));
  const child = unpack(packedAt(config['child'], `${field}.child`, ['u32'], size));
  const roots = unpack(packedAt(config['roots'], `${field}.roots`, ['u32']));
  const packedLeaves = packedAt(config['leaves'], `${field}.leaves`, ['u8']);
  const leaves = unpack(packedLeaves);
  wholeAt(roots.length, `${field}.roots.length`, 1, MOST_TREES);
  wholeAt(leaves.length % models, `${field}.leaves.length % models`, 0, 0);
  for (let i = 0; i < leaves.length; i++)
    if ((leaves[i] as number) > LEAF_ONE)
      throw refuse(`${field}.leaves`, 'holds no quality', { value: `item ${i + 1}: ${leaves[i]}`, accepted: `0 to ${LEAF_ONE}` });
  for (let tree = 0; tree < roots.length; tree++) {
    const from = roots[tree] as number;
    const to = tree + 1 < roots.length ? (roots[tree + 1] as number) : size;
    if (from >= to || to > size || (tree === 0 && from !== 0))
      throw refuse(`${field}.roots`, 'does not ascend from 0 through the nodes', { value: `item ${tree + 1}: ${from}` });
    for (let node = from; node < to; node++) {
      const asks = feature[node] as number;
      const fits =
        asks === LEAF
          ? (threshold[node] as number) >= 0 && ((threshold[node] as number) + 1) * models <= leaves.length
          : asks < asked && (child[node] as number) > node && (child[node] as number) + 1 < to;
      if (!fits) throw refuse(field, 'has a node that leads nowhere', { value: `node ${node + 1}` });
    }
  }
}
