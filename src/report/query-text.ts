import type { DecisionSource } from './explore/decision-tables.js';
import type { AnswerText, PackedTexts, QueryTexts } from './pack/pack-header.js';

/** Why a query's texts are not there. */
export function noTextsText({ mode, reason }: PackedTexts): string {
  const why = mode === 'none' ? 'Prompts and answers are not in this report' : 'The texts of this query are not in this report';
  return `${why}${reason === null ? '' : `: ${reason}`}.`;
}

/** Why a row has no calls to show for a query; null where it has. */
export function withoutCalls({ queries }: DecisionSource, index: number, query: number): string | null {
  const path = queries.columns.row(index).path(query);
  if (path === null) return 'An expectation over models: it has no calls of its own.';
  return path.length === 0 ? 'No model was asked.' : null;
}

/** A model's answers to a query, sample by sample. */
export function answersOf(texts: QueryTexts | null, model: number): readonly (AnswerText | null)[] {
  return [texts?.answers[model] ?? null, ...(texts?.further?.[model] ?? [])];
}
