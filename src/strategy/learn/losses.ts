import { exp, sigmoid } from '../../stats/exp.js';
import { log } from '../../stats/log.js';
import type { Loss } from './newton.js';

/** (z − y)² / 2 */
export const squaredLoss: Loss = {
  name: 'squared',
  value: (z, y) => ((z - y) * (z - y)) / 2,
  derivatives(z, y, into) {
    into[0] = z - y;
    into[1] = 1;
  },
};

/** Cross entropy of a target y in 0..1 (a chance of being right) and the chance σ(z). */
export const logLoss: Loss = {
  name: 'log',
  value: (z, y) => (z > 0 ? z + log(1 + exp(-z)) : log(1 + exp(z))) - y * z,
  derivatives(z, y, into) {
    const chance = sigmoid(z);
    into[0] = chance - y;
    into[1] = chance * (1 - chance);
  },
};
