import { listAt, refuse, wholeAt } from '../check.js';
import { packedAt, unpack } from '../packed.js';
import { checkSpace } from '../space/index.js';
import type { EloConfig } from './config.js';
import { checkMean } from './mean.js';
import { nearest } from './nearest.js';
import type { Predictor } from './predictor.js';
import { checkStored, compileNearest } from './stored-requests.js';
import { QUALITY_ONE } from './table.js';

/** With 2¹⁰ requests of a weight of 2¹⁶ and shares of 2²⁰, weighted sums stay below 2⁴⁶; with the prior's 2³², below 2⁵³. */
const MOST_NEIGHBOURS = 1024;
const MOST_WEIGHT = 2 ** 16;
const MOST_PRIOR = 2 ** 32;
/** Steps of a similarity beside the nearest one's. */
export const STEPS = 64;
/** A stored share of 1; times 2¹³ it is in units of 2⁻²⁰. */
export const STORED_ONE = 128;
const TO_SCORE = QUALITY_ONE / STORED_ONE;

/**
 * Similarity-weighted ranking (RouteLLM's sw_ranking, Ong et al. 2024). In a comparison where every pair of models meets equally
 * often, Bradley and Terry's strengths are those whose expected wins are the wins seen (Ford 1957): their chance of beating
 * another model is the weighted share of wins itself, so nothing is fitted when deciding.
 */
export const elo: Predictor<EloConfig> = {
  type: 'elo',
  members: ['type', 'space', 'k', 'weights', 'prior', 'mean', 'offsets', 'columns', 'values', 'valueShift', 'wins'],
  check,
  compile(config, models, input) {
    const { k, weights, prior, mean } = config;
    const read = compileNearest(config, input);
    const wins = unpack(config.wins);
    const heap = nearest(Math.min(k, config.offsets.length - 1));
    return (batch) => {
      const nearestAt = read(batch);
      return (row, scores) => {
        if (heap.index.length > 0) nearestAt(row, heap);
        for (let model = 0; model < models; model++) scores[model] = prior * (mean[model] as number);
        let known = prior;
        let greatest = 1;
        for (let i = 0; i < heap.size; i++) if ((heap.value[i] as number) > greatest) greatest = heap.value[i] as number;
        for (let i = 0; i < heap.size; i++) {
          const weight = weights[Math.floor(((heap.value[i] as number) * STEPS) / greatest)] as number;
          const from = (heap.index[i] as number) * models;
          known += weight;
          for (let model = 0; model < models; model++)
            scores[model] = (scores[model] as number) + weight * (wins[from + model] as number) * TO_SCORE;
        }
        for (let model = 0; model < models; model++) scores[model] = Math.floor((scores[model] as number) / known);
      };
    };
  },
};

function check(config: Readonly<Record<string, unknown>>, field: string, models: number): void {
  const space = checkSpace(config['space'], `${field}.space`);
  wholeAt(config['k'], `${field}.k`, 0, MOST_NEIGHBOURS);
  const weights = listAt(config['weights'], `${field}.weights`);
  wholeAt(weights.length, `${field}.weights.length`, STEPS + 1, STEPS + 1);
  let least = 1;
  weights.forEach((one, index) => {
    least = wholeAt(one, `${field}.weights[${index}]`, least, MOST_WEIGHT);
  });
  wholeAt(config['prior'], `${field}.prior`, 1, MOST_PRIOR);
  checkMean(config['mean'], `${field}.mean`, models);
  const size = checkStored(config, field, space, 0);
  const wins = unpack(packedAt(config['wins'], `${field}.wins`, ['u8'], size * models));
  for (let i = 0; i < wins.length; i++)
    if ((wins[i] as number) > STORED_ONE)
      throw refuse(`${field}.wins`, 'holds no share', { value: `item ${i + 1}: ${wins[i]}`, accepted: `0 to ${STORED_ONE}` });
}
