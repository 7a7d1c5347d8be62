import { refuse, wholeAt } from '../check.js';
import { packedAt, unpack } from '../packed.js';
import type { SpaceConfig } from '../space/config.js';
import { checkSpace, compileSpace, spaceColumns, spaceNorm } from '../space/index.js';
import type { KnnConfig } from './config.js';
import { checkMean } from './mean.js';
import { nearest, offer } from './nearest.js';
import type { Predictor } from './predictor.js';
import { QUALITY_ONE } from './table.js';

const MOST_EXAMPLES = 2 ** 22;
const MOST_NEIGHBOURS = 1024;
const MOST_POWER = 8;
const MOST_PRIOR = 2 ** 26;
/** A similarity of 1: with 2¹⁰ neighbours and qualities of 2²⁰, weighted sums stay below 2⁵³. */
const SIMILARITY_ONE = 2 ** 18;
/** Quality 1 and "not known" among stored qualities; a stored quality times 2¹³ is in units of 2⁻²⁰. */
const STORED_ONE = 128;
const UNKNOWN = 255;
const TO_SCORE = QUALITY_ONE / STORED_ONE;

/** The mean quality of the most similar stored requests. */
export const knn: Predictor<KnnConfig> = {
  type: 'knn',
  members: ['type', 'space', 'k', 'power', 'prior', 'mean', 'offsets', 'columns', 'values', 'valueShift', 'quality'],
  check,
  compile(config, models, input) {
    const { k, power, prior, mean } = config;
    const read = compileSpace(config.space, input);
    const postings = invert(config);
    const size = config.offsets.length - 1;
    const quality = unpack(config.quality);
    const dots = new Float64Array(size);
    const heap = nearest(Math.min(k, size));
    const known = new Float64Array(models);
    const divisor = similarityDivisor(config.space, config.valueShift);
    return (batch) => {
      const vectorAt = read(batch);
      return (row, scores) => {
        const vector = vectorAt(row);
        dots.fill(0);
        for (let at = 0; at < vector.size; at++) {
          const column = vector.index[at] as number;
          const own = vector.value[at] as number;
          const to = postings.offsets[column + 1] as number;
          for (let i = postings.offsets[column] as number; i < to; i++) {
            const example = postings.examples[i] as number;
            dots[example] = (dots[example] as number) + own * (postings.values[i] as number);
          }
        }
        heap.size = 0;
        for (let example = 0; example < size; example++) {
          const dot = dots[example] as number;
          if (dot > 0) offer(heap, example, dot);
        }
        for (let model = 0; model < models; model++) {
          scores[model] = prior * (mean[model] as number);
          known[model] = prior;
        }
        for (let i = 0; i < heap.size; i++) {
          const weight = weightOf(Math.floor((heap.value[i] as number) / divisor), power);
          const from = (heap.index[i] as number) * models;
          for (let model = 0; model < models; model++) {
            const own = quality[from + model] as number;
            if (own === UNKNOWN) continue;
            scores[model] = (scores[model] as number) + weight * own * TO_SCORE;
            known[model] = (known[model] as number) + weight;
          }
        }
        for (let model = 0; model < models; model++)
          scores[model] = Math.floor((scores[model] as number) / (known[model] as number));
      };
    };
  },
};

/** What dot products are divided by: the longest possible rows come to a similarity of at most 2¹⁸. */
function similarityDivisor(space: SpaceConfig, valueShift: number): number {
  const longest = spaceNorm(space);
  let divisor = 1;
  while (longest * longest > SIMILARITY_ONE * divisor) divisor *= 2;
  for (let i = 0; i < valueShift && divisor > 1; i++) divisor /= 2;
  return divisor;
}

/** similarity^power in units of 2⁻¹⁸, at least 1: a neighbour counts. */
function weightOf(similarity: number, power: number): number {
  let weight = SIMILARITY_ONE;
  for (let i = 0; i < power; i++) weight = Math.floor((weight * similarity) / SIMILARITY_ONE);
  return weight < 1 ? 1 : weight > SIMILARITY_ONE ? SIMILARITY_ONE : weight;
}

/** By column: which stored requests have it, and how much. */
interface Postings {
  readonly offsets: Uint32Array;
  readonly examples: Uint32Array;
  readonly values: Int32Array;
}

function invert({ space, offsets, columns, values }: KnnConfig): Postings {
  const starts = unpack(offsets);
  const column = unpack(columns);
  const value = unpack(values);
  const size = spaceColumns(space);
  const counts = new Uint32Array(size + 1);
  for (let i = 0; i < column.length; i++) counts[(column[i] as number) + 1] = (counts[(column[i] as number) + 1] as number) + 1;
  for (let i = 0; i < size; i++) counts[i + 1] = (counts[i + 1] as number) + (counts[i] as number);
  const next = counts.slice();
  const examples = new Uint32Array(column.length);
  const sorted = new Int32Array(column.length);
  for (let example = 0; example + 1 < starts.length; example++) {
    for (let i = starts[example] as number; i < (starts[example + 1] as number); i++) {
      const at = next[column[i] as number] as number;
      next[column[i] as number] = at + 1;
      examples[at] = example;
      sorted[at] = value[i] as number;
    }
  }
  return { offsets: counts, examples, values: sorted };
}

function check(config: Readonly<Record<string, unknown>>, field: string, models: number): void {
  const space = checkSpace(config['space'], `${field}.space`);
  wholeAt(config['k'], `${field}.k`, 1, MOST_NEIGHBOURS);
  wholeAt(config['power'], `${field}.power`, 0, MOST_POWER);
  wholeAt(config['prior'], `${field}.prior`, 1, MOST_PRIOR);
  const valueShift = wholeAt(config['valueShift'], `${field}.valueShift`, 0, 16);
  checkMean(config['mean'], `${field}.mean`, models);
  const offsets = unpack(packedAt(config['offsets'], `${field}.offsets`, ['u32']));
  const size = wholeAt(offsets.length - 1, `${field}.offsets.length - 1`, 1, MOST_EXAMPLES);
  const entries = offsets[size] as number;
  const columns = unpack(packedAt(config['columns'], `${field}.columns`, ['u16', 'u32'], entries));
  const values = unpack(packedAt(config['values'], `${field}.values`, ['u8', 'u16', 'i8', 'i16'], entries));
  const quality = unpack(packedAt(config['quality'], `${field}.quality`, ['u8'], size * models));
  for (let i = 0; i < quality.length; i++)
    if ((quality[i] as number) > STORED_ONE && quality[i] !== UNKNOWN)
      throw refuse(`${field}.quality`, 'holds no quality', {
        value: `item ${i + 1}: ${quality[i]}`,
        accepted: '0 to 128, or 255',
      });
  checkRows(offsets, columns, values, space, valueShift, field);
}

/** Offsets ascend, columns exist and come once a row, and no row is longer than the space allows: dot products stay whole. */
function checkRows(
  offsets: ArrayLike<number>,
  columns: ArrayLike<number>,
  values: ArrayLike<number>,
  space: SpaceConfig,
  valueShift: number,
  field: string,
): void {
  const width = spaceColumns(space);
  const longest = spaceNorm(space);
  const scale = 2 ** valueShift;
  if (offsets[0] !== 0) throw refuse(`${field}.offsets`, 'does not start at 0');
  for (let row = 0; row + 1 < offsets.length; row++)
    if ((offsets[row + 1] as number) < (offsets[row] as number))
      throw refuse(`${field}.offsets`, 'does not ascend', { value: `item ${row + 2}` });
  for (let row = 0; row + 1 < offsets.length; row++) {
    let squares = 0;
    for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++) {
      const column = columns[i] as number;
      if (column >= width || (i > (offsets[row] as number) && column <= (columns[i - 1] as number)))
        throw refuse(`${field}.columns`, 'does not ascend within a request, or names no column', {
          value: `item ${i + 1}: ${column}`,
          accepted: `below ${width}`,
        });
      const value = (values[i] as number) * scale;
      squares += value * value;
    }
    if (squares > longest * longest)
      throw refuse(`${field}.values`, 'holds a request longer than the space allows', { value: `request ${row + 1}` });
  }
}
