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

/** Who judges, and how it is asked. */
export interface JudgeSetup {
  readonly modelId: string;
  readonly kind: JudgeKind;
  /** Pairwise: the model that all others are compared with; its own quality is ½. */
  readonly baseline: string | null;
  /** Verdicts asked for on one answer, in each order. */
  readonly samples: number;
  /** Instructions, then the prompt with what stands for every request's own texts, line by line; and their SHA-256. */
  readonly prompt: readonly string[];
  readonly promptSha256: string;
  /** Of queries that have none of their own. */
  readonly rubric: string | null;
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
}
