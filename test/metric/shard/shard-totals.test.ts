import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyRatios } from '../../../src/metric/estimate/money-ratios.js';
import type { Quantity } from '../../../src/metric/family.js';
import type { Part } from '../../../src/metric/part.js';
import { type ArmSums, resampled } from '../../../src/metric/resampled.js';
import { addedUp } from '../../../src/metric/shard/added-up.js';
import { addedTotals, type ShardTotals, shardTotals } from '../../../src/metric/shard/shard-totals.js';
import { hash32 } from '../../../src/stats/hash.js';

const OPTIONS = { seed: 5, replicates: 60 };
const RATIOS = Object.values(moneyRatios({ self: 0, reference: 1 }));
const chance = (row: number, salt: number): number => hash32(11, row, salt) / 2 ** 32;

/** Groups by number: their sums of quality and cost for two arms. Costs reach from cents to thousands of dollars. */
function armsOf(groups: readonly number[], scale: number): ArmSums[] {
  return [0, 1].map(
    (arm) =>
      new Map<Quantity, Float64Array | null>([
        ['quality', Float64Array.from(groups, (group) => (chance(group, arm) < 0.5 ? 1 : chance(group, 7)))],
        ['cost', Float64Array.from(groups, (group) => Math.round(scale * chance(group, 3 + arm)) / 3)],
        ['failed', arm === 0 ? null : Float64Array.from(groups, (group) => (group === 3 ? 1 : 0))],
      ]),
  );
}

/** A part with one query a group, of some weight. */
function partOf(groups: readonly number[]): Part {
  return {
    rows: Uint32Array.from(groups.keys()),
    weight: Float64Array.from(groups, (group) => 1 + (group % 3) / 7),
    group: Uint32Array.from(groups.keys()),
    groupKeys: Uint32Array.from(groups, (group) => hash32(1, group, 0)),
  };
}

const shardOf = (groups: readonly number[], scale: number): ShardTotals =>
  shardTotals(armsOf(groups, scale), partOf(groups), { ...OPTIONS, ratios: RATIOS });
const all = Array.from({ length: 300 }, (_, group) => group);
const movement = () => ({ moving: 0, squares: 0 });

describe('totals of shards', () => {
  it('are the same bytes however groups are dealt, in any order', () => {
    const scale = 1e15;
    const whole = shardOf(all, scale);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6 }), { minLength: 300, maxLength: 300 }), (hands) => {
        const shards = Array.from({ length: 7 }, (_, hand) => all.filter((group) => hands[group] === hand));
        const sum = shards.map((groups) => shardOf(groups, scale)).reduceRight((one, other) => addedTotals(one, other));
        // Whether a part is absent or 0 throughout is no difference.
        expect(sum).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it.each([1e9, 1e13, 1e15])('are what a bootstrap of all groups has, with costs up to %d', (scale) => {
    const expected = resampled(armsOf(all, scale), partOf(all), { ...OPTIONS, ratios: RATIOS });
    const found = addedUp(addedTotals(shardOf(all.slice(0, 90), scale), shardOf(all.slice(90), scale)), OPTIONS, movement);
    expect(found.groups).toBe(300);
    for (const view of [(one: typeof found) => one.point, ...[0, 1, 59].map((at) => (one: typeof found) => one.replicate(at))]) {
      expect(view(found).weight).toBeCloseTo(view(expected).weight, 10);
      for (const arm of [0, 1])
        for (const quantity of ['quality', 'cost', 'failed'] as const)
          expect(view(found).of(arm, quantity) / view(expected).of(arm, quantity) || 1).toBeCloseTo(1, 13);
    }
    expect(found.point.of(0, 'failed')).toBe(0);
    expect(found.point.of(0, 'latency')).toBeNaN();
    const [cost, other] = RATIOS[1]?.over ?? [];
    if (cost === undefined || other === undefined) throw new Error('no terms');
    for (const at of [null, 3]) {
      const [own, wanted] = [found, expected].map((one) => one.products?.between(cost, other)?.(at) ?? 0);
      expect((own as number) / (wanted as number)).toBeCloseTo(1, 9);
    }
    const left = Array.from({ length: found.blocks }, (_, block) => found.point.weight - found.without(block).weight);
    expect(left.reduce((sum, value) => sum + value, 0)).toBeCloseTo(found.point.weight, 9);
  });

  it('stay exact where a double would round: ten thousand dollars and one pico-dollar', () => {
    const groups = [1, 2, 3];
    const sums = (values: readonly number[]): ArmSums => new Map([['cost', Float64Array.from(values)]]);
    const one = shardTotals(
      [sums([1e16, 1, 1])],
      { ...partOf(groups), weight: Float64Array.of(1, 1, 1) },
      { ...OPTIONS, ratios: null },
    );
    const column = one.columns.get('cost of 0');
    const exact = (column?.replicates.parts ?? []).reduce((sum, part) => sum + BigInt(part?.[0] ?? 0), 0n);
    const drawn = resampled([sums([1, 0, 0]), sums([0, 1, 1])], partOf(groups), OPTIONS).replicate(0);
    expect(exact).toBe(10n ** 16n * BigInt(drawn.of(0, 'cost')) + BigInt(drawn.of(1, 'cost')));
  });

  it('refuse what they can no longer add exactly', () => {
    expect(() => shardOf(all, 3e17)).toThrow(/too large to be added without rounding/);
  });

  it('know nothing where one value is not known', () => {
    const unknown: ArmSums = new Map([['cost', Float64Array.of(1, Number.NaN)]]);
    const known: ArmSums = new Map([['cost', Float64Array.of(1, 2)]]);
    const shard = (sums: ArmSums): ShardTotals => shardTotals([sums], partOf([1, 2]), { ...OPTIONS, ratios: null });
    const found = addedUp(addedTotals(shard(known), shard(unknown)), OPTIONS, movement);
    expect(found.point.of(0, 'cost')).toBeNaN();
    expect(found.replicate(0).of(0, 'cost')).toBeNaN();
  });
});
