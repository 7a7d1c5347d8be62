import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantisedEmbedding } from '../../../src/domain/embedding.js';
import { queryTable } from '../../../src/domain/query.js';
import { perturbedBatch } from '../../../src/replay/perturbed-batch.js';
import { requestBatch } from '../../../src/replay/request-batch.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { pack } from '../../../src/router/packed.js';
import type { KnnConfig, LinearConfig, MixConfig, PredictorConfig } from '../../../src/router/predictor/config.js';
import { checkQuality, compilePredictor, compileQuality } from '../../../src/router/predictor/index.js';
import { nearest, offer } from '../../../src/router/predictor/nearest.js';
import { addProduct, productsWith } from '../../../src/router/predictor/product.js';
import { compileNearest } from '../../../src/router/predictor/stored-requests.js';
import { lookUp } from '../../../src/router/predictor/table.js';
import type { RequestBatch } from '../../../src/router/router.js';
import type { SpaceConfig } from '../../../src/router/space/config.js';

/** Two columns: fewer than three words, or more. */
const space: SpaceConfig = [{ type: 'bins', of: 'prompt.words', edges: [3], value: 100 }];
const batch = requestBatch(queryTable(['one', 'one two three'].map((prompt, i) => ({ id: `q${i}`, prompt }))));
const scoresOf = (predictor: PredictorConfig, models: number): number[][] => {
  const scores = new Float64Array(models);
  const bound = compilePredictor(predictor, models, DEFAULT_INPUT)(batch);
  return [0, 1].map((row) => {
    bound(row, scores);
    return [...scores];
  });
};

const linear: LinearConfig = { type: 'linear', space, weights: pack('i8', [1, -2, 3, 4]), bias: [5, -7], shift: 3 };
const knn: KnnConfig = {
  type: 'knn',
  space,
  k: 2,
  power: 0,
  prior: 1,
  mean: [2 ** 19, 2 ** 20],
  offsets: pack('u32', [0, 1, 2, 3]),
  columns: pack('u16', [0, 0, 1]),
  values: pack('u8', [100, 50, 100]),
  valueShift: 0,
  quality: pack('u8', [128, 0, 64, 255, 0, 128]),
};

describe('the linear predictor', () => {
  it('sums value · weight and rounds down to the score’s unit', () => {
    // Column 0: (5 + 100·1)/8 = 13.1, (−7 − 200)/8 = −25.9; column 1: (5 + 300)/8, (−7 + 400)/8.
    expect(scoresOf(linear, 2)).toEqual([
      [13, -26],
      [38, 49],
    ]);
  });
});

describe('predictions for requests with other texts', () => {
  const queries = queryTable(
    ['one', 'one two three'].map((prompt, i) => ({ id: `q${i}`, prompt, embedding: i === 0 ? [1, 0] : [0, 1] })),
  );
  const recorded = requestBatch(queries);
  const other = {
    ...perturbedBatch(recorded, 1),
    messages: () => [{ role: 'user' as const, content: 'four words or even more' }],
  };
  const scoresIn = (predictor: PredictorConfig, batches: readonly RequestBatch[]): number[][] => {
    const scores = new Float64Array(2);
    const compiled = compileQuality({ predictor, tables: [{ x: [0, 2 ** 20], y: [0, 2 ** 20] }] }, 2, DEFAULT_INPUT);
    return batches.map((one) => {
      compiled(one)(0, scores);
      return [...scores];
    });
  };

  it('are worked out once where only the embedding is read', () => {
    const embedded: KnnConfig = { ...knn, space: [{ type: 'embedding', length: 2, norm: 101 }] };
    let read = 0;
    const counting: RequestBatch = {
      ...recorded,
      embedding: (row) => {
        read++;
        return recorded.embedding?.(row);
      },
    };
    const [one, again] = scoresIn(embedded, [counting, { ...other, besidesTexts: { batch: counting, row: (row) => row } }]);
    expect(again).toEqual(one);
    expect(read).toBe(1);
  });

  it('are their own where the text is read', () => {
    const [one, again] = scoresIn({ ...knn }, [recorded, other]);
    expect(again).not.toEqual(one);
  });
});

describe('the knn predictor', () => {
  it('takes the same neighbours from dense rows as a sort of all would', () => {
    const columns = 5;
    const row = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns });
    const dense: SpaceConfig = [{ type: 'embedding', length: columns, norm: 101 }];
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 200 }), row, fc.integer({ min: 1, max: 8 }), (rows, asked, k) => {
        const entries = rows.map((values) => values.flatMap((value, column) => (value === 0 ? [] : [{ value, column }])));
        const offsets = [0];
        for (const one of entries) offsets.push((offsets.at(-1) as number) + one.length);
        const stored = {
          space: dense,
          offsets: pack('u32', offsets),
          columns: pack(
            'u16',
            entries.flat().map(({ column }) => column),
          ),
          values: pack(
            'i8',
            entries.flat().map(({ value }) => value),
          ),
          valueShift: 0,
        };
        const heap = nearest(k);
        const one = requestBatch(queryTable([{ id: 'q', prompt: 'x', embedding: asked }]));
        compileNearest(stored, DEFAULT_INPUT)(one)(0, heap);
        const whole = Array.from(quantisedEmbedding(asked));
        const length = Math.floor(Math.sqrt(whole.reduce((sum, value) => sum + value * value, 0))) + 1;
        const scaled = whole.map((value) => Math.trunc((value * 101) / length));
        const expected = rows
          .map((values, index) => ({ index, dot: values.reduce((sum, value, at) => sum + value * (scaled[at] as number), 0) }))
          .filter(({ dot }) => dot > 0)
          .sort((a, b) => b.dot - a.dot || a.index - b.index)
          .slice(0, k);
        const found = Array.from({ length: heap.size }, (_, at) => ({
          index: heap.index[at] as number,
          dot: heap.value[at] as number,
        }));
        expect(found.sort((a, b) => b.dot - a.dot || a.index - b.index)).toEqual(expected);
      }),
    );
  });

  it('averages what is known of the nearest, and falls back to the mean without neighbours', () => {
    const one = 2 ** 20;
    // Row 0: neighbours 0 and 1 of plain weight 2¹⁸ each, the mean with weight 1. Model 1 is unknown of neighbour 1.
    const weight = 2 ** 18;
    expect(scoresOf(knn, 2)[0]).toEqual([
      Math.floor((weight * one + weight * (one / 2) + one / 2) / (2 * weight + 1)),
      Math.floor(one / (weight + 1)),
    ]);
    expect(scoresOf({ ...knn, columns: pack('u16', [0, 0, 0]) }, 2)[1]).toEqual([one / 2, one]);
  });

  it('weighs by similarity', () => {
    // Longest row 101: dot products 10,000 and 5,000 over a divisor of 1: their own ratio.
    expect(scoresOf({ ...knn, power: 1 }, 2)[0]?.[0]).toBe(Math.floor((10_000 * 2 ** 20 + 5_000 * 2 ** 19 + 2 ** 19) / 15_001));
  });

  it('keeps the k greatest, ties to the earlier, whatever the order of offers', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (values, k) => {
        const heap = nearest(k);
        for (const [index, value] of values.entries()) offer(heap, index, value);
        const expected = values
          .map((value, index) => ({ value, index }))
          .sort((a, b) => b.value - a.value || a.index - b.index)
          .slice(0, k)
          .map(({ index }) => index);
        expect([...heap.index.subarray(0, heap.size)].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      }),
    );
  });
});

describe('the mix', () => {
  it('is the weighted mean of its parts’ qualities', () => {
    const flat = (y: number) => ({ predictor: linear, tables: [{ x: [0], y: [y] }] });
    const mix: MixConfig = {
      type: 'mix',
      parts: [64, 192].map((weight, i) => ({ quality: flat(i === 0 ? 1000 : 2000), weight })),
    };
    expect(scoresOf(mix, 2)[0]).toEqual([1750, 1750]);
  });
});

describe('a monotone table', () => {
  const table = { x: [-10, 0, 100], y: [0, 50, 60] };
  it('is straight between knots and flat outside', () => {
    expect([-99, -10, -5, -4, 0, 9, 10, 100, 1e6].map((x) => lookUp(table, x))).toEqual([0, 0, 25, 30, 50, 50, 51, 60, 60]);
  });

  it('never falls', () => {
    const knots = fc.uniqueArray(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        knots,
        fc.array(fc.nat(2 ** 20), { minLength: 20, maxLength: 20 }),
        fc.integer(),
        fc.integer(),
        (xs, ys, a, b) => {
          const x = xs.sort((left, right) => left - right);
          const y = ys.slice(0, x.length).sort((left, right) => left - right);
          expect(lookUp({ x, y }, Math.min(a, b))).toBeLessThanOrEqual(lookUp({ x, y }, Math.max(a, b)));
        },
      ),
    );
  });
});

it('keeps predictions of a batch of many, and gives a single request the same', () => {
  const config = { predictor: linear, tables: [{ x: [-50, 50], y: [0, 1000] }] };
  const compiled = compileQuality(config, 2, DEFAULT_INPUT);
  expect(compileQuality(config, 2, DEFAULT_INPUT)).toBe(compiled);
  const many = compiled(batch);
  const read = (bound: typeof many, row: number): number[] => {
    const scores = new Float64Array(2);
    bound(row, scores);
    return [...scores];
  };
  const alone = compiled(requestBatch(queryTable([{ id: 'q', prompt: 'one two three' }])));
  expect(read(many, 1)).toEqual([880, 990]);
  expect(read(many, 1)).toEqual(read(alone, 0));
});

describe('a prediction from a file', () => {
  const tables = [{ x: [0, 1], y: [0, 1] }];
  it.each<[string, unknown, RegExp]>([
    ['an unknown predictor', { predictor: { type: 'lineer' }, tables }, /predictor\.type.*unknown predictor.*"linear"/],
    ['weights of another length', { predictor: { ...linear, weights: pack('i8', [1]) }, tables }, /weights\.length/],
    ['weights of another type', { predictor: { ...linear, weights: pack('i32', [1, 2, 3, 4]) }, tables }, /weights\.type/],
    ['a bias of another length', { predictor: { ...linear, bias: [1] }, tables }, /bias.*2 numbers/],
    ['a fractional bias', { predictor: { ...linear, bias: [1, 0.5] }, tables }, /bias\[1\]/],
    ['a table that falls', { predictor: linear, tables: [{ x: [0, 1], y: [1, 0] }] }, /tables\[0\]\.y\[1\]/],
    ['a table that steps back', { predictor: linear, tables: [{ x: [1, 1], y: [0, 1] }] }, /tables\[0\]\.x\[1\]/],
    ['too many tables', { predictor: linear, tables: [...tables, ...tables, ...tables] }, /tables.*1 or 2/],
    ['offsets that fall', { predictor: { ...knn, offsets: pack('u32', [0, 2, 1, 3]) }, tables }, /offsets.*does not ascend/],
    ['offsets that start late', { predictor: { ...knn, offsets: pack('u32', [1, 1, 2, 3]) }, tables }, /offsets.*start at 0/],
    ['a column that doesn’t exist', { predictor: { ...knn, columns: pack('u16', [0, 0, 2]) }, tables }, /columns.*below 2/],
    ['entries missing', { predictor: { ...knn, columns: pack('u16', [0, 0]) }, tables }, /columns\.length/],
    ['a quality of 2', { predictor: { ...knn, quality: pack('u8', [128, 0, 64, 254, 0, 128]) }, tables }, /quality.*item 4/],
    ['a request too long', { predictor: { ...knn, values: pack('u8', [100, 50, 102]) }, tables }, /values.*request 3/],
    ['no stored request', { predictor: { ...knn, offsets: pack('u32', [0]) }, tables }, /offsets/],
    [
      'weights that add up to less',
      { predictor: { type: 'mix', parts: [{ quality: { predictor: linear, tables }, weight: 255 }] }, tables },
      /sum of weights/,
    ],
    [
      'a part that is wrong',
      { predictor: { type: 'mix', parts: [{ quality: { predictor: linear, tables: [] }, weight: 256 }] }, tables },
      /parts\[0\]\.quality\.tables/,
    ],
  ])('with %s is refused', (_, value, message) => {
    expect(() => checkQuality(value, 'it', 2)).toThrow(message);
  });

  it.each([
    ['linear', linear],
    ['knn', knn],
  ])('of a sound %s is accepted', (_, predictor) => {
    expect(() => checkQuality(JSON.parse(JSON.stringify({ predictor, tables })), 'it', 2)).not.toThrow();
  });
});

describe('products of whole numbers', () => {
  const drawn = (length: number, seed: number, most: number): number[] =>
    Array.from({ length }, (_, i) => ((7919 * (i + 1) * (seed + 3)) % (2 * most + 1)) - most);

  it('are those of one entry after another, and of one vector after another, for any counts', () => {
    const sizes = fc.record({ size: fc.nat(11), width: fc.integer({ min: 1, max: 6 }), count: fc.nat(9), seed: fc.nat(500) });
    fc.assert(
      fc.property(sizes, ({ size, width, count, seed }) => {
        const matrix = Int8Array.from(drawn(width * 11, seed, 127));
        const index = Int32Array.from({ length: size }, (_, at) => (at * 5 + seed) % 11);
        const value = Int32Array.from(drawn(size, seed + 1, 2 ** 20));
        const sums = Float64Array.from(drawn(width, seed + 2, 2 ** 40));
        const expected = sums.map((sum, k) =>
          index.reduce((all, column, at) => all + (value[at] as number) * (matrix[column * width + k] as number), sum),
        );
        addProduct({ size, index, value }, matrix, width, sums);
        expect(sums).toEqual(expected);

        const many = drawn(count * width, seed + 4, 127);
        const into = new Float64Array(count);
        productsWith(sums, many, count, into);
        expect([...into]).toEqual(
          Array.from({ length: count }, (_, i) => sums.reduce((all, one, k) => all + one * (many[i * width + k] as number), 0)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
