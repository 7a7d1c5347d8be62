import { listAt, refuse, wholeAt } from '../check.js';
import { packedAt, unpack } from '../packed.js';
import { checkSpace, compileSpace, spaceColumns } from '../space/index.js';
import type { LinearConfig } from './config.js';
import type { Predictor } from './predictor.js';
import { addProduct } from './product.js';
import { SCORE_LIMIT } from './table.js';

/** With rows up to 2²⁰ long over 2²⁰ columns and weights below 2¹⁵, sums stay below 2⁴⁵; with such a bias, below 2⁵³. */
const MOST_BIAS = 2 ** 50;

/** One weighted sum per model. */
export const linear: Predictor<LinearConfig> = {
  type: 'linear',
  members: ['type', 'space', 'weights', 'bias', 'shift'],
  check(config, field, models) {
    const columns = spaceColumns(checkSpace(config['space'], `${field}.space`));
    packedAt(config['weights'], `${field}.weights`, ['i8', 'i16'], columns * models);
    const bias = listAt(config['bias'], `${field}.bias`);
    if (bias.length !== models) throw refuse(`${field}.bias`, 'has the wrong length', { accepted: `${models} numbers` });
    bias.forEach((one, index) => {
      wholeAt(one, `${field}.bias[${index}]`, -MOST_BIAS, MOST_BIAS);
    });
    wholeAt(config['shift'], `${field}.shift`, 0, 40);
  },
  compile({ space, weights, bias, shift }, models, input) {
    const read = compileSpace(space, input);
    const weight = unpack(weights);
    let divisor = 1;
    for (let i = 0; i < shift; i++) divisor *= 2;
    return (batch) => {
      const vectorAt = read(batch);
      return (row, scores) => {
        for (let model = 0; model < models; model++) scores[model] = bias[model] as number;
        addProduct(vectorAt(row), weight, models, scores);
        for (let model = 0; model < models; model++) {
          const score = Math.floor((scores[model] as number) / divisor);
          scores[model] = score >= SCORE_LIMIT ? SCORE_LIMIT - 1 : score <= -SCORE_LIMIT ? 1 - SCORE_LIMIT : score;
        }
      };
    };
  },
};
