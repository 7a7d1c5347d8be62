import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CodedColumn, codedColumn } from '../../src/domain/column.js';
import type { Scalar } from '../../src/domain/json.js';
import { routeTogether } from '../../src/replay/route-together.js';
import { DEFAULT_INPUT, type PredictStage, type RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { inputKey } from '../../src/router/kept-column.js';
import { pack } from '../../src/router/packed.js';
import { MOST_TOKENS } from '../../src/router/predictor/selection.js';
import type { RequestBatch } from '../../src/router/router.js';
import { aRouter } from '../support/a-router.js';

const IDS = ['a', 'b', 'c', 'd'];
const KINDS = ['x', 'y', 'z'];

/** Requests of some kinds and lengths, more of them than are decided at once. */
function requests(kinds: readonly number[], size: number): RequestBatch {
  return {
    size,
    messages: (row) => [{ role: 'user', content: 'word '.repeat(row % 7) }],
    signals: new Map<string, CodedColumn<Scalar>>([
      ['kind', codedColumn(Array.from({ length: size }, (_, row) => KINDS[(kinds[row % kinds.length] ?? 0) % 4]))],
      ['worth', codedColumn(Array.from({ length: size }, (_, row) => row % 5))],
    ]),
    features: new Map(),
    counts: new Map(),
  };
}

/** Qualities that go by the request's kind; a request of no known kind has the bias alone. */
function qualityOf(weights: readonly number[]): PredictStage['quality'] {
  return {
    predictor: {
      type: 'linear',
      space: [{ type: 'signal', of: 'kind', values: KINDS, value: 1 }],
      weights: pack('i8', weights),
      bias: [10, 10, 20, 0],
      shift: 0,
    },
    tables: [{ x: [0, 64], y: [0, 2 ** 20] }],
  };
}

const drawn = (one: fc.Arbitrary<number>): fc.Arbitrary<number[]> => fc.array(one, { minLength: 4, maxLength: 4 });
const prices = fc.oneof(
  fc.record({
    scale: fc.constantFrom(1, 2, 4096),
    base: drawn(fc.integer({ min: -(2 ** 18), max: 2 ** 22 })),
    perToken: drawn(fc.integer({ min: 0, max: 2 ** 16 })),
  }),
  // In steps of quality itself: scores are often the same.
  fc.record({
    scale: fc.constant(1),
    base: drawn(fc.nat({ max: 12 }).map((steps) => steps * 2 ** 14)),
    perToken: fc.constant([0, 0, 0, 0]),
  }),
);
type Price = { readonly scale: number; readonly base: readonly number[]; readonly perToken: readonly number[] };

function priced(
  quality: PredictStage['quality'],
  { scale, ...price }: Price,
  fallback: readonly string[] = ['c', 'a'],
): RouterConfig {
  return aRouter(IDS, [{ kind: 'predict', over: IDS, quality, select: { by: 'utility', scale, price } }], fallback);
}

afterEach(() => vi.unstubAllGlobals());

describe('routing together', () => {
  it.each([true, false])(
    'comes to what every router says by itself: plans and their order, ties, predictions (SIMD: %s)',
    (has) => {
      if (!has) vi.stubGlobal('WebAssembly', undefined);
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 12, maxLength: 12 }),
          fc.array(prices, { minLength: 2, maxLength: 5 }),
          fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 9 }),
          (weights, all, kinds) => {
            const batch = requests(kinds, 600);
            const quality = qualityOf(weights);
            const routers = all.map((price) => createRouter(priced(quality, price)));
            const thirds = Uint32Array.from({ length: 200 }, (_, index) => 3 * index + 1);
            for (const rows of [undefined, thirds, new Uint32Array(0)]) {
              const expected = routers.map((router) => router.routeAll(requests(kinds, 600), rows));
              expect(routeTogether(routers, batch, rows).map((one) => ({ ...one }))).toEqual(expected);
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it('counts no more tokens of a request than a router does, however long it is', () => {
    const tokens = Float64Array.of(1, MOST_TOKENS - 1, MOST_TOKENS, MOST_TOKENS + 1, MOST_TOKENS + 100, 2 ** 40);
    const long = (): RequestBatch => ({
      ...requests([0], tokens.length),
      features: new Map([[`prompt.tokens|${inputKey(DEFAULT_INPUT)}`, tokens]]),
    });
    const quality = qualityOf(new Array(12).fill(0));
    // The first model costs a token each, the second what the most tokens cost and a little more: it would win only where more were counted.
    const dear = MOST_TOKENS + 50;
    const routers = [dear, MOST_TOKENS - 50].map((base) =>
      createRouter(priced(quality, { scale: 1, base: [0, base, 2 ** 40, 2 ** 40], perToken: [1, 0, 0, 0] })),
    );
    const own = routers.map((router) => router.routeAll(long()));
    const firsts = own.map(({ plans, plan }) => Array.from(tokens, (_, row) => plans[plan[row] as number]?.models[0]));
    expect(firsts).toEqual([new Array(6).fill('a'), ['a', 'b', 'b', 'b', 'b', 'b']]);
    expect(routeTogether(routers, long()).map((one) => ({ ...one }))).toEqual(own);
  });

  it('leaves every other router to itself, and keeps the order', () => {
    const quality = qualityOf([40, 0, 0, 0, 0, 40, 0, 0, 0, 0, 40, 0]);
    const price = { scale: 1, base: [0, 1, 2, 3], perToken: [0, 0, 0, 9] };
    const dear = { ...price, base: [2 ** 20, 2 ** 19, 5, 0] };
    const long = { ...price, perToken: [2 ** 14, 2 ** 15, 2 ** 13, 2 ** 12] };
    const stage = priced(quality, price).pipeline[0] as PredictStage;
    const configs = [
      priced(quality, price),
      priced(quality, dear, ['b']),
      aRouter(IDS, [{ kind: 'rules', rules: [{ use: 'd' }] }], ['a']),
      { ...priced(quality, dear), execution: { timeoutMs: 5 } },
      aRouter(IDS, [{ ...stage, when: { 'prompt.tokens': { $gt: 3 } } }], ['b']),
      aRouter(IDS, [
        { ...stage, select: { by: 'utility', scale: 1, price: { base: dear.base, perToken: price.perToken }, worth: 'worth' } },
      ]),
      priced(quality, dear),
      { ...priced(quality, price), execution: { timeoutMs: 5 } },
      aRouter(IDS, [{ ...stage, over: [...IDS].reverse() }], ['b']),
      { ...priced(quality, long), input: { ...DEFAULT_INPUT, codePointsPerToken: 1 } },
      priced(quality, long),
    ];
    const routers = configs.map((config) => createRouter(config));
    const usual = () => requests([0, 1, 2, 3], 300);
    // Where the best is down, what comes next differs from request to request.
    const down = IDS.map((id) => () => ({ ...usual(), models: () => ({ [id]: { available: false } }) }));
    for (const asked of [usual, ...down]) {
      const own = routers.map((router) => router.routeAll(asked()));
      expect(routeTogether(routers, asked()).map((one) => ({ ...one }))).toEqual(own);
    }
    const expected = routers.map((router) => router.routeAll(requests([0, 1, 2, 3], 300)));
    expect(new Set(expected.map(({ plans }) => JSON.stringify(plans))).size).toBeGreaterThan(4);
  });
});
