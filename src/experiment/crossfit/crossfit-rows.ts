import type { Working } from '../../domain/work.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import type { Compared } from '../compared.js';
import { routerSize, type TimeRouter } from '../router-rows.js';
import { type FitInput, fittedAll } from '../unit/fit-unit.js';
import type { Workbench } from '../workbench.js';
import type { Crossfitted, FoldChoice } from './crossfit.js';
import { type CrossRouter, crossRouter, replayCrossed } from './fold-set.js';

/** Id of the row that stands for the whole procedure, choice among strategies included. */
const PROCEDURE_ROW = 'procedure:chosen';

/**
 * The rows of a cross-fitted comparison: every strategy with its candidates chosen anew in each fold, and, where there are
 * several strategies, the procedure that chooses among them too. Each strategy's row carries the router that is refitted on
 * everything; its own time is that router's.
 */
export function* crossfitRows(bench: Workbench, done: Crossfitted, timeRouter: TimeRouter): Working<Compared[]> {
  const chosen = [
    ...done.refitted.map(
      ({ candidate: { strategy } }) =>
        (choice: FoldChoice) =>
          choice.byStrategy.get(strategy) as Candidate,
    ),
    ...(done.refitted.length < 2 ? [] : [({ overall }: FoldChoice) => overall]),
  ];
  const crossed = yield* crossedAll(bench, done, chosen);
  const rows = done.refitted.map((fitted, at): Compared => {
    const { strategy } = fitted.candidate;
    const { candidates, crossed: router } = crossed[at] as Crossed;
    const time = timeRouter(createRouter(fitted.config), bench);
    return {
      id: `router:${strategy}`,
      label: strategy,
      kind: 'router',
      description: `Strategy ${strategy}: fitted, and its candidate chosen, anew for each fold. Shipped would be ${fitted.candidate.id}, refitted on everything.`,
      marks: router.stateful ? ['crossfit', 'sequential'] : ['crossfit'],
      fitted,
      folds: foldsOf(done, candidates),
      ...replayCrossed(bench, router, time.p50Ms),
      router: { decisionHash: fitted.config.decisionHash, bytes: routerSize(fitted.config), ...time },
    };
  });
  const most = Math.max(0, ...rows.map(({ router }) => router?.p50Ms ?? 0));
  const procedure = crossed[rows.length];
  return procedure === undefined ? rows : [...rows, procedureRow(bench, done, procedure, most)];
}

/** The candidate of each fold, and what all of them decide together. */
interface Crossed {
  readonly candidates: readonly Candidate[];
  readonly crossed: CrossRouter;
}

/** Every fold's choice fitted without the fold, for each way of choosing; what two ways have in common is fitted once. */
function* crossedAll(
  bench: Workbench,
  { outer, choices }: Crossfitted,
  chosen: readonly ((choice: FoldChoice) => Candidate)[],
): Working<Crossed[]> {
  const wanted = chosen.map((of) => choices.map((choice, without) => ({ candidate: of(choice), without })));
  const nameOf = ({ candidate, without }: FitInput): string => `${without} ${candidate.id}`;
  const distinct = [...new Map(wanted.flat().map((one) => [nameOf(one), one])).values()];
  const fitted = yield* fittedAll(bench, distinct);
  const configs = new Map(distinct.map((one, at) => [nameOf(one), (fitted[at] as FittedCandidate).config]));
  return wanted.map((own) => {
    const candidates = own.map(({ candidate }) => candidate);
    const ownConfigs = own.map((one) => configs.get(nameOf(one)) as RouterConfig);
    return { candidates, crossed: crossRouter(outer, (fold) => candidates[fold] as Candidate, ownConfigs) };
  });
}

/** @param routerTimeMs the slowest strategy's: which one decides differs between folds */
function procedureRow(bench: Workbench, done: Crossfitted, { candidates, crossed }: Crossed, routerTimeMs: number): Compared {
  return {
    id: PROCEDURE_ROW,
    label: 'chosen anew in each fold',
    kind: 'router',
    description: 'The whole procedure: in each fold the strategy and its candidate that the other folds choose.',
    marks: crossed.stateful ? ['crossfit', 'procedure', 'sequential'] : ['crossfit', 'procedure'],
    folds: foldsOf(done, candidates),
    ...replayCrossed(bench, crossed, routerTimeMs),
  };
}

function foldsOf({ choices }: Crossfitted, candidates: readonly Candidate[]): NonNullable<Compared['folds']> {
  return candidates.map(({ id, parameters }, fold) => ({ fold: choices[fold]?.fold ?? '', candidate: id, parameters }));
}
