import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../../src/domain/column.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { pack } from '../../../src/router/packed.js';
import type { ForestConfig, Readings } from '../../../src/router/predictor/config.js';
import { checkQuality, compilePredictor, compileQuality } from '../../../src/router/predictor/index.js';
import { compileReadings, magnitude } from '../../../src/router/predictor/readings.js';
import { QUALITY_ONE } from '../../../src/router/predictor/table.js';
import { hash32 } from '../../../src/stats/hash.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import { aTraining } from '../../support/a-training.js';

/** Two trees over the prompt's code points, two models. */
const byHand: ForestConfig = {
  type: 'forest',
  numbers: ['prompt.code_points'],
  columns: [],
  space: [],
  sums: { weights: pack('i8', []), bias: [], shift: [] },
  // Tree 1: up to 3 code points → leaf 0, else up to 5 → leaf 1, else leaf 2. Tree 2: leaf 3 whatever is asked.
  asks: pack('u16', [0, 65_535, 0, 65_535, 65_535, 65_535]),
  threshold: pack('i16', [3, 5]),
  leaves: pack('u8', [128, 0, 0, 64, 32, 32, 64, 64]),
};

describe('a forest', () => {
  it('gives the mean of the leaves its trees lead to', () => {
    const { batch } = aTraining([
      ['abc', [0, 0]],
      ['abcd', [0, 0]],
      ['abcdefg', [0, 0]],
    ]);
    const bound = compilePredictor(byHand, 2, DEFAULT_INPUT)(batch);
    const scores = new Float64Array(2);
    bound(0, scores);
    // (1 + ½) / 2 and (0 + ½) / 2.
    expect([...scores]).toEqual([0.75 * QUALITY_ONE, 0.25 * QUALITY_ONE]);
    bound(1, scores);
    expect([...scores]).toEqual([0.25 * QUALITY_ONE, 0.5 * QUALITY_ONE]);
    bound(2, scores);
    // (¼ + ½) / 2.
    expect([...scores]).toEqual([0.375 * QUALITY_ONE, 0.375 * QUALITY_ONE]);
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
  const spec = {
    by: 'forest',
    calibrate: 'none',
    dimension: 256,
    trees: 20,
    min_leaf: 5,
    directions: 8,
    feature_share: 1,
  } as const;
  const { directions } = spec;
  const { predictor, tables } = qualityFits.fit(spec, source);

  it('learns what depends on two things at once, and the classes of a label', () => {
    expect((predictor as ForestConfig).sums.bias.length).toBe(directions + 2);
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
    expect(without.sums.bias.length).toBe(directions);
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

  it('scores held-out rows as the router would: with one group, nothing is held out and all is the same', () => {
    const whole = { ...source, training: aTraining(rows, { rows: learned, group: new Uint32Array(rows.length) }) };
    const { values } = qualityFits.heldOut({ ...spec, classes: 'none' }, whole);
    const fitted = qualityFits.fit({ ...spec, classes: 'none' }, whole);
    const bound = compileQuality(fitted, 2, DEFAULT_INPUT)(whole.training.batch);
    const scores = new Float64Array(2);
    learned.forEach((row, at) => {
      bound(row, scores);
      expect([...scores]).toEqual([...values.subarray(2 * at, 2 * at + 2)]);
    });
  });

  it('refuses trees whose walks could not end, and sums that do not fit', () => {
    const check = (over: Partial<ForestConfig>) => () =>
      checkQuality({ predictor: { ...byHand, ...over }, tables: [{ x: [0], y: [0] }] }, 'quality', 2);
    expect(check({})).not.toThrow();
    expect(check({ asks: pack('u16', [0, 65_535, 0, 65_535, 65_535, 0]) })).toThrow(
      /asks.*no whole trees.*2 trees, 2 branches open/,
    );
    expect(check({ asks: pack('u16', []) })).toThrow(/no whole trees/);
    expect(check({ asks: pack('u16', [0, 65_535, 1, 65_535, 65_535, 65_535]) })).toThrow(/not read \(got node 3: 1\).*below 1/);
    expect(check({ threshold: pack('i16', [3]) })).toThrow(/threshold\.length/);
    expect(check({ leaves: pack('u8', [129, 0, 0, 64, 32, 32, 64, 64]) })).toThrow(/holds no quality \(got item 1: 129\)/);
    expect(check({ leaves: pack('u8', [128, 0, 0, 64, 32, 32]) })).toThrow(/leaves\.length/);
    expect(check({ sums: { weights: pack('i8', []), bias: [0], shift: [] } })).toThrow(/sums\.shift\.length/);
    expect(check({ sums: { weights: pack('i8', []), bias: [0.5], shift: [0] } })).toThrow(/sums\.bias\[0\]/);
    expect(check({ sums: { weights: pack('i8', [1]), bias: [0], shift: [0] } })).toThrow(/sums\.weights\.length/);
  });
});

describe('readings', () => {
  it('take numbers by their size: exact below 64, 32 steps a doubling above, never falling', () => {
    expect([0, 5, 63, 64, 65, 66, 127, 128, 1e6, -66].map(magnitude)).toEqual([0, 5, 63, 64, 64, 65, 95, 96, 509, -65]);
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.nat(1000), (n, more) => {
        expect(magnitude(n + more)).toBeGreaterThanOrEqual(magnitude(n));
      }),
    );
  });

  it('are sums over the text, rounded down and cut to 16 bits', () => {
    const { batch } = aTraining([
      ['one', [0]],
      ['one two three', [0]],
    ]);
    const readings: Readings = {
      numbers: ['prompt.words'],
      columns: [{ type: 'bins', of: 'prompt.words', edges: [2], value: 1 }],
      space: [{ type: 'bins', of: 'prompt.words', edges: [2], value: 100 }],
      // Fewer than two words: 3 + 100 · 1 and −100 · 2; more: 3 − 100 · 1 and 100 · 127.
      sums: { weights: pack('i8', [1, -2, -1, 127]), bias: [3, 100_000], shift: [1, 0] },
    };
    const read = compileReadings(readings, DEFAULT_INPUT)(batch);
    expect([...read(0)]).toEqual([1, 1, 0, 51, 32_767]);
    expect([...read(1)]).toEqual([3, 0, 1, -49, 32_767]);
  });
});
