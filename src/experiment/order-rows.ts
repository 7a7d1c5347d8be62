import type { ResultRow } from '../domain/results.js';

const CONTROL_ORDER = [
  'control:random_at_shares',
  'control:random',
  'control:zero_router',
  'control:prompt_length',
  'control:category_oracle_crossfit',
  'control:category_oracle',
  'control:partial_oracle_25',
  'control:partial_oracle_50',
  'control:partial_oracle_75',
  'control:oracle',
  'control:oracle_free',
];

/** Routers in the order they were ranked, then single models from best to worst, then the other controls. */
export function orderRows(rows: readonly ResultRow[], ranked: readonly string[]): ResultRow[] {
  const place = (row: ResultRow): number => {
    if (row.kind !== 'control') return ranked.indexOf(row.id);
    if (row.marks.includes('single_model')) return 1_000_000 - (row.metrics['quality.mean']?.value ?? 0);
    return 2_000_000 + CONTROL_ORDER.indexOf(row.id);
  };
  return [...rows].sort((a, b) => place(a) - place(b));
}
