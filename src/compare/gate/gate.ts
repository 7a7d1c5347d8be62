import type { GateLevel, MetricUnit } from '../../domain/results.js';

export const GATE_OPERATORS = ['>=', '<=', '>', '<', '=='] as const;
export type GateOperator = (typeof GATE_OPERATORS)[number];

/** Numbers of one row within a category. */
export const SLICE_MEMBERS = ['quality', 'cost', 'difference'] as const;
export type SliceMember = (typeof SLICE_MEMBERS)[number];

/** Numbers of one row against another on the same queries: differences are row minus other, costs are per query. */
export const VERSUS_MEMBERS = ['quality', 'retention', 'cost', 'savings', 'times_cheaper'] as const;
export type VersusMember = (typeof VERSUS_MEMBERS)[number];

export const AUDIT_LEVELS = ['error', 'warn', 'note'] as const;
export type AuditLevel = (typeof AUDIT_LEVELS)[number];

/** The word that stands for the reference model's row in `vs(…)`. */
export const REFERENCE = 'reference';

/** What a gate looks at. `row` is as the user named it, null for the chosen row. */
export type GateSubject =
  | { readonly kind: 'metric'; readonly row: string | null; readonly metric: string }
  | { readonly kind: 'slice'; readonly row: string | null; readonly category: string; readonly member: SliceMember }
  | { readonly kind: 'versus'; readonly row: string | null; readonly other: string; readonly member: VersusMember }
  | { readonly kind: 'audits'; readonly level: AuditLevel };

/** One expression, understood: `slice(code).quality >= 0.75`. */
export interface GateExpression {
  /** As the user wrote it. */
  readonly text: string;
  readonly subject: GateSubject;
  readonly operator: GateOperator;
  readonly limit: number;
  /** Of the subject and the limit. */
  readonly unit: MetricUnit;
}

/** A promise a run must keep. */
export interface Gate extends GateExpression {
  /** A failed `error` gate ends in exit code 3; a failed `warn` gate is only said. */
  readonly level: GateLevel;
  /** Of the two-sided interval whose bound decides; null: the experiment's own. */
  readonly confidence: number | null;
}
