import { describe, expect, it } from 'vitest';
import type { Results } from '../../../src/domain/results.js';
import { onlineView } from '../../../src/report/online-view.js';
import { hash32 } from '../../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';

const SIZE = 600;
const chance = (i: number, salt: number): number => hash32(salt, i, 0) / 2 ** 32;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({ id: `q${i}`, prompt: `question ${i}`, signals: { session: `s${i % 150}` } })),
);
const RIGHT = [0.3, 0.85, 0.6];
const table = plainTable(
  ['a', 'b', 'c'],
  Array.from({ length: SIZE }, (_, i) =>
    RIGHT.map((right, model) => [chance(i, 10 + model) < right ? 1 : 0, 1e-3 * (model + 1), 10] as const),
  ),
);
const exploring = (spec: Record<string, number | string>, name = 'exploring') => ({
  ...aStrategy(name, [{ explore: spec as never }]),
  kind: 'dynamic' as const,
});
const online = (over: Partial<ReturnType<typeof anExperiment>['online']> = {}) => ({ ...anExperiment().online, ...over });
const run = (over: Parameters<typeof online>[0], ...strategies: ReturnType<typeof exploring>[]) =>
  runOn(dataset, table, strategies, anExperiment({ online: online(over), baselines: ['single'] }));

describe('an exploring strategy in a run', () => {
  const degrade = { model: 'b', from: 0.5, factor: 0 };
  const { body, compared } = run({ degrade }, exploring({ by: 'thompson', spread: 0.5, memory: 100, per_usd: 10 }));
  const own = body.rows.find(({ id }) => id === 'router:exploring');
  const { regret, reaction } = own?.online ?? {};

  it('is measured without a split where nothing was fitted', () => {
    expect([body.protocol.reportedOn, own?.marks]).toEqual(['all', ['sequential']]);
  });

  it('pays for learning, less and less, against the fixed model that was best in hindsight', () => {
    expect(regret).toMatchObject({ bestFixed: 'b', perUsd: 10 });
    const fixed = body.rows.find(({ id }) => id === 'single:b')?.metrics;
    expect(regret?.fixedReward.value).toBeCloseTo(
      (fixed?.['quality.mean']?.value ?? 0) - 10 * (fixed?.['cost.mean']?.value ?? 0),
      9,
    );
    const lost = ((regret?.fixedReward.value ?? 0) - (regret?.reward.value ?? 0)) * SIZE;
    expect(regret?.cumulative.value).toBeCloseTo(lost, 6);
    const at = (point: number): number => regret?.curve[point]?.cumulative.value ?? 0;
    expect(regret?.curve.map(({ queries }) => queries).at(-1)).toBe(SIZE);
    // The first fifth costs more than the last.
    expect(at(1)).toBeGreaterThan(at(9) - at(7));
    expect(regret?.cumulative.low).toBeGreaterThan(0);
    expect(regret?.cumulative.high ?? 0).toBeLessThan(0.2 * SIZE);
  });

  it('moves away from a model that gets worse, and says how fast', () => {
    expect(reaction?.before.value).toBeGreaterThan(0.5);
    expect(reaction?.after.value).toBeLessThan(0.2);
    expect(reaction?.requestsToHalf.value).toBeLessThan(150);
    expect(reaction?.requestsToHalf.n).toBe(20);
    // After the break c is the best that is fixed: what it does on the second half.
    const late = Array.from({ length: SIZE / 2 }, (_, i): number => (chance(SIZE / 2 + i, 12) < 0.6 ? 1 : 0));
    expect(reaction?.fixedQuality.value).toBeCloseTo(late.reduce((sum, one) => sum + one, 0) / late.length, 9);
    // The headline is not of the replay in which a model gets worse.
    expect(own?.metrics['quality.mean']?.value).toBeGreaterThan(0.7);
  });

  it('walks every seed with chance of its own, and logs the chance of every choice', () => {
    const row = compared.find(({ id }) => id === 'router:exploring');
    const firsts = row?.arm.firsts?.map((first) => first.join());
    expect(new Set(firsts).size).toBe(20);
    const chances = row?.walks?.flatMap(({ plans }) => plans.slice(1).map(({ propensity }) => propensity)) ?? [];
    expect(Math.min(...chances)).toBeGreaterThan(0);
    // Inverse propensities sum to the number of models, up to chance: what off-policy estimates rest on.
    const mean = chances.reduce((sum, one) => sum + 1 / one, 0) / chances.length;
    expect(Math.abs(mean - 3)).toBeLessThan(0.4);
  });

  it('needs a judge where a judge rates', () => {
    const feedback = { from: 'judge', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 } as const;
    expect(() => run({ feedback }, exploring({ by: 'thompson' }))).toThrow(/online\.feedback\.from.*no recording has a judge/);
  });

  it('is the same a second time, learns less from less, and says all of it in the report', () => {
    const spec = { by: 'epsilon_greedy', epsilon: 0.1 } as const;
    const feedback = { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 } as const;
    const full = run({}, exploring(spec)).body;
    expect(JSON.stringify(run({}, exploring(spec)).body)).toBe(JSON.stringify(full));
    const poor = run({ feedback: { ...feedback, rate: 0.1, noise: 0.3, delayQueries: 50 } }, exploring(spec)).body;
    const regretOf = ({ rows }: typeof body): number =>
      rows.find(({ online: one }) => one !== undefined)?.online?.regret?.cumulative.value ?? 0;
    expect(regretOf(poor)).toBeGreaterThan(regretOf(full) + 10);
    const results = {
      schemaVersion: 1,
      tool: { name: 'r', version: '0' },
      experiment: { name: 'x', file: 'x', synthetic: false },
      inputs: { hash: 'h', files: [] },
    } as const;
    expect(onlineView({ ...results, ...poor } satisfies Results)?.sentences[1]).toMatch(
      /50 requests later.*chance 0\.3.*10 % of answers/,
    );
    expect(onlineView({ ...results, ...body } satisfies Results)?.tables.map(({ title }) => title)).toEqual([
      'Learning on the way',
      'A model gets worse',
    ]);
  });
});
