import { describe, expect, it } from 'vitest';
import { arena, arenaCostScore, arenaScore } from '../../src/metric/arena.js';
import { chance } from '../../src/metric/chance.js';
import { cost } from '../../src/metric/cost.js';
import type { MetricFamily, Quantity, Roles, Totals } from '../../src/metric/family.js';
import { families, metricDefinitions } from '../../src/metric/index.js';
import { misrouting } from '../../src/metric/misrouting.js';
import { pair } from '../../src/metric/pair.js';
import { quality } from '../../src/metric/quality.js';
import { rate } from '../../src/metric/rate.js';
import { regret } from '../../src/metric/regret.js';
import { relative } from '../../src/metric/relative.js';
import { selection } from '../../src/metric/selection.js';

// Ten queries of weight 1. Arms: 0 cheap (quality 4, $1 in all), 1 dear (quality 8, $9), 2 the router (quality 7, $5),
// 3 the oracle (quality 9, $3). Costs are totals in pico-USD.
const USD = 1e12;
const TOTALS: Record<number, Partial<Record<Quantity, number>>> = {
  0: { quality: 4, cost: 1 * USD },
  1: { quality: 8, cost: 9 * USD },
  2: {
    quality: 7,
    cost: 5 * USD,
    over: 2,
    under: 3,
    overspend: 1.5 * USD,
    failed: 1,
    refused: 0,
    fellBack: 4,
    escalated: 5,
    right: 7,
    rightCost: 4 * USD,
    solvable: 6.5,
    flips: 2,
    shareQuality: 0.5,
  },
  3: { quality: 9, cost: 3 * USD, right: 9, solvable: 8.5 },
};
const totals: Totals = { weight: 10, of: (arm, quantity) => TOTALS[arm]?.[quantity] ?? Number.NaN };
const roles: Roles = {
  self: 2,
  reference: 1,
  oracle: 3,
  pair: { weak: 0, strong: 1 },
  singles: [0, 1],
  bestSingle: 1,
  shares: Float64Array.of(0.25, 0.75),
  usd: true,
};

const values = (family: MetricFamily, over: Partial<Roles> = {}): Record<string, number> =>
  Object.fromEntries(
    family.compute(totals, { ...roles, ...over }).map((value, index) => [family.definitions[index]?.name ?? '', value]),
  );

describe('metric families, by hand', () => {
  it('quality', () => {
    expect(values(quality)).toEqual({ 'quality.mean': 0.7, 'quality.retention': 7 / 8 });
  });

  it('cost', () => {
    expect(values(cost)).toEqual({ 'cost.mean': 0.5, 'cost.per1k': 500, 'cost.total': 5, 'cost.savings': 1 - 5 / 9 });
  });

  it('rates', () => {
    expect(values(rate)).toEqual({ 'rate.failed': 0.1, 'rate.refused': 0, 'rate.fallback': 0.4, 'rate.escalation': 0.5 });
  });

  it('regret and the closed part of the gap from best single (8) to oracle (9)', () => {
    expect(values(regret)).toEqual({ 'regret.quality': 0.2, 'regret.gap_closed': -1 });
    expect(values(regret, { self: 3 })).toEqual({ 'regret.quality': 0, 'regret.gap_closed': 1 });
    expect(values(regret, { oracle: null })['regret.quality']).toBeNaN();
  });

  it('over- and under-routing', () => {
    expect(values(misrouting)).toEqual({ 'routing.over': 0.2, 'routing.under': 0.3, 'routing.overspend': 0.15 });
  });

  it('PGR is not clipped', () => {
    expect(values(pair)['pair.pgr']).toBe(0.75);
    expect(values(pair, { self: 3 })['pair.pgr']).toBe(1.25);
    expect(values(pair, { pair: { weak: 1, strong: 0 } })['pair.pgr']).toBeNaN();
  });

  it('IBC lift: quality per extra cost over the weak model, against what the strong model gives', () => {
    // Strong: (8 − 4)/(9 − 1) = .5 a dollar. Router: (7 − 4)/(5 − 1) = .75, half as much again.
    expect(values(pair)['pair.ibc_lift']).toBeCloseTo(0.5, 12);
    // Oracle: (9 − 4)/(3 − 1) = 2.5.
    expect(values(pair, { self: 3 })['pair.ibc_lift']).toBeCloseTo(4, 12);
    expect(values(pair, { self: 0 })['pair.ibc_lift']).toBeNaN();
    expect(values(pair, { pair: null })).toEqual({ 'pair.pgr': Number.NaN, 'pair.ibc_lift': Number.NaN });
  });

  it('relative gains, against random (6), the best single model (8) and the oracle (9)', () => {
    expect(values(relative)).toEqual({
      'relative.gain_over_random': 7 / 6 - 1,
      'relative.gain_over_best': 7 / 8 - 1,
      'relative.gap_to_oracle': 1 - 7 / 9,
      'relative.cost_save': Number.NaN,
      'relative.v_best': 7 / 8,
      'relative.partial_oracle': 1 / 3,
    });
    // At least as good as the best single model: what it saves counts.
    expect(values(relative, { self: 3 })['relative.cost_save']).toBeCloseTo(1 - 3 / 9, 12);
    expect(values(relative, { self: 1 })['relative.cost_save']).toBe(0);
    expect(values(relative, { oracle: null })['relative.partial_oracle']).toBeNaN();
  });

  it('the arena score and its optimality', () => {
    const own = values(arena);
    // $5 over 10 queries is $500 per 1,000: dearer than the scale, so its cost score is 0 and so is the score.
    expect(own['arena.cost_score']).toBe(0);
    expect(own['arena.score']).toBe(0);
    // 7 right, 2 of them over-routed; 9 could be right.
    expect(own['arena.optimal_selection']).toBeCloseTo(5 / 9, 12);
    expect(own['arena.optimal_accuracy']).toBeCloseTo(6.5 / 8.5, 12);
    // Paid $4 on queries it got right, of which $1.5 too much.
    expect(own['arena.optimal_cost']).toBeCloseTo(2.5 / 4, 12);
    expect(values(arena, { usd: false })['arena.score']).toBeNaN();
  });

  it('the arena score, against numbers of its own leaderboard code', () => {
    // FIELD: 809 queries, published accuracy and USD per 1,000 queries.
    expect(arenaScore(0.52336, arenaCostScore(0.17599))).toBeCloseTo(0.53316, 5);
    expect(arenaScore(0.69012, arenaCostScore(0.04749))).toBeCloseTo(0.69729, 5);
    expect(arenaCostScore(0.0044)).toBe(1);
    expect(arenaCostScore(0)).toBe(1);
    expect(arenaCostScore(200)).toBe(0);
    expect(arenaScore(0, 0)).toBe(0);
  });

  it('selection: bits and flips per query', () => {
    expect(values(selection)).toEqual({ 'selection.flips': 0.2 });
    expect(values(selection, { self: 3 })['selection.flips']).toBeNaN();
  });

  it('gain over chance at the same shares and over the hull at the same cost', () => {
    // Shares .25/.75 expect 4·.25 + 8·.75 = 7; these queries go to the better model more often, worth .5. The hull at $5 lies halfway between 4 and 8: 6.
    expect(values(chance)['gain.random_at_shares']).toBeCloseTo(-0.05, 12);
    expect(values(chance)['gain.zero_router']).toBeCloseTo(0.1, 12);
    // Dearer than the hull's end: flat at 8.
    expect(values(chance, { self: 1 })['gain.zero_router']).toBe(0);
    expect(values(chance, { shares: null })['gain.random_at_shares']).toBeNaN();
  });
});

describe('definitions', () => {
  it('name every metric once, with a sentence and a source', () => {
    const names = metricDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { definition, source } of metricDefinitions) {
      expect(definition.length).toBeGreaterThan(20);
      expect(source.length).toBeGreaterThan(5);
    }
  });

  it('line up with what each family computes', () => {
    for (const family of families) expect(family.compute(totals, roles)).toHaveLength(family.definitions.length);
  });
});
