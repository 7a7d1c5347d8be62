import type { PriceScenario } from '../../domain/robustness.js';
import { begun, type Working } from '../../domain/work.js';
import type { Compared } from '../compared.js';
import { priceUnit } from '../unit/price-unit.js';
import type { Workbench } from '../workbench.js';
import type { Priced } from './priced-costs.js';

const FACTORS = [0.8, 1.2] as const;

/** Scenarios of a unit: they share its replays and its draws. */
const EACH = 13;

/**
 * The choice on validation among the measured routers, made again with every price, and each model's alone, a fifth lower and higher. The
 * routers stay as they are: what they do doesn't change, what it costs does. Begun here, and asked for when what is returned is called.
 */
export function* priceScenarios(
  bench: Workbench,
  routers: readonly Compared[],
  reference: number,
): Working<() => Working<PriceScenario[]>> {
  const routed = routers.flatMap(({ fitted, routes }) =>
    fitted === undefined || routes === undefined ? [] : [{ candidate: fitted.candidate, routes }],
  );
  const scenarios = [null, ...bench.table.modelIds.keys()].flatMap((model) =>
    FACTORS.map((factor): Priced => ({ model, factor })),
  );
  const all = [{ model: null, factor: 1 }, ...scenarios];
  const units = Array.from({ length: Math.ceil(all.length / EACH) }, (_, unit) => all.slice(unit * EACH, (unit + 1) * EACH));
  const inputs = units.map((own) => ({ routed, scenarios: own, reference }));
  const choices = yield* begun(priceUnit, bench, inputs);
  return function* () {
    const [asMeasured, ...chosen] = (yield* choices()).flat();
    return scenarios.map(({ model, factor }, index) => {
      const candidate = chosen[index] as string | null;
      const modelId = model === null ? null : (bench.table.modelIds[model] ?? '');
      return { modelId, factor, candidate, sameChoice: candidate === asMeasured };
    });
  };
}
