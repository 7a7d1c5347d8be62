import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../../src/domain/column.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { pack } from '../../../src/router/packed.js';
import type { ForestConfig } from '../../../src/router/predictor/config.js';
import { checkQuality, compilePredictor, compileQuality } from '../../../src/router/predictor/index.js';
import { QUALITY_ONE } from '../../../src/router/predictor/table.js';
import { hash32 } from '../../../src/stats/hash.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import { aTraining } from '../../support/a-training.js';

const empty = { weights: pack('i8', []), bias: [], shift: 0, table: { x: [0], y: [0] } };

/** Two trees over the prompt's code points, two models. */
const byHand: ForestConfig = {
  type: 'forest',
  numbers: ['prompt.code_points'],
  columns: [],
  space: [],
  projection: { directions: 0, matrix: pack('i8', []), shift: 0 },
  classes: empty,
  // Tree 1: up to 3 code points → leaf 0, else leaf 1. Tree 2: leaf 2 whatever is asked.
  roots: pack('u32', [0, 3]),
  feature: pack('u16', [0, 65_535, 65_535, 65_535]),
  threshold: pack('i32', [3, 0, 1, 2]),
  child: pack('u32', [1, 0, 0, 0]),
  leaves: pack('u8', [128, 0, 0, 64, 64, 64]),
};

describe('a forest', () => {
  it('gives the mean of the leaves its trees lead to', () => {
    const { batch } = aTraining([
      ['abc', [0, 0]],
      ['abcd', [0, 0]],
    ]);
    const bound = compilePredictor(byHand, 2, DEFAULT_INPUT)(batch);
    const scores = new Float64Array(2);
    bound(0, scores);
    // (1 + ½) / 2 and (0 + ½) / 2.
    expect([...scores]).toEqual([0.75 * QUALITY_ONE, 0.25 * QUALITY_ONE]);
    bound(1, scores);
    expect([...scores]).toEqual([0.25 * QUALITY_ONE, 0.5 * QUALITY_ONE]);
  });

  // Two kinds of requests; which model is right depends on the kind and, for one kind, on the length: no single number tells.
  const rows = Array.from({ length: 400 }, (_, i) => {
    const kind = hash32(1, i, 0) % 2;
    const long = hash32(1, i, 1) % 2;
    const opening = kind === 0 ? 'translate this letter' : 'prove this theorem';
    const first = kind === 0 ? 1 : long;
    return [
      `${opening} ${hash32(1, i, 2) % 50}${long === 1 ? ' in every detail you can think of' : ''}`,
      [first, 1 - first],
    ] as const;
  });
  const kinds = codedColumn(Array.from(rows, (_, i) => (hash32(1, i, 0) % 2 === 0 ? 'letters' : 'mathematics')));
  const learned = Uint32Array.from(rows.keys()).filter((row) => row < 300);
  const training = aTraining(rows, { rows: learned, category: kinds });
  const source = { training, models: [0, 1], input: DEFAULT_INPUT };
  const spec = { by: 'forest', calibrate: 'none', dimension: 256, trees: 20, min_leaf: 5 } as const;
  const { predictor, tables } = qualityFits.fit(spec, source);

  it('learns what depends on two things at once, and the classes of a label', () => {
    expect((predictor as ForestConfig).classes.bias).toHaveLength(2);
    const bound = compileQuality({ predictor, tables }, 2, DEFAULT_INPUT)(training.batch);
    const scores = new Float64Array(2);
    let right = 0;
    for (let row = 300; row < 400; row++) {
      bound(row, scores);
      right += rows[row]?.[1][(scores[0] as number) >= (scores[1] as number) ? 0 : 1] ?? 0;
    }
    expect(right).toBeGreaterThan(95);
  });

  it('leaves classes out when asked to, and reads signals when named', () => {
    const without = qualityFits.fit({ ...spec, classes: 'none' }, source).predictor as ForestConfig;
    expect(without.classes.bias).toEqual([]);
    const signalled = aTraining(
      Array.from(
        { length: 60 },
        (_, i) => [{ prompt: 'the same', signals: { tier: i % 2 === 0 ? 'free' : 'paid' } }, [i % 2, 1 - (i % 2)]] as const,
      ),
    );
    const fitted = qualityFits.fit({ ...spec, signals: ['signals.tier'] }, { ...source, training: signalled });
    const bound = compileQuality(fitted, 2, DEFAULT_INPUT)(signalled.batch);
    const scores = new Float64Array(2);
    bound(0, scores);
    expect([...scores]).toEqual([0, QUALITY_ONE]);
    bound(1, scores);
    expect([...scores]).toEqual([QUALITY_ONE, 0]);
  });

  it('refuses trees whose walks could not end', () => {
    const check = (over: Partial<ForestConfig>) => () =>
      checkQuality({ predictor: { ...byHand, ...over }, tables: [{ x: [0], y: [0] }] }, 'quality', 2);
    expect(check({})).not.toThrow();
    expect(check({ child: pack('u32', [0, 0, 0, 0]) })).toThrow(/leads nowhere \(got node 1\)/);
    expect(check({ child: pack('u32', [2, 0, 0, 0]) })).toThrow(/leads nowhere \(got node 1\)/);
    expect(check({ threshold: pack('i32', [3, 0, 3, 2]) })).toThrow(/leads nowhere \(got node 3\)/);
    expect(check({ feature: pack('u16', [1, 65_535, 65_535, 65_535]) })).toThrow(/leads nowhere \(got node 1\)/);
    expect(check({ roots: pack('u32', [0, 9]) })).toThrow(/does not ascend from 0/);
    expect(check({ leaves: pack('u8', [129, 0, 0, 64, 64, 64]) })).toThrow(/holds no quality \(got item 1: 129\)/);
  });
});
