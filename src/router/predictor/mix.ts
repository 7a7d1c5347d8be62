import { listAt, objectAt, refuse, wholeAt } from '../check.js';
import type { MixConfig } from './config.js';
import type { Predictor } from './predictor.js';

/** What weights add up to. */
export const WHOLE = 256;

const MOST_PARTS = 16;

/** The weighted mean of other predictions: score = ⌊Σ weight · quality / 2⁸⌋. */
export const mix: Predictor<MixConfig> = {
  type: 'mix',
  members: ['type', 'parts'],
  check(config, field, models, qualities) {
    const parts = listAt(config['parts'], `${field}.parts`);
    if (parts.length === 0 || parts.length > MOST_PARTS)
      throw refuse(`${field}.parts`, 'has the wrong length', { accepted: `1 to ${MOST_PARTS} parts` });
    let sum = 0;
    parts.forEach((entry, index) => {
      const at = `${field}.parts[${index}]`;
      const part = objectAt(entry, at, ['quality', 'weight']);
      sum += wholeAt(part['weight'], `${at}.weight`, 1, WHOLE);
      qualities.check(part['quality'], `${at}.quality`, models);
    });
    wholeAt(sum, `${field}.parts (sum of weights)`, WHOLE, WHOLE);
  },
  compile({ parts }, models, input, qualities) {
    const compiled = parts.map(({ quality }) => qualities.compile(quality, models, input));
    const own = new Float64Array(models);
    return (batch) => {
      const bound = compiled.map((scores) => scores(batch));
      return (row, scores) => {
        for (let model = 0; model < models; model++) scores[model] = 0;
        for (let i = 0; i < bound.length; i++) {
          bound[i]?.(row, own);
          const weight = parts[i]?.weight ?? 0;
          for (let model = 0; model < models; model++)
            scores[model] = (scores[model] as number) + weight * (own[model] as number);
        }
        for (let model = 0; model < models; model++) scores[model] = Math.floor((scores[model] as number) / WHOLE);
      };
    };
  },
};
