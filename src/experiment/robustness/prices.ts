import type { Selection } from '../../compare/choose.js';
import type { PriceScenario } from '../../domain/robustness.js';
import { withCostsTimes } from '../../replay/altered-table.js';
import { cellMeans } from '../../replay/cell-means.js';
import type { Compared } from '../compared.js';
import { replayRouted } from '../replayed.js';
import { rankCandidates } from '../select.js';
import type { Workbench } from '../workbench.js';

const FACTORS = [0.8, 1.2] as const;
/** The choice is made on fewer resamples than the real one, with the prices as they are too: what differs is the prices alone. */
const MOST_REPLICATES = 500;

/**
 * The choice on validation among the measured routers, made again with every price, and each model's alone, a fifth lower and higher. The
 * routers stay as they are: what they do doesn't change, what it costs does.
 */
export function priceScenarios(bench: Workbench, routers: readonly Compared[], reference: number): PriceScenario[] {
  const { bootstrap } = bench.experiment;
  const replicates = Math.min(bootstrap.replicates, MOST_REPLICATES);
  const rough = { ...bench, experiment: { ...bench.experiment, bootstrap: { ...bootstrap, replicates } } };
  const asMeasured = chosenAt(rough, routers, reference);
  return [null, ...bench.table.modelIds.keys()].flatMap((model) =>
    FACTORS.map((factor) => {
      const table = withCostsTimes(bench.table, model, factor);
      const candidate = chosenAt({ ...rough, table, means: cellMeans(table) }, routers, reference);
      const modelId = model === null ? null : (bench.table.modelIds[model] ?? '');
      return { modelId, factor, candidate, sameChoice: candidate === asMeasured };
    }),
  );
}

function chosenAt(bench: Workbench, routers: readonly Compared[], reference: number): string | null {
  const entrants = routers.flatMap(({ fitted, routes }) =>
    fitted === undefined || routes === undefined
      ? []
      : [{ candidate: fitted.candidate, replay: () => replayRouted(bench, routes, 0) }],
  );
  const ground = { name: 'validation', part: bench.part('validation'), rows: bench.rowsIn('validation') } as const;
  return idOf(rankCandidates(bench, entrants, ground, reference).selection);
}

function idOf(selection: Selection): string | null {
  return selection.kind === 'chosen' || selection.kind === 'tie' ? selection.id : null;
}
