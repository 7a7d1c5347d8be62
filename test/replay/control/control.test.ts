import { describe, expect, it } from 'vitest';
import { lengthAt } from '../../../src/experiment/control-rows.js';
import { cellMeans } from '../../../src/replay/cell-means.js';
import { categoryOracle } from '../../../src/replay/control/category-oracle.js';
import type { ControlContext } from '../../../src/replay/control/control.js';
import { oracle } from '../../../src/replay/control/oracle.js';
import { promptLength } from '../../../src/replay/control/prompt-length.js';
import { random } from '../../../src/replay/control/random.js';
import { randomAtShares } from '../../../src/replay/control/random-at-shares.js';
import { single } from '../../../src/replay/control/single.js';
import { zeroRouter } from '../../../src/replay/control/zero-router.js';
import { weightedMeans } from '../../../src/replay/weighted-means.js';
import { plainTable } from '../../support/table-of.js';

const USD = 1e12;

// Four queries, three models. Quality / cost: cheap 1,0,0,0 at $1; middle 0,1,1,0 at $2; dear 1,1,0,0 at $6.
const cells = [
  [
    [1, 1, 10],
    [0, 2, 20],
    [1, 6, 60],
  ],
  [
    [0, 1, 10],
    [1, 2, 20],
    [1, 6, 60],
  ],
  [
    [0, 1, 10],
    [1, 2, 20],
    [0, 6, 60],
  ],
  [
    [0, 1, 10],
    [0, 2, 20],
    [0, 6, 60],
  ],
] as const;

function context(over: Partial<ControlContext> = {}): ControlContext {
  const base = {
    modelIds: ['cheap', 'middle', 'dear'],
    compared: [0, 1, 2],
    means: cellMeans(plainTable(['cheap', 'middle', 'dear'], cells)),
    rows: Uint32Array.of(0, 1, 2, 3),
    weight: Float64Array.of(1, 1, 1, 1),
    category: Int32Array.of(0, 0, 1, 1),
    group: Uint32Array.of(0, 1, 2, 3),
    promptLength: Float64Array.of(5, 40, 20, 20),
    seed: 1,
    isRight: (quality: number) => quality >= 1,
    pair: { weak: 0, strong: 2 },
    matchTo: null,
    ...over,
  };
  return {
    ...base,
    singles: weightedMeans(base.means, base.rows, base.weight),
    lengthAt: (share) =>
      lengthAt(
        [
          ...new Map([
            [5, 1],
            [20, 2],
            [40, 1],
          ]),
        ],
        share,
      ),
  };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe('oracle', () => {
  it('takes the best answer, ties to the cheaper, and shows both conventions where nobody is right', () => {
    const [charged, free] = oracle.arms(context());
    expect([...(charged?.arm.first ?? [])]).toEqual([0, 1, 1, 0]);
    expect(sum(charged?.arm.quality ?? new Float64Array())).toBe(3);
    expect(sum(charged?.arm.costPico ?? new Float64Array())).toBe(6 * USD);
    expect(sum(free?.arm.quality ?? new Float64Array())).toBe(3);
    expect(sum(free?.arm.costPico ?? new Float64Array())).toBe(5 * USD);
  });
});

describe('single', () => {
  it('is one arm a model, paying that model on every query', () => {
    const arms = single.arms(context());
    expect(arms.map(({ id }) => id)).toEqual(['single:cheap', 'single:middle', 'single:dear']);
    expect(arms.map(({ arm }) => sum(arm.quality))).toEqual([1, 2, 2]);
    expect(arms.map(({ arm }) => sum(arm.costPico) / USD)).toEqual([4, 8, 24]);
  });
});

describe('random', () => {
  it('is the plain mean of the models', () => {
    const [arm] = random.arms(context());
    expect(sum(arm?.arm.quality ?? new Float64Array())).toBeCloseTo(5 / 3, 12);
    expect(sum(arm?.arm.costPico ?? new Float64Array()) / USD).toBeCloseTo(12, 9);
  });
});

describe('random at shares', () => {
  it('mixes the models at the matched shares, and is absent without a row to match', () => {
    expect(randomAtShares.arms(context())).toEqual([]);
    const [arm] = randomAtShares.arms(
      context({ matchTo: { label: 'r', shares: Float64Array.of(0.5, 0, 0.5), meanCostPico: 0 } }),
    );
    expect(sum(arm?.arm.quality ?? new Float64Array())).toBe(1.5);
    expect(sum(arm?.arm.costPico ?? new Float64Array()) / USD).toBe(14);
  });
});

describe('category oracle', () => {
  it('in-sample takes the best model of each category, ties to the cheaper', () => {
    // Category 0 (queries 0, 1): cheap 1, middle 1, dear 2 → dear. Category 1 (2, 3): middle 1 → middle.
    const [inSample] = categoryOracle.arms(context());
    expect([...(inSample?.arm.first ?? [])]).toEqual([2, 2, 1, 1]);
    expect(inSample?.marks).toContain('in_sample');
  });

  it('cross-fitted, never learns from the rows it decides', () => {
    // Two queries in different folds; each is best served by another model, so the other fold always misleads.
    const means = cellMeans(
      plainTable(
        ['a', 'b'],
        [
          [
            [1, 1],
            [0, 1],
          ],
          [
            [0, 1],
            [1, 1],
          ],
        ],
      ),
    );
    const [inSample, crossfit] = categoryOracle.arms(
      context({
        modelIds: ['a', 'b'],
        means,
        rows: Uint32Array.of(0, 1),
        weight: Float64Array.of(1, 1),
        category: Int32Array.of(0, 0),
        group: Uint32Array.of(0, 1),
        pair: null,
      }),
    );
    expect(sum(inSample?.arm.quality ?? new Float64Array())).toBe(1);
    expect(sum(crossfit?.arm.quality ?? new Float64Array())).toBe(0);
  });

  it('is absent without categories', () => {
    expect(categoryOracle.arms(context({ category: Int32Array.of(-1, -1, -1, -1) }))).toEqual([]);
  });
});

describe('prompt length', () => {
  it('sends the longer half to the strong model; equal lengths move together', () => {
    const [arm] = promptLength.arms(context());
    // Sorted 5, 20, 20, 40; half lies at 20, so both 20s and the 40 go to the strong model.
    expect([...(arm?.arm.first ?? [])]).toEqual([0, 2, 2, 2]);
    expect(arm?.score).toEqual(Float64Array.of(5, 40, 20, 20));
  });

  it('matches the strong share of the row it is held against', () => {
    const [arm] = promptLength.arms(
      context({ matchTo: { label: 'r', shares: Float64Array.of(0.75, 0, 0.25), meanCostPico: 0 } }),
    );
    expect([...(arm?.arm.first ?? [])]).toEqual([0, 2, 0, 0]);
  });

  it('can send nothing to the strong model', () => {
    const [arm] = promptLength.arms(context({ matchTo: { label: 'r', shares: Float64Array.of(1, 0, 0), meanCostPico: 0 } }));
    expect([...(arm?.arm.first ?? [])]).toEqual([0, 0, 0, 0]);
  });
});

describe('zero router', () => {
  it('mixes hull neighbours at the matched cost', () => {
    // Means: cheap ($1, .25), middle ($2, .5), dear ($6, .5): the hull ends at middle. At $1.50 it is half and half.
    const [arm] = zeroRouter.arms(context({ matchTo: { label: 'r', shares: new Float64Array(3), meanCostPico: 1.5 * USD } }));
    expect([...(arm?.arm.mixture ?? [])]).toEqual([0.5, 0.5, 0]);
    expect(sum(arm?.arm.quality ?? new Float64Array()) / 4).toBe(0.375);
  });

  it('stays on the hull where the matched row is dearer or cheaper than all of it', () => {
    const at = (meanCostPico: number) =>
      zeroRouter.arms(context({ matchTo: { label: 'r', shares: new Float64Array(3), meanCostPico } }))[0]?.arm.mixture;
    expect([...(at(100 * USD) ?? [])]).toEqual([0, 1, 0]);
    expect([...(at(0) ?? [])]).toEqual([1, 0, 0]);
  });

  it('is absent when a model has no cost', () => {
    const means = cellMeans(plainTable(['a'], [[[1, Number.NaN]]]));
    expect(
      zeroRouter.arms(context({ modelIds: ['a'], means, rows: Uint32Array.of(0), weight: Float64Array.of(1), pair: null })),
    ).toEqual([]);
  });
});
