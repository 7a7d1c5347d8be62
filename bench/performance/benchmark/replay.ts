import { quickTotals } from '../../../src/replay/quick-replay.js';
import type { Route, RouteColumns } from '../../../src/router/router.js';
import type { Benchmark, Growth } from '../benchmark.js';
import { generatedChoice, generatedMeans, generatedTable, MODELS, plainRows, QUERIES } from '../data.js';
import { medianSeconds, seconds } from '../time.js';

const CANDIDATES = 1000;
/** As many different ones as fit into the caches of no machine; candidates beyond take them again. */
const DIFFERENT = 50;

/** What every one of many candidates comes to on recorded outcomes, once it is known whom it asks. */
export const replay: Benchmark = {
  name: 'replay',
  run: async (size) => {
    const [queries, candidates] = size === 'full' ? [QUERIES, CANDIDATES] : [1000, 50];
    return {
      rows: [
        {
          work: `${candidates.toLocaleString('en-US')} candidates replayed over ${(queries * MODELS).toLocaleString('en-US')} outcomes`,
          value: secondsAt(queries, MODELS, candidates),
          unit: 's',
          anchor: {
            what: `a walk over rows that are objects for each candidate, in JavaScript (${candidates / 50} walked, times 50)`,
            value: 50 * plainSeconds(queries, candidates / 50),
          },
          goal: { kind: 'most', value: 0.1 },
        },
      ],
      growth: growthFrom(size === 'full' ? QUERIES / 16 : 500),
    };
  },
};

function growthFrom(least: number): Growth[] {
  const queries = Math.floor(least);
  const growth = (by: string, start: number, at: (size: number) => number): Growth => {
    const sizes = [1, 4, 16].map((times) => times * start);
    return { work: 'replay of candidates', by, sizes, seconds: sizes.map(at) };
  };
  return [
    growth('queries', queries, (size) => secondsAt(size, MODELS, 50)),
    growth('models', 4, (size) => secondsAt(4 * queries, size, 50)),
    growth('candidates', 50, (size) => secondsAt(4 * queries, MODELS, size)),
  ];
}

/** Beyond the fits: from whom each candidate asks to what it comes to. */
function secondsAt(queries: number, models: number, candidates: number): number {
  const table = generatedTable(queries, models);
  const plans = table.modelIds.map((id): Route => ({ models: [id], reason: { kind: 'fallback' }, propensity: 1 }));
  const different = Array.from({ length: Math.min(DIFFERENT, candidates) }, (_, number) => ({
    plans,
    plan: Uint32Array.from(generatedChoice(queries, models, number)),
  }));
  const all = Array.from({ length: candidates }, (_, number) => different[number % different.length] as RouteColumns);
  const rows = Uint32Array.from({ length: queries }, (_, query) => query);
  const weight = new Float64Array(queries).fill(1);
  return medianSeconds(5, () => quickTotals(all, table, 1, rows, weight));
}

function plainSeconds(queries: number, candidates: number): number {
  const rows = plainRows(generatedMeans(queries, MODELS));
  const choices = Array.from({ length: candidates }, (_, number) => generatedChoice(queries, MODELS, number));
  return seconds(() =>
    choices.map((choice) => {
      const asked = rows.map((row, query) => ({
        quality: row.quality[`m${choice[query]}`] as number,
        cost: row.cost[`m${choice[query]}`] as number,
      }));
      return [asked.reduce((sum, { quality }) => sum + quality, 0), asked.reduce((sum, { cost }) => sum + cost, 0)];
    }),
  );
}
