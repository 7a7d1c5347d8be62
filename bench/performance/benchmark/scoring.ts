import { armOfChoice } from '../../../src/replay/arm.js';
import type { CellMeans } from '../../../src/replay/cell-means.js';
import { bestOption } from '../../../src/stats/best-choice.js';
import { blockSum } from '../../../src/stats/block.js';
import type { Benchmark } from '../benchmark.js';
import { generatedMeans, MODELS, type PlainRow, plainRows, QUERIES } from '../data.js';
import { medianSeconds, seconds } from '../time.js';

const VALUES = 32;

/** What routing by predicted quality less cost comes to, at every value of money. */
export const scoring: Benchmark = {
  name: 'scoring',
  run: async (size) => {
    const [queries, values] = size === 'full' ? [QUERIES, VALUES] : [1000, 4];
    const means = generatedMeans(queries, MODELS);
    const perPico = Array.from({ length: values }, (_, value) => (value / values) * 1e-9);
    const rows = plainRows(means);
    return {
      rows: [
        {
          work: `scoring ${queries.toLocaleString('en-US')} × ${MODELS} at ${values} values of money`,
          value: medianSeconds(3, () => perPico.map((worth) => scored(means, worth))),
          unit: 's',
          anchor: {
            what: 'every row an object, every value of money a walk over all of them, in JavaScript',
            value: seconds(() => perPico.map((worth) => plainlyScored(rows, worth))),
          },
          peer: 'RouterBench in pandas, 16–20 s',
          goal: { kind: 'times', atLeast: 250 },
        },
      ],
    };
  },
};

function scored(means: CellMeans, perPico: number): { quality: number; cost: number } {
  const worth = means.quality.map((quality, cell) => quality - perPico * (means.costPico[cell] as number));
  const options = { options: means.modelCount, quality: worth, cost: means.costPico };
  const choice = new Int16Array(means.queryCount);
  for (let query = 0; query < choice.length; query++) choice[query] = bestOption(options, query);
  const arm = armOfChoice(choice, means);
  return { quality: blockSum(arm.quality), cost: blockSum(arm.costPico) };
}

function plainlyScored(rows: readonly PlainRow[], perPico: number): { quality: number; cost: number } {
  const chosen = rows.map((row) => {
    const worth = Object.entries(row.quality).map(([model, quality]) => ({
      model,
      worth: quality - perPico * (row.cost[model] as number),
    }));
    const best = worth.reduce((held, one) => (one.worth > held.worth ? one : held));
    return { quality: row.quality[best.model] as number, cost: row.cost[best.model] as number };
  });
  return {
    quality: chosen.reduce((sum, { quality }) => sum + quality, 0),
    cost: chosen.reduce((sum, { cost }) => sum + cost, 0),
  };
}
