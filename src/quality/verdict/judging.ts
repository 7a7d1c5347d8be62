import type { JudgeKind } from '../../domain/judged.js';

/** What a judge is to be asked of every answer. */
export interface Judging {
  /** Name of the spec in messages. */
  readonly field: string;
  /** Id of the judge's model. */
  readonly modelId: string;
  readonly kind: JudgeKind;
  /** The model whose answer every answer is held against; null unless pairwise. */
  readonly baseline: string | null;
  /** For queries that have none of their own. */
  readonly rubric: string | null;
  /** Verdicts on one answer, in each order. */
  readonly samples: number;
  /** The prompt with its placeholders. */
  readonly template: string;
}
