import { DEFAULT_INPUT } from '../router/config.js';
import { featureColumn } from '../router/feature/index.js';
import type { RequestBatch } from '../router/router.js';

/** Prompt length in code points by query, as the runtime's own feature `prompt.code_points` counts it. */
export function promptLengths(batch: RequestBatch): Float64Array {
  return featureColumn(batch, 'prompt.code_points', DEFAULT_INPUT);
}
