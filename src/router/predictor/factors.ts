import { listAt, refuse, wholeAt } from '../check.js';
import { packedAt, unpack } from '../packed.js';
import { checkSpace, spaceColumns } from '../space/index.js';
import type { FactorsConfig } from './config.js';
import type { Predictor } from './predictor.js';
import { powerOfTwo } from './product.js';
import { checkProjection, compileProjection } from './projection.js';
import { SCORE_LIMIT } from './table.js';

/** Sums of 2⁶ directions of 2³¹ by loadings of 2¹⁵ stay within 2⁵²; with such a bias, below 2⁵³. */
const MOST_FACTORS = 64;
const MOST_BIAS = 2 ** 50;

/** Few weighted sums over the request, and of these one weighted sum per model (RouteLLM's matrix factorisation, Ong et al. 2024). */
export const factors: Predictor<FactorsConfig> = {
  type: 'factors',
  members: ['type', 'space', 'projection', 'loadings', 'bias', 'shift'],
  check(config, field, models) {
    const columns = spaceColumns(checkSpace(config['space'], `${field}.space`));
    const directions = checkProjection(config['projection'], `${field}.projection`, columns);
    wholeAt(directions, `${field}.projection.directions`, 0, MOST_FACTORS);
    packedAt(config['loadings'], `${field}.loadings`, ['i16'], directions * models);
    const bias = listAt(config['bias'], `${field}.bias`);
    if (bias.length !== models) throw refuse(`${field}.bias`, 'has the wrong length', { accepted: `${models} numbers` });
    bias.forEach((one, index) => {
      wholeAt(one, `${field}.bias[${index}]`, -MOST_BIAS, MOST_BIAS);
    });
    wholeAt(config['shift'], `${field}.shift`, 0, 40);
  },
  compile({ space, projection, loadings, bias, shift }, models, input) {
    const read = compileProjection(space, projection, input);
    const loading = unpack(loadings);
    const { directions } = projection;
    const unit = powerOfTwo(shift);
    return (batch) => {
      const directionsAt = read(batch);
      return (row, scores) => {
        const own = directionsAt(row);
        for (let model = 0; model < models; model++) {
          let sum = bias[model] as number;
          for (let d = 0; d < directions; d++) sum += (own[d] as number) * (loading[model * directions + d] as number);
          const score = Math.floor(sum / unit);
          scores[model] = score >= SCORE_LIMIT ? SCORE_LIMIT - 1 : score <= -SCORE_LIMIT ? 1 - SCORE_LIMIT : score;
        }
      };
    };
  },
};
