import { sourceFolder } from '../../support/source-files.js';

export const PRICES = {
  small: { size: '1B', feature: 'cheap', input_price: 0.5, output_price: 1, model: 'maker/small-1b', service: 'CLOUD' },
  large: { size: '9B', feature: 'good', input_price: 2, output_price: 4, model: 'maker/large-9b', service: 'CLOUD' },
  idle: { size: '2B', feature: '', input_price: 1, output_price: 1, model: 'maker/idle', service: 'CLOUD' },
};

export function queryRow(task_name: string, query: string, ground_truth: string): Record<string, unknown> {
  return { task_name, query, ground_truth, metric: 'em', choices: null, task_id: null };
}

/** Questions, one with a line separator that is none in JSONL, one in two tasks, one in none. */
export function sampleDcRouter(): string {
  return sourceFolder({
    'dcrouter_train.json': [
      { question: 'One\u0085two?', scores: { small: 1, large: 0.5 }, cluster_id: 0 },
      { question: 'Twice?', scores: { small: 0, large: 1 }, cluster_id: 1 },
      { question: 'Unknown?', scores: { small: null, large: 1, other: 0.25 }, cluster_id: 1 },
    ],
    'query_train.jsonl': [
      queryRow('math', 'One\u0085two?', '2'),
      queryRow('arc', 'Twice?', 'C'),
      queryRow('mmlu', 'Twice?', 'B'),
      queryRow('arc', 'Twice?', 'C'),
    ],
    'llm.json': PRICES,
    'settings.json': { path: 'x' },
  });
}

export function routingRow(
  query: string,
  model_name: string,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    ...queryRow('math', query, '2'),
    model_name,
    response: `${model_name} says 2`,
    token_num: 120,
    prompt_tokens: 100,
    completion_tokens: 20,
    response_time: 1.5,
    performance: 1,
    embedding_id: 7,
    user_id: null,
    ...over,
  };
}

/** Two routing files split by row, as LLMRouter makes them, with a failed call and both spellings of the token fields. */
export function sampleRouting(): string {
  return sourceFolder({
    'routing_test_data.jsonl': [
      routingRow('One?', 'large', { performance: 0.75 }),
      routingRow('Two?', 'large', { response: 'ERROR: timed out', performance: 0.1, response_time: 0, prompt_tokens: 3 }),
    ],
    'routing_train_data.jsonl': [
      routingRow('One?', 'small', { prompt_tokens: undefined, completion_tokens: undefined, input_tokens: 9, output_tokens: 8 }),
      routingRow('Two?', 'small', { performance: null, ground_truth: undefined, gt: '2' }),
      routingRow('One?', 'large'),
      routingRow('One?', 'small', { ground_truth: '3' }),
    ],
    'llm.json': PRICES,
  });
}
