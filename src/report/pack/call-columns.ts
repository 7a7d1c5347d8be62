import type { PackHeader } from './pack-header.js';

/** One recorded answer of a model by query; NaN is "not known". */
export interface CallColumns {
  readonly quality: Float64Array;
  readonly costPico: Float64Array;
  readonly latencyMs: Float64Array;
  /** OUTCOME_STATUS; NaN where nothing is recorded. */
  readonly status: Float64Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedInputTokens: Float64Array;
  /** Samples that stand by themselves; 1 where no cell has more. */
  readonly of: number;
}

/** Where every cell has one sample, its columns are the model's own. */
export function callColumns(
  { samples, queries }: PackHeader,
  column: (name: string) => Float64Array,
  model: number,
  sample: number,
): CallColumns {
  const of = samples?.count ?? 1;
  const unknown = (): Float64Array => new Float64Array(queries).fill(Number.NaN);
  const read = (name: string): Float64Array => {
    if (sample >= of) return unknown();
    return column(samples === undefined ? `model.${name}/${model}` : `sample.${name}/${model}/${sample}`);
  };
  return {
    get quality() {
      return read('quality');
    },
    get costPico() {
      return read('cost');
    },
    get latencyMs() {
      return read('latency');
    },
    get status() {
      return read('status');
    },
    get inputTokens() {
      return read('input');
    },
    get outputTokens() {
      return read('output');
    },
    get cachedInputTokens() {
      return read('cached');
    },
    of,
  };
}
