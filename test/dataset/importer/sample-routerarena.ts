import { join } from 'node:path';
import { sourceFolder } from '../../support/source-files.js';

/** One line of a cached result, as RouterArena writes it. */
export function cachedRow(id: string, model: string, over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    global_index: id,
    question: `Question ${id}`,
    llm_selected: model,
    generated_answer: `${model} on ${id}`,
    token_usage: { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 },
    success: true,
    provider: 'maker',
    error: null,
    evaluation_result: { extracted_answer: 'a', ground_truth: 'gold', score: 1, metric: 'mcq_accuracy', inference_cost: 0.002 },
    ...over,
  };
}

export function scored(score: number, inference_cost: number): Record<string, unknown> {
  return { evaluation_result: { extracted_answer: 'a', ground_truth: 'gold', score, metric: 'm', inference_cost } };
}

export function predicted(id: string, model: string, over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { 'global index': id, prompt: 'p', prediction: model, generated_result: null, cost: null, accuracy: null, ...over };
}

const COSTS = {
  small: { input_token_price_per_million: 1, output_token_price_per_million: 2 },
  large: { input_token_price_per_million: 10, output_token_price_per_million: 20 },
};

/** A folder of two models on three queries, with prices and one router's predictions. */
export function sampleRouterArena(): string {
  return sourceFolder({
    'small.jsonl': [
      cachedRow('Set_A_1', 'small', scored(1, 0.0012)),
      cachedRow('Set_A_2', 'small', scored(0.25, 0.0012)),
      cachedRow('Other-3', 'small', { evaluation_result: null }),
    ],
    'large.jsonl': [
      cachedRow('Set_A_1', 'large', scored(1, 0.012)),
      cachedRow('Set_A_2', 'large', {
        success: false,
        generated_answer: '',
        token_usage: null,
        error: 'timed out',
        ...scored(0, 0),
      }),
    ],
    'cost.json': COSTS,
    'other/router-x.json': [
      predicted('Set_A_1', 'small'),
      predicted('Set_A_2', 'large'),
      predicted('Set_A_2', 'small', { for_optimality: true }),
      predicted('Other-3', 'third', {
        generated_result: { generated_answer: 'three', success: true, token_usage: { prompt_tokens: 7, completion_tokens: 8 } },
        accuracy: 0.5,
        cost: 0.01,
      }),
      predicted('Absent_9', 'small'),
      predicted('Set_A_1', 'large'),
    ],
  });
}

/** The predictions file of the sample. */
export function samplePredictions(folder: string): string {
  return join(folder, 'other', 'router-x.json');
}
