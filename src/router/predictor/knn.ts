import { refuse, wholeAt } from '../check.js';
import { packedAt, unpack } from '../packed.js';
import { checkSpace } from '../space/index.js';
import type { KnnConfig } from './config.js';
import { checkMean } from './mean.js';
import { nearest } from './nearest.js';
import type { Predictor } from './predictor.js';
import { checkStored, compileNearest, SIMILARITY_ONE, similarityDivisor } from './stored-requests.js';
import { QUALITY_ONE } from './table.js';

/** With 2¹⁰ neighbours of a weight of 2¹⁸ and qualities of 2²⁰, weighted sums stay below 2⁵³. */
const MOST_NEIGHBOURS = 1024;
const MOST_POWER = 8;
const MOST_PRIOR = 2 ** 26;
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
    const read = compileNearest(config, input);
    const size = config.offsets.length - 1;
    const quality = unpack(config.quality);
    const heap = nearest(Math.min(k, size));
    const known = new Float64Array(models);
    const divisor = similarityDivisor(config.space, config.valueShift);
    return (batch) => {
      const nearestAt = read(batch);
      return (row, scores) => {
        nearestAt(row, heap);
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

/** similarity^power in units of 2⁻¹⁸, at least 1: a neighbour counts. */
function weightOf(similarity: number, power: number): number {
  let weight = SIMILARITY_ONE;
  for (let i = 0; i < power; i++) weight = Math.floor((weight * similarity) / SIMILARITY_ONE);
  return weight < 1 ? 1 : weight > SIMILARITY_ONE ? SIMILARITY_ONE : weight;
}

function check(config: Readonly<Record<string, unknown>>, field: string, models: number): void {
  const space = checkSpace(config['space'], `${field}.space`);
  wholeAt(config['k'], `${field}.k`, 1, MOST_NEIGHBOURS);
  wholeAt(config['power'], `${field}.power`, 0, MOST_POWER);
  wholeAt(config['prior'], `${field}.prior`, 1, MOST_PRIOR);
  checkMean(config['mean'], `${field}.mean`, models);
  const size = checkStored(config, field, space, 1);
  const quality = unpack(packedAt(config['quality'], `${field}.quality`, ['u8'], size * models));
  for (let i = 0; i < quality.length; i++)
    if ((quality[i] as number) > STORED_ONE && quality[i] !== UNKNOWN)
      throw refuse(`${field}.quality`, 'holds no quality', {
        value: `item ${i + 1}: ${quality[i]}`,
        accepted: '0 to 128, or 255',
      });
}
