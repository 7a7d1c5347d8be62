import { describe, expect, it } from 'vitest';
import { parseResults } from '../../../src/compare/parse-results.js';
import type { Json } from '../../../src/domain/json.js';
import type { Results } from '../../../src/domain/results.js';
import { renderMarkdown } from '../../../src/report/markdown/markdown.js';
import { onlineView } from '../../../src/report/online-view.js';
import { hash32 } from '../../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';

const SIZE = 400;
const chance = (i: number, salt: number): number => hash32(salt, i, 0) / 2 ** 32;
const isHard = (i: number): boolean => chance(i, 1) < 0.5;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({
    id: `q${i}`,
    prompt: `${isHard(i) ? 'prove the theorem' : 'say hello'} ${i}`,
    arrivedAt: new Date(Date.UTC(2026, 0, 1) + 300_000 * i).toISOString(),
  })),
);
const table = plainTable(
  ['cheap', 'dear'],
  Array.from(
    { length: SIZE },
    (_, i) =>
      [
        [chance(i, 2) < (isHard(i) ? 0.2 : 0.9) ? 1 : 0, 1e-3, 10],
        [chance(i, 3) < 0.95 ? 1 : 0, 1e-2, 10],
      ] as const,
  ),
);
const split = { kind: 'holdout', train: 0.25, validation: 0.25, test: 0.5, groupBy: 'group', nearCopies: null, seed: 3 } as const;
const paced = (pace: { readonly [name: string]: Json }, name = 'paced') => ({
  ...aStrategy(name, [{ predict: { by: 'ridge', features: ['words'] } }, { pace }]),
  kind: 'dynamic' as const,
});
const run = (...strategies: ReturnType<typeof paced>[]) =>
  runOn(dataset, table, strategies, anExperiment({ split, bootstrap: { replicates: 200, seed: 7, confidence: 0.95 } })).body;

describe('a paced strategy in a run', () => {
  const body = run(paced({ budget_usd: 0.5, over: 100 }), paced({ budget_usd: 0.6, per: 'day', cap: 'hard' }, 'by-day'));
  const of = (id: string) => body.rows.find((row) => row.id === id);
  const online = of('router:paced')?.online;

  it('keeps its budget, window by window, and says what it left', () => {
    const requests = online?.requests ?? 0;
    expect(online?.budget).toMatchObject({ usd: 0.5, per: 'queries', queries: 100, windows: Math.ceil(requests / 100) });
    expect(online?.budget?.overspend.value).toBeLessThan(0.01);
    expect(online?.budget?.unspent.value).toBeLessThan(0.03);
    expect(online?.budget?.spent.value).toBeCloseTo((online?.cost.value ?? 0) * (requests / (online?.budget?.windows ?? 1)), 9);
    const capped = of('router:by-day')?.online?.budget;
    expect(capped).toMatchObject({ per: 'day', queries: null, windows: 2, overspend: { value: 0 } });
  });

  it('has the numbers of its row, and less than what knowing every outcome could buy', () => {
    expect(online?.quality.value).toBeCloseTo(of('router:paced')?.metrics['quality.mean']?.value ?? 0, 9);
    expect(online?.cost.value).toBeCloseTo(of('router:paced')?.metrics['cost.mean']?.value ?? 0, 12);
    const { optimum, ofOptimum } = online?.budget ?? {};
    expect(ofOptimum?.value).toBeCloseTo((online?.quality.value ?? 0) / (optimum?.value ?? 0), 9);
    expect(ofOptimum?.value).toBeLessThan(1);
    expect(ofOptimum?.value).toBeGreaterThan(0.85);
    for (const one of [online?.quality, optimum, ofOptimum]) {
      expect(one?.low ?? 1).toBeLessThan(one?.value ?? 0);
      expect(one?.high ?? 0).toBeGreaterThan(one?.value ?? 1);
    }
  });

  it('is not judged by the costs of requests that the budget is not for', () => {
    const some = { 'prompt.text': { $contains: 'prove' } };
    const online = run(paced({ budget_usd: 0.5, over: 100, when: some })).rows[0]?.online;
    expect(online?.requests).toBeGreaterThan(0);
    expect(online).not.toHaveProperty('budget');
  });

  it('has no interval of money from fewer than four windows', () => {
    for (const { spent, overspend, unspent } of [online?.budget, of('router:by-day')?.online?.budget].flatMap((one) => one ?? []))
      expect([spent, overspend, unspent].map(({ low, high }) => [low, high])).toEqual(Array(3).fill([null, null]));
    expect(run(paced({ budget_usd: 0.1, over: 20 })).rows[0]?.online?.budget?.spent.low).toBeTypeOf('number');
  });

  it('stands in results that the schema accepts, and in the report', () => {
    const results = {
      schemaVersion: 1,
      tool: { name: 'routelab', version: '0' },
      experiment: { name: 'x', file: 'x', synthetic: false },
      inputs: { hash: 'h', files: [] },
      ...body,
    } satisfies Results;
    expect(parseResults(JSON.parse(JSON.stringify(results))).rows[0]?.online).toEqual(body.rows[0]?.online);
    const view = onlineView(results);
    expect(view?.tables.map(({ title }) => title)).toEqual(['Budgets']);
    expect(view?.sentences.join(' ')).toMatch(/^Each is a mean over 20 walks through 2\d\d requests.*sessions\.$/);
    const rows = results.rows.map((row) =>
      row.online === undefined ? row : { ...row, online: { ...row.online, requests: 150 } },
    );
    expect(onlineView({ ...results, rows })?.tables[0]?.rows.find(([label]) => label === 'paced')?.[1]).toMatch(
      /^\$0\.500? over 100 requests, in proportion \$0\.375 a window for the 150 that came$/,
    );
    expect(renderMarkdown(results)).toMatch(/## Strategies with a memory[\s\S]*\| paced \| \$0\.500? over 100 requests \|/);
  });

  it('needs times for a budget by time', () => {
    const untimed = aDataset(
      Array.from({ length: SIZE }, (_, i) => ({ id: `q${i}`, prompt: `${isHard(i) ? 'prove' : 'say'} ${i}` })),
    );
    const daily = paced({ budget_usd: 1, per: 'day' });
    expect(() => runOn(untimed, table, [daily], anExperiment({ split }))).toThrow(/pace\.per.*arrived_at/);
  });
});
