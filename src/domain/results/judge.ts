import type { Estimate } from '../estimate.js';
import type { JudgeSetup } from '../judged.js';

/** A judge behind the qualities: what it was asked, what that cost apart from routing, and how far it agrees with itself. */
export interface JudgeSummary extends JudgeSetup {
  readonly answers: number;
  readonly notAsked: number;
  readonly identical: number;
  readonly verdicts: number;
  readonly recorded: number;
  readonly failed: number;
  readonly unreadable: number;
  readonly missing: number;
  /** Missing verdicts of which there is one on another request, by what differs. */
  readonly unfit: Readonly<Record<string, number>>;
  /** Of the recorded verdicts; no part of any row's cost. Null where a price is unknown. */
  readonly costUsd: number | null;
  /** Of repeated verdicts on one answer; null where every answer was judged once. */
  readonly selfAgreement: SelfAgreement | null;
  /** Of pairwise verdicts that were read in both orders; null without any. */
  readonly positionBias: PositionBias | null;
}

export interface SelfAgreement {
  /** Share of pairs of verdicts on one answer that are the same. */
  readonly share: Estimate;
  /** Krippendorff's alpha for interval data. */
  readonly alpha: Estimate;
  /** Standard deviation of one verdict about the judge's own mean on that answer. */
  readonly deviation: number;
}

export interface PositionBias {
  /** Share of answers on which another order brought another verdict. */
  readonly changed: Estimate;
  /** Of the verdicts that are no tie, the share won by the answer shown first; ½ for a judge without a side. */
  readonly firstWins: Estimate;
}
