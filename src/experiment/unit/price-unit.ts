import type { Selection } from '../../compare/choose.js';
import type { UnitKind } from '../../domain/work.js';
import { withCostsTimes } from '../../replay/altered-table.js';
import { cellMeans } from '../../replay/cell-means.js';
import type { RouteColumns } from '../../router/router.js';
import type { Candidate } from '../../strategy/strategy.js';
import { replayRouted } from '../replayed.js';
import { rankCandidates } from '../select.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';
import { validationOf } from './measure-unit.js';

/** The choice is made on fewer resamples than the real one, with the prices as they are too: what differs is the prices alone. */
const MOST_REPLICATES = 500;

/** What candidates did, and a model (null: every one) whose calls cost `factor` times as much. */
export interface PriceInput {
  readonly routed: readonly { readonly candidate: Candidate; readonly routes: RouteColumns }[];
  readonly model: number | null;
  readonly factor: number;
  /** Model index that constraints compare with. */
  readonly reference: number;
}

/** Chooses again on the validation part with other prices. */
export const priceUnit: UnitKind<Workbench, PriceInput, string | null> = {
  name: 'price',
  describe: 'choose again on the validation part with other prices: the candidate, if any',
  common: benchCommon,
  run(bench, { routed, model, factor, reference }) {
    const { bootstrap } = bench.experiment;
    const replicates = Math.min(bootstrap.replicates, MOST_REPLICATES);
    const table = factor === 1 ? bench.table : withCostsTimes(bench.table, model, factor);
    const priced = {
      ...bench,
      table,
      means: factor === 1 ? bench.means : cellMeans(table),
      experiment: { ...bench.experiment, bootstrap: { ...bootstrap, replicates } },
    };
    const entrants = routed.map(({ candidate, routes }) => ({ candidate, replay: () => replayRouted(priced, routes, 0) }));
    return chosenId(rankCandidates(priced, entrants, validationOf(bench), reference).selection);
  },
};

function chosenId(selection: Selection): string | null {
  return selection.kind === 'chosen' || selection.kind === 'tie' ? selection.id : null;
}
