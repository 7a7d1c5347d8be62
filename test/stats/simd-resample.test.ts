import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settled, type Work } from '../../src/domain/work.js';
import { forEachReplicate, plainDraws, resampleTotals } from '../../src/stats/bootstrap.js';
import { columnKind } from '../../src/stats/column-kinds.js';
import { plainTotals } from '../../src/stats/plain-resample.js';
import { THRESHOLDS } from '../../src/stats/poisson.js';
import { type ResampleRange, resampleWork } from '../../src/stats/resample-unit.js';
import { simdTotals } from '../../src/stats/simd-resample.js';

const smallOnes = (columns: readonly Float64Array[]): boolean[] => columns.map((column) => columnKind(column) === 'small');

/** A column out of a few kinds of values; its numbers come from a small generator, so that long ones are cheap to make. */
const KINDS: readonly ((bits: number) => number)[] = [
  (bits) => bits & 1,
  (bits) => (bits % 65_535) - 32_767,
  (bits) => (bits & 1 ? 32_767 : -32_767),
  (bits) => (bits % 7) * 32_768,
  (bits) => (bits - 2 ** 31) / 2 ** 30,
  (bits) => bits * 1_000_003,
  (bits) => Number.parseFloat(`${bits % 1000}e${(bits % 600) - 300}`),
  (bits) => [0, -0, 1e308, -1e308, 5e-324, 2 ** 53, 0.1][bits % 7] as number,
  (bits) => (bits % 5 === 0 ? Number.POSITIVE_INFINITY : bits),
  () => 0,
  () => -0,
  (bits) => (bits % 9 === 0 ? Number.NaN : 1),
];

function columnOf(kind: number, length: number): Float64Array {
  let bits = kind + 1;
  return Float64Array.from({ length }, () => {
    bits = (Math.imul(bits, 1_664_525) + 1_013_904_223) >>> 0;
    return (KINDS[kind % KINDS.length] as (bits: number) => number)(bits >>> 3);
  });
}

const specs = fc.record({
  seed: fc.integer(),
  replicates: fc.integer({ min: 1, max: 40 }),
  groups: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(4095, 4096, 4097, 4100, 8192, 9001)),
  kinds: fc.array(fc.nat({ max: 2 * KINDS.length }), { maxLength: 14 }),
});

const keysOf = (groups: number): Uint32Array => Uint32Array.from({ length: groups }, (_, i) => Math.imul(i + 1, 2_654_435_761));

describe('the WebAssembly kernel', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('gives the totals of the plain loops to the bit, for any sizes, seeds and values', () => {
    fc.assert(
      fc.property(specs, ({ seed, replicates, groups, kinds }) => {
        const spec = { seed, replicates, groupKeys: keysOf(groups) };
        const columns = kinds.map((kind) => columnOf(kind, groups));
        const plain = plainTotals(spec, columns);
        expect(simdTotals(spec, columns, smallOnes(columns))).toEqual(plain);
        expect(resampleTotals({ ...spec, columns })).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('draws the weights of the plain draw, replicate by replicate, whatever it did in between', () => {
    fc.assert(
      fc.property(specs, ({ seed, replicates, groups }) => {
        const spec = { seed, replicates, groupKeys: keysOf(groups) };
        const plain = plainDraws(spec);
        const expected = new Uint16Array(groups);
        forEachReplicate(spec, (replicate, weights) => {
          plain(replicate, expected);
          expect(weights).toEqual(expected);
          if (replicate === 0) simdTotals({ ...spec, seed: 1 }, [columnOf(4, groups)], [false]);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('takes more columns than it holds at once', () => {
    const spec = { seed: 5, replicates: 3, groupKeys: keysOf(50) };
    const columns = Array.from({ length: 600 }, (_, index) => columnOf(4, 50).map((value) => value + index));
    expect(simdTotals(spec, columns, smallOnes(columns))).toEqual(plainTotals(spec, columns));
  });

  it('comes to the same in units of some resamples and some columns', () => {
    const columns = Array.from({ length: 100 }, (_, index) => columnOf(0, 20_000).map((value) => value + index));
    const all = { seed: 3, replicates: 260, groupKeys: keysOf(20_000), columns: [...columns, columns[7] as Float64Array] };
    const work = resampleWork(all);
    const inputs = (work.next().value as Work).inputs as readonly ResampleRange[];
    expect(inputs.map(({ first, firstColumn }) => [first, firstColumn])).toEqual([
      [0, 0],
      [250, 0],
      [0, 72],
      [250, 72],
    ]);
    expect(settled(resampleWork(all))).toEqual(resampleTotals(all));
  });

  it('counts with the thresholds of the plain draw', async () => {
    const source = new URL('../../tools/bundle/wasm/resample-kernel.mjs', import.meta.url);
    const kernel = (await import(source.href)) as { readonly THRESHOLDS: readonly number[] };
    expect(kernel.THRESHOLDS).toEqual([...THRESHOLDS]);
  });

  it.each([
    ['has no WebAssembly', undefined],
    [
      'forbids it',
      {
        Module: class {
          constructor() {
            throw new Error('refused by the policy');
          }
        },
      },
    ],
  ])('is not missed where the host %s', async (_, host) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', host);
    const without = await import('../../src/stats/bootstrap.js');
    const spec = { seed: 5, replicates: 20, groupKeys: keysOf(5000) };
    const columns = [columnOf(0, 5000), columnOf(4, 5000)];
    expect(without.resampleTotals({ ...spec, columns })).toEqual(resampleTotals({ ...spec, columns }));
  });
});

describe('resampleTotals', () => {
  it('sums columns that hold the same once', () => {
    const [one, other, apart] = resampleTotals({
      seed: 1,
      replicates: 4,
      groupKeys: keysOf(30),
      columns: [columnOf(4, 30), columnOf(4, 30), columnOf(5, 30)],
    });
    expect(one).toBe(other);
    expect(one).not.toEqual(apart);
  });
});
