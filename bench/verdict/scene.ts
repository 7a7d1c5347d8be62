import type { Choice, ResultRow } from '../../src/domain/results.js';
import type { ResultsBody } from '../../src/experiment/body.js';
import { agreeing, agreeingGroups } from '../population/agreeing.js';
import { type Population, populationTruth } from '../population/draw.js';
import { graded } from '../population/graded.js';
import { router } from '../population/watched.js';
import { asks, bands } from './bands.js';

/** Something the tool may say of a data set. */
export interface Saying {
  readonly said: string;
  /** What the share of data sets should be; null where no promise is made. */
  readonly aim: string | null;
  /** Of the data sets for which this holds; all where absent. */
  readonly given?: (results: ResultsBody) => boolean;
  is(results: ResultsBody): boolean;
}

/** A population in which the right verdict is known, and what is counted on data sets from it. */
export interface Scene {
  readonly truth: string;
  readonly population: Population;
  readonly sayings: readonly Saying[];
}

/** The scenes by name, each made when its turn comes: those at a limit look up first what is true of their population. */
export const scenes: Readonly<Record<string, () => Scene>> = {
  'margin, agreeing': () => atTheMargin(agreeing),
  'margin, agreeing in groups': () => atTheMargin(agreeingGroups),
  'margin, graded': () => atTheMargin(graded),
  'equal, one': () => noDifference('One router, exactly as good as the reference', [asks('twin', 0, 5)]),
  'equal, ten': () => noDifference('Ten routers, each exactly as good as the reference', everyBand('twin')),
  tie: () => alike,
  'limit, one': () => limited('One router, exactly at the quality limit', [asks('small', 0)], 0, false),
  'limit, ten': () => limited('Ten routers, each exactly at the quality limit', everyBand('small'), 0, false),
  'limit, short': () => limited('One router, 2 points short of the limit', [asks('small', 0)], 0.02, false),
  'limit, room': () => limited('One router, 5 points above the limit', [asks('small', 0)], -0.05, true),
};

const everyBand = (model: string): Population['strategies'] => Array.from({ length: 10 }, (_, band) => asks(model, band));

const notWorse = (results: ResultsBody): string | undefined => router(results)?.versusReference?.nonInferiority.verdict;

/** Worse by exactly the margin: "no worse by more than it" and "worse by more" are both false. */
function atTheMargin(population: Population): Scene {
  const truth = router(populationTruth(population))?.versusReference?.quality.value ?? 0;
  return {
    truth: `Worse than the reference by exactly the margin (population *${population.name}*)`,
    population: {
      ...population,
      experiment: { ...population.experiment, nonInferiority: { margin: -truth, confidence: 0.95 } },
    },
    sayings: [
      { said: '“no worse by more than the margin”', aim: 'at most 2.5 %', is: (results) => notWorse(results) === 'non_inferior' },
      { said: '“worse by more than the margin”', aim: 'at most 2.5 %', is: (results) => notWorse(results) === 'inferior' },
    ],
  };
}

function noDifference(truth: string, strategies: Population['strategies']): Scene {
  const significant = ({ versusReference: versus }: ResultRow, sign: number): boolean =>
    versus?.test != null && versus.test.pAdjusted < 0.05 && sign * (versus.quality.value ?? 0) > 0;
  const any = (sign: number) => (results: ResultsBody) =>
    results.rows.some((row) => row.kind === 'router' && significant(row, sign));
  return {
    truth,
    population: { ...bands, strategies, experiment: { reference: 'large', baselines: ['single'] } },
    sayings: [
      { said: 'any of them significantly better (▲)', aim: 'at most 2.5 %', is: any(1) },
      { said: 'any of them significantly worse (▼)', aim: 'at most 2.5 %', is: any(-1) },
    ],
  };
}

const alike: Scene = {
  truth: 'Two routers that are equally good, and differ',
  population: {
    ...bands,
    strategies: [asks('twin', 0, 5), asks('twin', 5, 5)],
    experiment: { reference: 'large', baselines: ['single'], ...halves() },
  },
  sayings: [
    { said: '“tie”', aim: 'about 95 %', is: ({ choice }) => choice.kind === 'tie' },
    { said: 'one chosen as the better', aim: 'about 5 %', is: ({ choice }) => choice.kind === 'chosen' },
  ],
};

const picked = ({ choice }: ResultsBody): boolean => 'test' in choice;
const tested =
  (verdict: Extract<Choice, { kind: 'chosen' }>['test']) =>
  ({ choice }: ResultsBody): boolean =>
    'test' in choice && choice.test === verdict;

/** @param above how far the limit lies above the truth of every router, as a share of the reference's quality */
function limited(truth: string, strategies: Population['strategies'], above: number, met: boolean): Scene {
  const experiment = { reference: 'large', objective: { kind: 'minimize_cost' }, ...halves() } as const;
  const population: Population = { ...bands, strategies, experiment };
  const kept = router(populationTruth(unsplit(population)))?.metrics['quality.retention']?.value ?? 1;
  const limit = { kind: 'quality', atLeast: kept + above, of: 'reference', confidence: 0.95 } as const;
  const aim = (promise: string): string | null => (met ? null : promise);
  return {
    truth,
    population: { ...population, experiment: { ...experiment, baselines: ['single'], constraints: [limit] } },
    sayings: [
      {
        said: 'chosen on validation',
        aim: aim(strategies.length === 1 ? 'at most 2.5 %' : 'more: the best of ten looks'),
        is: picked,
      },
      { said: '… and confirmed on test', aim: aim('at most 2.5 %'), given: picked, is: tested('confirmed') },
      { said: '… undecided on test', aim: null, given: picked, is: tested('undecided') },
      { said: '… contradicted on test', aim: met ? 'at most 2.5 %' : null, given: picked, is: tested('contradicted') },
    ],
  };
}

function unsplit(population: Population): Population {
  return { ...population, experiment: { ...population.experiment, split: { kind: 'none' } } };
}

/** Half of the groups for the choice, half for the test. */
function halves(): Pick<Population['experiment'], 'split'> {
  return {
    split: { kind: 'holdout', train: 0, validation: 0.5, test: 0.5, groupBy: 'group', nearCopies: null, seed: 1 },
  };
}
