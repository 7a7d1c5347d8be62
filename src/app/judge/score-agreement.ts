import { quantiseQuality } from '../../domain/outcome-table.js';
import type { Recording } from '../../domain/recording.js';
import type { ScorerIdentity } from '../../domain/results.js';

/** How a scorer's qualities of one model's answers agree with those that came with the recordings. */
interface ScoreAgreement {
  readonly modelId: string;
  /** Recordings that are no failed call. */
  readonly answers: number;
  /** Those with a quality of their own. */
  readonly recorded: number;
  /** Those the scorer could score. */
  readonly scored: number;
  /** Those with both: what is compared. */
  readonly compared: number;
  /** Share of the compared that have the same quality (in whole multiples of 2⁻³⁰); null where none is compared. */
  readonly shareEqual: number | null;
  /** Means over the compared. */
  readonly meanRecorded: number | null;
  readonly meanScored: number | null;
  /** Mean of scored − recorded. */
  readonly meanDifference: number | null;
}

/** What scoring again came to. */
export interface Rescored {
  readonly scorer: ScorerIdentity;
  /** By model. */
  readonly agreement: readonly ScoreAgreement[];
}

/** Collects pairs of qualities, model by model. */
export interface AgreementCount {
  note(recording: Recording, quality: number | null): void;
  /** In the order of `modelIds`; models without an answer are left out. */
  found(modelIds: readonly string[]): ScoreAgreement[];
}

interface Sums {
  answers: number;
  recorded: number;
  scored: number;
  compared: number;
  equal: number;
  sumRecorded: number;
  sumScored: number;
}

export function agreementCount(): AgreementCount {
  const byModel = new Map<string, Sums>();
  return {
    note({ modelId, quality: recorded }, scored) {
      let sums = byModel.get(modelId);
      if (sums === undefined) {
        sums = { answers: 0, recorded: 0, scored: 0, compared: 0, equal: 0, sumRecorded: 0, sumScored: 0 };
        byModel.set(modelId, sums);
      }
      sums.answers++;
      if (recorded !== undefined) sums.recorded++;
      if (scored !== null) sums.scored++;
      if (recorded === undefined || scored === null) return;
      const [theirs, ours] = [quantiseQuality(recorded), quantiseQuality(scored)];
      sums.compared++;
      if (theirs === ours) sums.equal++;
      // Multiples of 2⁻³⁰ add up exactly, in any order.
      sums.sumRecorded += theirs;
      sums.sumScored += ours;
    },
    found: (modelIds) =>
      modelIds.flatMap((modelId) => {
        const sums = byModel.get(modelId);
        return sums === undefined ? [] : [agreementOf(modelId, sums)];
      }),
  };
}

function agreementOf(modelId: string, { equal, sumRecorded, sumScored, ...counts }: Sums): ScoreAgreement {
  const mean = (sum: number): number | null => (counts.compared === 0 ? null : sum / counts.compared);
  return {
    modelId,
    ...counts,
    shareEqual: mean(equal),
    meanRecorded: mean(sumRecorded),
    meanScored: mean(sumScored),
    meanDifference: mean(sumScored - sumRecorded),
  };
}
