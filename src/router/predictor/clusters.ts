import { listAt, refuse, wholeAt } from '../check.js';
import { packedAt, unpack } from '../packed.js';
import { checkSpace, spaceColumns } from '../space/index.js';
import type { ClustersConfig } from './config.js';
import { checkMean } from './mean.js';
import { nearest, offer, takeLeast } from './nearest.js';
import type { Predictor } from './predictor.js';
import { productsWith } from './product.js';
import { checkProjection, compileProjection } from './projection.js';
import { QUALITY_ONE } from './table.js';

/** Quality 1 among stored qualities; a stored quality times 2⁵ is in units of 2⁻²⁰. */
export const STORED_ONE = 2 ** 15;
const TO_SCORE = QUALITY_ONE / STORED_ONE;
/** With 2¹⁰ ranks of up to 2¹⁶ and qualities of 2²⁰, weighted sums stay below 2⁴⁷. */
const MOST_RANKS = 1024;
const MOST_CLUSTERS = 2 ** 16;
const MOST_WEIGHT = 2 ** 16;

/**
 * The mean quality of the nearest clusters of requests (Zhang et al. 2025, "Beyond GPT-5: Making LLMs cheaper and better via
 * performance-efficiency optimized routing", Avengers-Pro). Dot products stay below 2⁵³: 2¹² directions of 2³¹ by 2⁷.
 */
export const clusters: Predictor<ClustersConfig> = {
  type: 'clusters',
  members: ['type', 'space', 'projection', 'centroids', 'ranks', 'quality', 'mean'],
  check,
  compile({ space, projection, centroids, ranks, quality, mean }, models, input) {
    const read = compileProjection(space, projection, input);
    const centroid = unpack(centroids);
    const stored = unpack(quality);
    const count = stored.length / models;
    const dots = new Float64Array(count);
    const heap = nearest(ranks.length);
    return (batch) => {
      const directionsAt = read(batch);
      return (row, scores) => {
        const own = directionsAt(row);
        heap.size = 0;
        productsWith(own, centroid, count, dots);
        for (let cluster = 0; cluster < count; cluster++) {
          const dot = dots[cluster] as number;
          if (dot > 0) offer(heap, cluster, dot);
        }
        for (let model = 0; model < models; model++) scores[model] = 0;
        let weights = 0;
        for (let rank = heap.size - 1; rank >= 0; rank--) {
          const weight = ranks[rank] as number;
          const from = takeLeast(heap) * models;
          weights += weight;
          for (let model = 0; model < models; model++)
            scores[model] = (scores[model] as number) + weight * (stored[from + model] as number);
        }
        for (let model = 0; model < models; model++)
          scores[model] = weights === 0 ? (mean[model] as number) : Math.floor(((scores[model] as number) * TO_SCORE) / weights);
      };
    };
  },
};

function check(config: Readonly<Record<string, unknown>>, field: string, models: number): void {
  const columns = spaceColumns(checkSpace(config['space'], `${field}.space`));
  const directions = checkProjection(config['projection'], `${field}.projection`, columns);
  const quality = packedAt(config['quality'], `${field}.quality`, ['u16']);
  wholeAt(quality.length % models, `${field}.quality.length % models`, 0, 0);
  const count = wholeAt(quality.length / models, `${field}.quality.length / models`, 1, MOST_CLUSTERS);
  packedAt(config['centroids'], `${field}.centroids`, ['i8'], count * directions);
  const stored = unpack(quality);
  for (let i = 0; i < stored.length; i++)
    if ((stored[i] as number) > STORED_ONE)
      throw refuse(`${field}.quality`, 'holds no quality', {
        value: `item ${i + 1}: ${stored[i]}`,
        accepted: `0 to ${STORED_ONE}`,
      });
  const ranks = listAt(config['ranks'], `${field}.ranks`);
  wholeAt(ranks.length, `${field}.ranks.length`, 1, MOST_RANKS);
  ranks.forEach((one, index) => {
    wholeAt(one, `${field}.ranks[${index}]`, 1, MOST_WEIGHT);
  });
  checkMean(config['mean'], `${field}.mean`, models);
}
