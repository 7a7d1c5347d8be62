/** How a judge looks at an answer: against a rubric, against the reference, or beside another model's answer. */
export type JudgeKind = 'rubric' | 'reference' | 'pairwise';

/** Which of two answers a judge is shown first: the one that is judged, or the baseline's. */
export type JudgeOrder = 'judged_first' | 'baseline_first';

/** What a judge's recording is a verdict on. */
export interface Judged {
  readonly modelId: string;
  /** Of the judged answer. */
  readonly sample: number;
  readonly kind: JudgeKind;
  /** Pairwise only. */
  readonly order?: JudgeOrder;
  /** Prints of what the request was made from, by name (prompt, query, answer …): they tell which of them changed. */
  readonly parts: Readonly<Record<string, string>>;
}
