import { listAt, refuse, wholeAt, within } from '../check.js';
import { readTextTest } from '../feature/index.js';
import { canonicalJson } from '../identity/canonical-json.js';
import { compileOperators } from '../operator.js';
import type { Block } from './block.js';
import { type KeywordsBlock, MOST_NORM } from './config.js';
import { push } from './vector.js';

const MOST_SETS = 256;

/** One column for each set of words of which the text contains any. */
export const keywords: Block<KeywordsBlock> = {
  type: 'keywords',
  members: ['type', 'sets', 'value'],
  check(block, field) {
    const sets = listAt(block['sets'], `${field}.sets`);
    if (sets.length === 0 || sets.length > MOST_SETS)
      throw refuse(`${field}.sets`, 'has the wrong length', { accepted: `1 to ${MOST_SETS} sets` });
    sets.forEach((set, index) => {
      within(`${field}.sets[${index}]`, () => compileOperators({ $contains: set }, 'words'));
    });
    wholeAt(block['value'], `${field}.value`, 1, MOST_NORM);
  },
  columns: ({ sets }) => sets.length,
  // Each set is at most one entry of `value`: the length is at most value · √sets, and √sets is below the next whole number.
  norm: ({ sets, value }) => value * (Math.floor(Math.sqrt(sets.length)) + 1),
  compile({ sets, value }, input) {
    const reads = sets.map((set) =>
      readTextTest(`keywords:${canonicalJson(set)}`, input, compileOperators({ $contains: set }, 'words')),
    );
    return (batch) => {
      const columns: (Float64Array | undefined)[] = [];
      return (row, out, offset) => {
        for (let set = 0; set < reads.length; set++) {
          const column = columns[set] ?? (reads[set] as (typeof reads)[number])(batch);
          columns[set] = column;
          if (column[row] === 1) push(out, offset + set, value);
        }
      };
    };
  },
};
