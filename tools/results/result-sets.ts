import type { PredictorSpec } from '../../src/strategy/fit/predictor-fit.js';

/** A learned strategy held against the baselines. */
export interface Learner {
  readonly name: string;
  readonly spec: PredictorSpec;
}

/** Published outcomes on which learned strategies are measured. */
export interface ResultSet {
  /** As in the table. */
  readonly set: string;
  readonly format: string;
  /** Below the data folder. */
  readonly path: string;
  readonly only?: string;
  /** What is asked: the quality of the best model for each query, or how well a score orders queries for a strong model. */
  readonly asks: 'choice' | 'order';
  readonly learners: readonly Learner[];
}

/** As the anchors outside this project have them: TF-IDF of single words and pairs. */
const PAIRS = { features: [{ words: { ngrams: [1, 2] } }], calibrate: 'none' } as const;

const learners: readonly Learner[] = [
  { name: 'forest', spec: { by: 'forest', calibrate: 'none' } },
  { name: 'kNN, k = 40', spec: { by: 'knn', k: 40, ...PAIRS } },
  { name: 'logistic per model', spec: { by: 'logistic', ...PAIRS } },
];

export const resultSets: readonly ResultSet[] = [
  { set: 'LLMRouter dcrouter', format: 'llmrouter', path: 'llmrouter', asks: 'choice', learners },
  { set: 'RouteLLM MMLU', format: 'routellm', path: 'routellm', only: 'mmlu', asks: 'order', learners },
  { set: 'RouteLLM GSM8K', format: 'routellm', path: 'routellm', only: 'gsm8k', asks: 'order', learners },
];
