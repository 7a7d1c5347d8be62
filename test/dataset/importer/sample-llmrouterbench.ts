/** Path of a result file below a clone of LLMRouterBench. */
export function benchPath(dataset: string, split: string, model: string, stamp = '20250101_000000'): string {
  return `results/bench/${dataset}/${split}/${model}/${dataset}-${split}-${model}-${stamp}.json`;
}

/** One record of a result file, in its order of fields. */
export function benchRecord(index: number, facts: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    index,
    origin_query: `Question ${index}`,
    prompt: `Prompt ${index}`,
    prompt_tokens: 15,
    completion_tokens: 5,
    cost: 0.0001,
    score: 1,
    prediction: `p ${index}`,
    ground_truth: `gold ${index}`,
    raw_output: `raw ${index}`,
    extra_fields: {},
    ...facts,
  };
}

/** A result file as the collector writes it. */
export function benchResult(
  dataset: string,
  split: string,
  model: string,
  records: readonly object[],
  facts: Readonly<Record<string, unknown>> = {},
): string {
  const head = {
    performance: 0.85,
    time_taken: 120.5,
    prompt_tokens: 30,
    completion_tokens: 10,
    cost: 0.15,
    counts: records.length,
    model_name: model,
    dataset_name: dataset,
    split,
    demo: false,
    extra_metrics: {},
    data_fingerprint: '',
  };
  return JSON.stringify({ ...head, ...facts, records }, null, 2);
}

/** One row of an adaptor's JSONL; `how` says which models the adaptor filled in. */
export function adaptorRow(
  dataset: string,
  index: number,
  query: string,
  records: Readonly<Record<string, number | null>>,
  how: Readonly<Record<string, 'filled'>> = {},
): string {
  const used = { completion_tokens: 10, cost: 0.002, prompt_tokens: 20 };
  const nothing = { completion_tokens: 0, cost: 0, prompt_tokens: 0 };
  const usages = Object.fromEntries(Object.keys(records).map((model) => [model, how[model] === undefined ? used : nothing]));
  return JSON.stringify({ query, dataset, index, records, usages });
}
