import type { ModelList } from '../../domain/model.js';
import { createRouter } from '../../router/create-router.js';
import type { Candidate } from '../../strategy/strategy.js';
import type { Compared } from '../compared.js';
import { routerSize, type TimeRouter } from '../router-rows.js';
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
export function crossfitRows(bench: Workbench, done: Crossfitted, models: ModelList, timeRouter: TimeRouter): Compared[] {
  const cross = (of: (choice: FoldChoice) => Candidate) => {
    const candidates = done.choices.map(of);
    return { candidates, crossed: crossRouter(done.outer, (fold) => candidates[fold] as Candidate, models) };
  };
  const rows = done.refitted.map((fitted): Compared => {
    const { strategy } = fitted.candidate;
    const { candidates, crossed } = cross(({ byStrategy }) => byStrategy.get(strategy) as Candidate);
    const time = timeRouter(createRouter(fitted.config), bench);
    return {
      id: `router:${strategy}`,
      label: strategy,
      kind: 'router',
      description: `Strategy ${strategy}: fitted, and its candidate chosen, anew for each fold. Shipped would be ${fitted.candidate.id}, refitted on everything.`,
      marks: crossed.stateful ? ['crossfit', 'sequential'] : ['crossfit'],
      fitted,
      folds: foldsOf(done, candidates),
      ...replayCrossed(bench, crossed, time.p50Ms),
      router: { decisionHash: fitted.config.decisionHash, bytes: routerSize(fitted.config), ...time },
    };
  });
  const most = Math.max(0, ...rows.map(({ router }) => router?.p50Ms ?? 0));
  return rows.length < 2
    ? rows
    : [
        ...rows,
        procedureRow(
          bench,
          done,
          cross(({ overall }) => overall),
          most,
        ),
      ];
}

/** @param routerTimeMs the slowest strategy's: which one decides differs between folds */
function procedureRow(
  bench: Workbench,
  done: Crossfitted,
  { candidates, crossed }: { readonly candidates: readonly Candidate[]; readonly crossed: CrossRouter },
  routerTimeMs: number,
): Compared {
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
