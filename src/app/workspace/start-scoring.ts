import type { ScoringLabel } from '../../domain/label.js';
import type { Recording } from '../../domain/recording.js';
import { UserError } from '../../domain/user-error.js';
import type { Scorer } from '../../quality/scorer.js';
import { agreementCount, type Rescored } from '../judge/score-agreement.js';
import { RESCORE } from '../load/rescore.js';
import type { OutcomesReport } from '../outcome/outcomes-report.js';

/** The scoring of a run's recordings. */
export interface Scoring {
  readonly score: (recording: Recording, label: ScoringLabel) => number | null;
  /** @throws UserError with exit code 4 where not one answer could be scored */
  refuseUnscored(report: OutcomesReport): void;
  /** How it agrees with the recorded quality, null unless the answers are scored again. */
  rescored(modelIds: readonly string[]): Rescored | null;
}

/** @param again the answers are scored again and held against the recorded quality */
export function startScoring(scorer: Scorer, again: boolean): Scoring {
  if (!again) {
    return {
      score: (recording, label) => scorer.score(recording, label),
      refuseUnscored: (report) => refuseUnscored(report, scorer, 'scorer'),
      rescored: () => null,
    };
  }
  const agreement = agreementCount();
  return {
    score: (recording, label) => {
      const quality = scorer.score(recording, label);
      agreement.note(recording, quality);
      return quality;
    },
    refuseUnscored: (report) => refuseUnscored(report, scorer, RESCORE),
    rescored: (modelIds) => ({ scorer: scorer.identity, agreement: agreement.found(modelIds) }),
  };
}

/** Where no answer has a quality, the scorer is what to look at. */
function refuseUnscored({ recordings, errors, unscored }: OutcomesReport, { name, needs }: Scorer, field: string): void {
  const answers = recordings - errors;
  if (answers === 0 || unscored < answers) return;
  throw new UserError({ field, message: `${name} can score none of the ${answers} recorded answers`, hint: HINT[needs] }, 4);
}

const HINT: Readonly<Record<Scorer['needs'], string>> = {
  given: 'the recordings hold nothing of the kind; score their texts instead: routelab run --rescore exact_match',
  text: 'it needs answers with a text, and mostly a reference that it can read: see docs/scorers.md',
  verdicts: 'no recorded verdict fits them: routelab record --dry-run says what is missing, or differs from what was asked',
};
