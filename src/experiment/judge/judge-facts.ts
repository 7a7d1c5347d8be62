import type { JudgeSetup } from '../../domain/judged.js';

/** What is recorded of one judge, before anything is averaged. */
export interface JudgeFacts extends JudgeSetup {
  /** The judge is itself one of the compared models. */
  readonly isCompared: boolean;
  readonly counts: JudgeCounts;
  /** Missing verdicts of which there is one on another request, by what differs (prompt, answer, parameters …). */
  readonly unfit: Readonly<Record<string, number>>;
  /** Of the verdicts that count; null where a price or token count is unknown. */
  readonly costUsd: number | null;
  /** Verdicts on one answer in one order, where several can be read. */
  readonly repeats: readonly { readonly query: number; readonly values: readonly number[] }[];
  /** Pairwise: verdicts on one answer, shown first and shown second, of the same sample. */
  readonly swaps: readonly { readonly query: number; readonly first: number; readonly second: number }[];
}

/** Answers, and the requests about them; equal requests count once. */
export interface JudgeCounts {
  readonly answers: number;
  /** Answers about which nothing could be asked: no reference, no rubric, no answer of the baseline. */
  readonly notAsked: number;
  /** Pairwise: answers in the baseline's very words, ties without asking. */
  readonly identical: number;
  readonly verdicts: number;
  readonly recorded: number;
  /** Recorded as failed calls. */
  readonly failed: number;
  /** Recorded, and no verdict can be read. */
  readonly unreadable: number;
  readonly missing: number;
}
