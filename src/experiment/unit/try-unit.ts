import { done, type UnitKind, type Working } from '../../domain/work.js';
import { fitGroups } from '../../strategy/fit-groups.js';
import type { Candidate } from '../../strategy/strategy.js';
import { type Ground, trainGround, validationGround } from '../search/ground.js';
import type { AskedOn } from '../search/method/method.js';
import { type Tried, type Trier, trier } from '../search/try-candidates.js';
import { trainingOf } from '../training-of.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';
import { keptWith, trainingOnTrain } from './kept.js';

/** What a search tries its candidates on. */
export interface TryOn {
  readonly on: AskedOn;
  /** Whether any candidate of the search learns: then not all of a share of the train part judges. */
  readonly learns: boolean;
  readonly seed: number;
  /** Model index that constraints compare with. */
  readonly reference: number;
}

export interface TryInput extends TryOn {
  readonly candidates: readonly Candidate[];
  /** Of which candidates more than the score is wanted: what choosing among them needs. */
  readonly whole: readonly boolean[];
}

/** Fits candidates of a search and tries them on one ground. */
export const tryUnit: UnitKind<Workbench, TryInput, Tried[]> = {
  name: 'try',
  describe: 'fit some candidates of a search, and score them on the validation part or on a share of the train part',
  common: benchCommon,
  run(bench, { candidates, whole, ...on }) {
    const own = standOn(bench, on).trier;
    return candidates.map((candidate, at) => {
      const tried = own.measure(candidate);
      return whole[at] === true ? tried : { score: tried.score };
    });
  },
};

/** A ground with what tries candidates on it, made when first asked for. */
export interface Stand {
  readonly ground: Ground;
  readonly trier: Trier;
}

export function standOn(bench: Workbench, { on, learns, seed, reference }: TryOn): Stand {
  const name = on.kind === 'validation' ? on.kind : `${on.divisor}|${learns}|${seed}`;
  return keptWith(bench, `stand ${name}|${reference}`, () => {
    const ground = on.kind === 'validation' ? validationGround(bench) : trainGround(bench, on.divisor, learns, seed);
    // On validation all of the train part is learned from, as by what is measured afterwards: fits are made once for both.
    const training = on.kind === 'validation' ? () => trainingOnTrain(bench) : () => trainingOf(bench, ground.learned);
    return { ground, trier: trier(bench, bench.known, ground, reference, training) };
  });
}

/** Candidates with the ground each is to be tried on, tried in any order; given back in theirs. */
export function* triedAll(
  bench: Workbench,
  asks: readonly { readonly candidate: Candidate; readonly on: TryOn; readonly whole: boolean }[],
): Working<readonly Tried[]> {
  const grounds = new Map<string, number[]>();
  asks.forEach(({ on }, place) => {
    const name = JSON.stringify(on.on);
    grounds.set(name, [...(grounds.get(name) ?? []), place]);
  });
  const units = [...grounds.values()].flatMap((places) =>
    fitGroups(places.map((place) => (asks[place] as (typeof asks)[number]).candidate)).map((group) =>
      group.map((at) => places[at] as number),
    ),
  );
  const inputs = units.map((places): TryInput => {
    const { on } = asks[places[0] as number] as (typeof asks)[number];
    const own = places.map((place) => asks[place] as (typeof asks)[number]);
    return { ...on, candidates: own.map(({ candidate }) => candidate), whole: own.map(({ whole }) => whole) };
  });
  const outputs = yield* done(tryUnit, bench, inputs);
  const all: Tried[] = [];
  units.forEach((places, unit) => {
    places.forEach((place, at) => {
      all[place] = outputs[unit]?.[at] as Tried;
    });
  });
  return all;
}
