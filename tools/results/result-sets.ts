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
}

/** As the anchors outside this project have them: TF-IDF of single words and pairs. */
const PAIRS = { features: [{ words: { ngrams: [1, 2] } }], calibrate: 'none' } as const;
const FOREST = { by: 'forest', calibrate: 'none' } as const;
const LOGISTIC = { by: 'logistic', ...PAIRS } as const;

/** What is measured on every set, the one that the others are held against first. A strategy is a line. */
export const learners: readonly Learner[] = [
  { name: 'forest', spec: FOREST },
  { name: 'mix of forest and logistic', spec: { by: 'mix', of: [FOREST, LOGISTIC], calibrate: 'none' } },
  { name: 'logistic per model', spec: LOGISTIC },
  { name: 'ridge per model', spec: { by: 'ridge', ...PAIRS } },
  { name: 'kNN, k = 40', spec: { by: 'knn', k: 40, ...PAIRS } },
  { name: 'kNN, k = 40, whole texts stored', spec: { by: 'knn', k: 40, entries: 65_536, ...PAIRS } },
  { name: 'clusters', spec: { by: 'clusters', calibrate: 'none' } },
  { name: 'factors', spec: { by: 'factors', calibrate: 'none' } },
  { name: 'Elo of similar requests', spec: { by: 'elo', calibrate: 'none' } },
];

export const resultSets: readonly ResultSet[] = [
  { set: 'LLMRouter dcrouter', format: 'llmrouter', path: 'llmrouter', asks: 'choice' },
  { set: 'RouterArena', format: 'routerarena', path: 'routerarena', asks: 'choice' },
  { set: 'RouteLLM MMLU', format: 'routellm', path: 'routellm', only: 'mmlu', asks: 'order' },
  { set: 'RouteLLM GSM8K', format: 'routellm', path: 'routellm', only: 'gsm8k', asks: 'order' },
];
