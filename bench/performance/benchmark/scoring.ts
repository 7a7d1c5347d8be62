import { quickTotals } from '../../../src/replay/quick-replay.js';
import type { Route, RouteColumns } from '../../../src/router/router.js';
import { bestOption } from '../../../src/stats/best-choice.js';
import type { Benchmark } from '../benchmark.js';
import { generatedTable, MODELS, QUERIES } from '../data.js';
import { pythonAnchor } from '../python.js';
import { medianSeconds } from '../time.js';

const VALUES = 32;

/** What routing by predicted quality less cost comes to, at every value of money. */
export const scoring: Benchmark = {
  name: 'scoring',
  run: async (size) => {
    const [queries, values] = size === 'full' ? [QUERIES, VALUES] : [1000, 4];
    const score = scorer(queries);
    const perPico = Array.from({ length: values }, (_, value) => (value / values) * 1e-9);
    return {
      rows: [
        {
          work: `scoring ${queries.toLocaleString('en-US')} × ${MODELS} at ${values} values of money`,
          value: medianSeconds(5, () => score(perPico)),
          unit: 's',
          anchor: pythonAnchor(
            'every row a dict, every value of money a walk over all of them, in plain Python',
            'scoring.py',
            values,
            queries,
            MODELS,
          ),
          peer: 'RouterBench in pandas, 16–20 s',
          goal: { kind: 'times', atLeast: 250 },
        },
      ],
    };
  },
};

/** Chooses for every query at each value of money, and sums up what the choices come to. */
function scorer(queries: number): (perPico: readonly number[]) => unknown {
  const table = generatedTable(queries, MODELS);
  const rows = Uint32Array.from({ length: queries }, (_, query) => query);
  const weight = new Float64Array(queries).fill(1);
  const plans = table.modelIds.map((id): Route => ({ models: [id], reason: { kind: 'fallback' }, propensity: 1 }));
  const { quality, costPico } = table;
  const worth = new Float64Array(quality.length);
  const options = { options: MODELS, quality: worth, cost: costPico };
  return (perPico) => {
    const routed = perPico.map((value): RouteColumns => {
      for (let cell = 0; cell < worth.length; cell++)
        worth[cell] = (quality[cell] as number) - value * (costPico[cell] as number);
      const plan = new Uint32Array(queries);
      for (let query = 0; query < queries; query++) plan[query] = bestOption(options, query);
      return { plans, plan };
    });
    return quickTotals(routed, table, 1, rows, weight);
  };
}
