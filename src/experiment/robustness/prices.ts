import type { PriceScenario } from '../../domain/robustness.js';
import { done, type Working } from '../../domain/work.js';
import type { Compared } from '../compared.js';
import { type PriceInput, priceUnit } from '../unit/price-unit.js';
import type { Workbench } from '../workbench.js';

const FACTORS = [0.8, 1.2] as const;

/**
 * The choice on validation among the measured routers, made again with every price, and each model's alone, a fifth lower and higher. The
 * routers stay as they are: what they do doesn't change, what it costs does.
 */
export function* priceScenarios(bench: Workbench, routers: readonly Compared[], reference: number): Working<PriceScenario[]> {
  const routed = routers.flatMap(({ fitted, routes }) =>
    fitted === undefined || routes === undefined ? [] : [{ candidate: fitted.candidate, routes }],
  );
  const priced = (model: number | null, factor: number): PriceInput => ({ routed, model, factor, reference });
  const scenarios = [null, ...bench.table.modelIds.keys()].flatMap((model) => FACTORS.map((factor) => priced(model, factor)));
  const [asMeasured, ...chosen] = yield* done(priceUnit, bench, [priced(null, 1), ...scenarios]);
  return scenarios.map(({ model, factor }, index) => {
    const candidate = chosen[index] as string | null;
    const modelId = model === null ? null : (bench.table.modelIds[model] ?? '');
    return { modelId, factor, candidate, sameChoice: candidate === asMeasured };
  });
}
