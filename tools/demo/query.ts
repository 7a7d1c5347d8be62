import type { Json } from '../../src/domain/json.js';
import type { Category, Difficulty, Draft } from './draft.js';

export type UserTier = 'free' | 'pro' | 'enterprise';
export type DataClass = 'public' | 'internal' | 'restricted';

/** A draft with its place: what it is about and with which others it belongs together. */
export interface Placed {
  readonly draft: Draft;
  readonly category: Category;
  readonly difficulty: Difficulty;
  /** Drafts of one batch are paraphrases of one case, or questions about one document. */
  readonly batch: number;
  readonly batchSize: number;
}

/** A placed draft with what the caller knew when it arrived. */
export interface DemoQuery extends Placed {
  readonly id: string;
  readonly userTier: UserTier;
  readonly dataClass: DataClass;
  readonly session: string;
  readonly expectedValueUsd: number;
  readonly arrivedAt: string;
}

/** `support`, `code` or `legal`. */
export function useCase(category: Category): string {
  return category.split('_')[0] ?? category;
}

/** The query as a line of the dataset file. */
export function datasetLine(query: DemoQuery): string {
  const { draft } = query;
  const row: Record<string, Json> = {
    id: query.id,
    prompt: draft.prompt,
    category: query.category,
    difficulty: query.difficulty,
    reference: draft.reference,
  };
  if (draft.choices) row['choices'] = draft.choices;
  if (query.batchSize > 1) row['group'] = `g${String(query.batch).padStart(4, '0')}`;
  row['arrived_at'] = query.arrivedAt;
  row['signals'] = {
    user_tier: query.userTier,
    data_class: query.dataClass,
    session: query.session,
    expected_value_usd: query.expectedValueUsd,
  };
  row['metadata'] = { use_case: useCase(query.category), scorer: draft.scorer };
  return JSON.stringify(row);
}
