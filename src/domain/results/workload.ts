export interface ModelSummary {
  readonly modelId: string;
  readonly provider: string;
  readonly tags: readonly string[];
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
  /** Cells with at least one recording, of all queries. */
  readonly recorded: number;
  readonly errors: number;
  readonly refusals: number;
}

/** What was asked and who answered. */
export interface Workload {
  readonly queries: number;
  readonly categories: readonly { readonly category: string; readonly n: number }[];
  readonly models: readonly ModelSummary[];
  readonly oldestRecordedAt: string | null;
  readonly newestRecordedAt: string | null;
}

/** What routing could win at most on the reported part. */
export interface Headroom {
  /** Best single model's quality and the oracle's on the reported part. */
  readonly bestSingle: { readonly modelId: string; readonly quality: number };
  readonly oracleQuality: number;
  /** Share of queries on which some model does better than another. */
  readonly choiceMatters: number;
  /** Share of queries on which at least one model is right. */
  readonly anyRight: number;
}

export interface Audit {
  readonly id: string;
  readonly level: 'note' | 'warn' | 'error';
  readonly message: string;
}
