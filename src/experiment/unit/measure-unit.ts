import { begun, type UnitKind, type Working } from '../../domain/work.js';
import { fitCandidate, needsTraining } from '../../strategy/fit.js';
import { fitGroups } from '../../strategy/fit-groups.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import { type Ranked, replayQuickly } from '../replayed.js';
import { measurer, type RankingGround } from '../select.js';
import type { MeasuredCandidate } from '../selection.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';
import { trainingOnTrain } from './kept.js';
import { sealedAgain, type Traveller, unsealed } from './traveller.js';

/** Candidates that share a fit, if they learn at all. */
export interface MeasureInput {
  readonly candidates: readonly Candidate[];
  /** Model index that constraints compare with. */
  readonly reference: number;
}

/** A candidate as fitted on the train part, and what it came to on the validation part. */
export type FittedAndMeasured = MeasuredCandidate & FittedCandidate;

/** The same as it comes from the unit. */
type Arriving = Omit<FittedAndMeasured, 'config'> & { readonly config: Traveller };

/** Fits candidates on the train part and measures them on the validation part. */
export const measureUnit: UnitKind<Workbench, MeasureInput, Arriving[]> = {
  name: 'measure',
  describe: 'fit some candidates on the train part, replay them, and sum up what they came to on the validation part',
  common: benchCommon,
  run(bench, { candidates, reference }) {
    const ground = validationOf(bench);
    const measure = measurer(bench, ground, reference);
    const fitted = candidates.map((candidate) => {
      const training = needsTraining(candidate.pipeline) ? trainingOnTrain(bench) : null;
      return fitCandidate(candidate, bench.known, training);
    });
    const replayed = replayQuickly(
      bench,
      fitted.map(({ config }) => config),
      ground.rows,
    );
    return fitted.map(({ candidate, config }, index) => ({
      candidate,
      config: unsealed(config),
      measured: measure(replayed[index] as Ranked),
    }));
  },
};

/** The validation part as candidates are ranked on it. */
export function validationOf(bench: Workbench): RankingGround {
  return { name: 'validation', part: bench.part('validation'), rows: bench.rowsIn('validation') };
}

/**
 * All candidates fitted and measured, in their order.
 *
 * @param meanwhile done here once others have begun
 */
export function* measuredAll(
  bench: Workbench,
  candidates: readonly Candidate[],
  reference: number,
  meanwhile: () => void = () => undefined,
): Working<readonly FittedAndMeasured[]> {
  const groups = fitGroups(candidates);
  const inputs = groups.map((places) => ({ candidates: places.map((place) => candidates[place] as Candidate), reference }));
  const measuring = yield* begun(measureUnit, bench, inputs);
  meanwhile();
  const outputs = yield* measuring();
  const all: FittedAndMeasured[] = [];
  groups.forEach((places, group) => {
    const arrived = outputs[group] as readonly Arriving[];
    places.forEach((place, at) => {
      const { config, measured } = arrived[at] as Arriving;
      // The candidate that was asked for, not the copy that came back: what is the same stays the same object.
      all[place] = { candidate: candidates[place] as Candidate, config: sealedAgain(config), measured };
    });
  });
  return all;
}
