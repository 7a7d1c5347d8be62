import { codedValue } from '../../domain/column.js';
import { describe, listAt, refuse, refuseWord, textAt, wholeAt } from '../check.js';
import { featureNamed, features, readFeature } from '../feature/index.js';
import type { RequestBatch } from '../router.js';
import type { Block } from './block.js';
import { type BinsBlock, MOST_NORM } from './config.js';
import { push } from './vector.js';

const MOST_EDGES = 4096;

/** A number's place among edges. */
export const bins: Block<BinsBlock> = {
  type: 'bins',
  members: ['type', 'of', 'edges', 'value'],
  check(block, field) {
    const of = textAt(block['of'], `${field}.of`);
    if (of.indexOf('signals.') !== 0 && featureNamed(of) === undefined)
      throw refuseWord(`${field}.of`, 'unknown field', of, [...features.map(({ name }) => name), 'signals.<name>']);
    const edges = listAt(block['edges'], `${field}.edges`);
    if (edges.length > MOST_EDGES) throw refuse(`${field}.edges`, 'is too long', { accepted: `up to ${MOST_EDGES} edges` });
    edges.forEach((edge, index) => {
      const above = index === 0 || (edges[index - 1] as number) < (edge as number);
      if (typeof edge !== 'number' || !Number.isFinite(edge) || !above)
        throw refuse(`${field}.edges[${index}]`, 'is not above the edge before', { value: describe(edge) });
    });
    wholeAt(block['value'], `${field}.value`, 1, MOST_NORM);
  },
  columns: ({ edges }) => edges.length + 1,
  norm: ({ value }) => value,
  compile({ of, edges, value }, input) {
    const read = readNumber(of, input);
    return (batch) => {
      const numberAt = read(batch);
      return (row, out, offset) => {
        const number = numberAt(row);
        if (Number.isNaN(number)) return;
        let low = 0;
        let high = edges.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (number < (edges[middle] as number)) high = middle;
          else low = middle + 1;
        }
        push(out, offset + low, value);
      };
    };
  },
};

/** A numeric field by row; NaN where it is missing or no number. */
export function readNumber(
  of: string,
  input: Parameters<typeof readFeature>[1],
): (batch: RequestBatch) => (row: number) => number {
  const feature = featureNamed(of);
  if (feature !== undefined) {
    const read = readFeature(feature, input);
    return (batch) => {
      let column: Float64Array | undefined;
      return (row) => {
        column ??= read(batch);
        return column[row] as number;
      };
    };
  }
  return (batch) => {
    const column = batch.signals.get(of.slice(8));
    return (row) => {
      const value = column === undefined ? undefined : codedValue(column, row);
      return typeof value === 'number' ? value : Number.NaN;
    };
  };
}
