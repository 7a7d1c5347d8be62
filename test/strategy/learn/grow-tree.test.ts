import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growTree, leafOf, type TreeData } from '../../../src/strategy/learn/grow-tree.js';

const settings = { minLeaf: 1, featureShare: 1, seed: 3 };

/** One feature 1, 2, 3, 4; the target is 0 up to 2 and 1 above. */
const steps: TreeData = {
  size: 4,
  columns: [Int16Array.of(1, 2, 3, 4)],
  outputs: 1,
  target: Float64Array.of(0, 0, 1, 1),
  weight: Float64Array.of(1, 1, 1, 1),
};

describe('growTree', () => {
  it('goes on until every leaf is one kind of example', () => {
    const tree = growTree(steps, settings);
    const predicted = [1, 2, 3, 4].map((value) => tree.leaves[leafOf(tree, () => value)]);
    expect(predicted).toEqual([0, 0, 1, 1]);
  });

  it('takes the split that explains more: a feature that tells the target apart before one that does not', () => {
    // Feature 0 is 0 or 1 as the target is; feature 1 is the same everywhere but for one example, which explains less.
    const tree = growTree(
      {
        size: 6,
        columns: [Int16Array.of(0, 0, 0, 1, 1, 1), Int16Array.of(0, 0, 0, 0, 0, 1)],
        outputs: 1,
        target: Float64Array.of(0, 0, 0, 1, 1, 1),
        weight: new Float64Array(6).fill(1),
      },
      settings,
    );
    // left² / wₗ + right² / wᵣ: 0 + 9 / 3 = 3 for feature 0, 4 / 5 + 1 / 1 = 1.8 for feature 1.
    expect(tree.feature[0]).toBe(0);
  });

  it('means by weight in a leaf that may not be split', () => {
    const tree = growTree({ ...steps, weight: Float64Array.of(1, 1, 1, 5) }, { ...settings, minLeaf: 3 });
    expect([...tree.feature]).toEqual([-1]);
    expect(tree.leaves[0]).toBeCloseTo(6 / 8, 15);
  });

  it('leaves at least minLeaf examples in a leaf, over several outputs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 1000 }), fc.boolean()), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        (rows, minLeaf, seed) => {
          const data: TreeData = {
            size: rows.length,
            columns: [Int16Array.from(rows, ([a]) => a), Int16Array.from(rows, ([, b]) => b)],
            outputs: 2,
            target: Float64Array.from(rows.flatMap(([a, , right]) => [right ? 1 : 0, a > 0 ? 1 : 0])),
            weight: new Float64Array(rows.length).fill(1),
          };
          const tree = growTree(data, { minLeaf, featureShare: 0.5, seed });
          const reached = rows.map((_, row) => leafOf(tree, (feature) => data.columns[feature]?.[row] as number));
          const counts = new Map<number, number>();
          for (const leaf of reached) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
          for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(Math.min(minLeaf, rows.length));
          for (const [leaf, count] of counts) {
            const own = rows.filter((_, row) => reached[row] === leaf && data.target[2 * row] === 1).length;
            expect(tree.leaves[2 * leaf]).toBeCloseTo(own / count, 12);
          }
          expect(growTree(data, { minLeaf, featureShare: 0.5, seed })).toEqual(tree);
        },
      ),
    );
  });
});
