import { describe, listAt, refuse, textAt, wholeAt } from '../check.js';
import type { Block } from './block.js';
import { MOST_NORM, type SignalBlock } from './config.js';
import { push } from './vector.js';

const MOST_VALUES = 4096;

/** One column for each known value of a signal. */
export const signal: Block<SignalBlock> = {
  type: 'signal',
  members: ['type', 'of', 'values', 'value'],
  check(block, field) {
    textAt(block['of'], `${field}.of`);
    const values = listAt(block['values'], `${field}.values`);
    if (values.length > MOST_VALUES) throw refuse(`${field}.values`, 'is too long', { accepted: `up to ${MOST_VALUES} values` });
    values.forEach((value, index) => {
      const scalar = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
      if (!scalar || values.indexOf(value) !== index)
        throw refuse(`${field}.values[${index}]`, 'is no value of its own', { value: describe(value) });
    });
    wholeAt(block['value'], `${field}.value`, 1, MOST_NORM);
  },
  columns: ({ values }) => values.length,
  norm: ({ value }) => value,
  compile: ({ of, values, value }) => {
    return (batch) => {
      const column = batch.signals.get(of);
      const places = column?.values.map((one) => values.indexOf(one));
      return (row, out, offset) => {
        const code = column?.codes[row] ?? -1;
        const place = code < 0 ? -1 : (places?.[code] ?? -1);
        if (place >= 0) push(out, offset + place, value);
      };
    };
  },
};
