import { listAt, refuse, wholeAt } from '../check.js';
import type { InputSpec } from '../config.js';
import { requestText } from '../feature/request-text.js';
import { inputKey } from '../kept-column.js';
import { packedAt, unpack } from '../packed.js';
import type { CountRows } from '../router.js';
import type { Block, BoundBlock } from './block.js';
import { type CharsBlock, type MarksBlock, MOST_NORM, type WordsBlock } from './config.js';
import { compileCounts } from './counts.js';
import { type Pieces, pieces } from './normal-text.js';
import { push, type SparseVector } from './vector.js';

/** Largest value of a tf table: with idf below 2¹⁶, squares of 2¹⁶ buckets stay below 2⁵³. */
const MOST_TF = 2 ** 10;
const MOST_GRAM = 8;
const MOST_DIMENSION = 2 ** 16;

/** How a text is cut and which of its n-grams are counted. */
export interface Scheme {
  read(text: string, into: Pieces): void;
  grams(pieces: Pieces, least: number, most: number, add: (hash: number) => void): void;
}

type AnyGrams = WordsBlock | MarksBlock | CharsBlock;

/** A kind of block over hashed n-grams. */
export function gramBlock<C extends AnyGrams>(type: C['type'], scheme: Scheme): Block<C> {
  return {
    type,
    members: ['type', 'least', 'most', 'dimension', 'norm', 'tf', 'idf'],
    check,
    columns: ({ idf }) => weighty(unpack(idf)),
    norm: ({ norm }) => norm,
    compile(block, input) {
      const counts = compileGramCounts(type, scheme, block, input);
      const weigh = compileWeights(block);
      return (batch): BoundBlock => {
        let held: CountRows | undefined;
        return (row, out, offset) => {
          held ??= counts(batch);
          weigh(held, row, out, offset);
        };
      };
    },
  };
}

/** How a batch's n-grams are counted; blocks of the same scheme, text and size share their counts. */
export function compileGramCounts(
  type: string,
  scheme: Scheme,
  { least, most, dimension }: Pick<WordsBlock, 'least' | 'most' | 'dimension'>,
  input: InputSpec,
) {
  const cut = pieces();
  const read = compileCounts(dimension);
  const mask = dimension - 1;
  const key = `${type}|${least}|${most}|${dimension}|${inputKey(input)}`;
  return (batch: Parameters<typeof read>[0]): CountRows =>
    read(batch, key, (row, add) => {
      scheme.read(requestText(batch.messages(row), input), cut);
      scheme.grams(cut, least, most, (hash) => add(hash & mask));
    });
}

function compileWeights(block: AnyGrams): (counts: CountRows, row: number, out: SparseVector, offset: number) => void {
  const idf = unpack(block.idf);
  const columns = placesOf(idf);
  const { norm } = block;
  const highest = block.tf.length;
  const tf = Float64Array.from(block.tf);
  return ({ offsets, buckets, counts }, row, out, offset) => {
    const first = out.size;
    let squares = 0;
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const bucket = buckets[at] as number;
      const weight = idf[bucket] as number;
      if (weight === 0) continue;
      const count = counts[at] as number;
      const value = ((tf[(count < highest ? count : highest) - 1] as number) * weight) >>> 8;
      squares += value * value;
      push(out, offset + (columns[bucket] as number), value);
    }
    // One more than the root's whole part: the scaled vector is never longer than `norm`.
    const root = Math.floor(Math.sqrt(squares)) + 1;
    let size = first;
    for (let at = first; at < out.size; at++) {
      const scaled = Math.floor(((out.value[at] as number) * norm) / root);
      if (scaled === 0) continue;
      out.index[size] = out.index[at] as number;
      out.value[size++] = scaled;
    }
    out.size = size;
  };
}

/** How many buckets weigh anything. */
function weighty(idf: ArrayLike<number>): number {
  let count = 0;
  for (let bucket = 0; bucket < idf.length; bucket++) if ((idf[bucket] as number) > 0) count++;
  return count;
}

/** By bucket: its column among those that weigh anything. */
function placesOf(idf: ArrayLike<number>): Uint16Array {
  const places = new Uint16Array(idf.length);
  let count = 0;
  for (let bucket = 0; bucket < idf.length; bucket++) if ((idf[bucket] as number) > 0) places[bucket] = count++;
  return places;
}

function check(block: Readonly<Record<string, unknown>>, field: string): void {
  const least = wholeAt(block['least'], `${field}.least`, 1, MOST_GRAM);
  wholeAt(block['most'], `${field}.most`, least, MOST_GRAM);
  const dimension = wholeAt(block['dimension'], `${field}.dimension`, 2, MOST_DIMENSION);
  if ((dimension & (dimension - 1)) !== 0)
    throw refuse(`${field}.dimension`, 'is no power of two', { value: String(dimension), accepted: '2, 4, 8 … 65536' });
  wholeAt(block['norm'], `${field}.norm`, 1, MOST_NORM);
  const tf = listAt(block['tf'], `${field}.tf`);
  if (tf.length === 0 || tf.length > 255) throw refuse(`${field}.tf`, 'has the wrong length', { accepted: '1 to 255 weights' });
  tf.forEach((weight, index) => {
    wholeAt(weight, `${field}.tf[${index}]`, 1, MOST_TF);
  });
  packedAt(block['idf'], `${field}.idf`, ['u16'], dimension);
}
