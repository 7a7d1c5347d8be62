import type { Selection } from '../../compare/choose.js';
import type { UnitKind } from '../../domain/work.js';
import { type ArmSums, armSums, resampled } from '../../metric/resampled.js';
import { armOfModel } from '../../replay/arm.js';
import type { RouteColumns } from '../../router/router.js';
import { isZero } from '../../stats/column-loops.js';
import type { Candidate } from '../../strategy/strategy.js';
import { constraintRatios } from '../constraint/judge-constraints.js';
import { rankingQuantities } from '../rank-totals.js';
import { replayRouted } from '../replayed.js';
import { type Priced, pricedModelSums, pricedSums } from '../robustness/priced-costs.js';
import { measurer } from '../select.js';
import { type MeasuredCandidate, selectionOf } from '../selection.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';
import { validationOf } from './measure-unit.js';

/** The choice is made on fewer resamples than the real one, with the prices as they are too: what differs is the prices alone. */
const MOST_REPLICATES = 500;

/** What candidates did, and the prices to choose again at. */
export interface PriceInput {
  readonly routed: readonly { readonly candidate: Candidate; readonly routes: RouteColumns }[];
  readonly scenarios: readonly Priced[];
  /** Model index that constraints compare with. */
  readonly reference: number;
}

/**
 * Chooses again on the validation part at other prices. Routers do as they did, so only their costs are added up anew; all scenarios are
 * resampled together, where every column that is the same in several of them is drawn once.
 */
export const priceUnit: UnitKind<Workbench, PriceInput, (string | null)[]> = {
  name: 'price',
  describe: 'choose again on the validation part at other prices: the candidate, if any, by scenario',
  common: benchCommon,
  run(bench, { routed, scenarios, reference }) {
    const { experiment, table } = bench;
    const ground = validationOf(bench);
    const { part } = ground;
    const measure = measurer(bench, ground, reference);
    const replayed = routed.map(({ candidate, routes }) => {
      const own = replayRouted(bench, routes, 0);
      return { candidate, measured: measure(own), replicates: own.replicates };
    });
    const quantities = rankingQuantities(bench);
    const single = armSums(armOfModel(reference, bench.means), part, bench.means, bench.isRight, quantities);
    // Arms by scenario: the reference, then the candidates.
    const priced = scenarios.map((scenario) => ({
      reference: withCost(single, pricedModelSums(table, reference, part, scenario)),
      entrants: replayed.map(
        ({ candidate, measured, replicates }): MeasuredCandidate => ({
          candidate,
          measured: { ...measured, sums: withCost(measured.sums, pricedSums(table, replicates, part, scenario)) },
        }),
      ),
    }));
    const each = 1 + replayed.length;
    const { bootstrap, constraints } = experiment;
    const totals = resampled(
      priced.flatMap((one) => [one.reference, ...one.entrants.map(({ measured }) => measured.sums)]),
      part,
      {
        ...bootstrap,
        replicates: Math.min(bootstrap.replicates, MOST_REPLICATES),
        ratios: priced.flatMap((one, at) =>
          one.entrants.flatMap((_, index) => constraintRatios(constraints, at * each + 1 + index, at * each)),
        ),
      },
    );
    const referenceLabel = table.modelIds[reference] ?? '';
    return priced.map(({ entrants }, at) => {
      const standing = { totals, first: at * each + 1, reference: at * each, referenceLabel, n: part.rows.length };
      return chosenId(selectionOf(bench, entrants, standing).selection);
    });
  },
};

/** Sums with other costs, where there are any; a column that is zero throughout is none. */
function withCost(sums: ArmSums, cost: Float64Array | null): ArmSums {
  return cost === null ? sums : new Map([...sums, ['cost', isZero(cost) ? null : cost]]);
}

function chosenId(selection: Selection): string | null {
  return selection.kind === 'chosen' || selection.kind === 'tie' ? selection.id : null;
}
