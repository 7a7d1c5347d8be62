import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { NUMBER_ARRAYS, type NumberArray } from '../../src/domain/number-array.js';
import { arrayShelf, shelfMemory } from '../../src/engine/array-shelf.js';

const DOOR = pathToFileURL(resolve('dist/engine/array-shelf.js')).href;
const memory = (): SharedArrayBuffer => shelfMemory() as SharedArrayBuffer;

it('keeps arrays of every kind as they were made, by the first who asks', () => {
  const shared = memory();
  const [one, other] = [arrayShelf(shared), arrayShelf(shared)];
  for (const [name, Kind] of Object.entries(NUMBER_ARRAYS)) {
    const made = [new Kind([1, 0, 3]), new Uint32Array(0), new Float64Array([Number.NaN, -0])];
    expect(one.made(name, () => made)).toEqual(made);
    expect(
      other.made(name, () => {
        throw new Error('made twice');
      }),
    ).toEqual(made);
  }
});

it('gives nobody the arrays of another name, though half of its hash is the same', () => {
  const shared = memory();
  const ask = (value: number) => arrayShelf(shared).made('half', () => [Int32Array.of(value)])[0]?.[0];
  expect([ask(1), ask(2)]).toEqual([1, 1]);
  const words = new BigInt64Array(shared);
  const half = createHash('sha256').update('half').digest().readBigInt64LE(8);
  words[words.indexOf(half)] = half ^ 1n;
  expect(ask(3)).toBe(3);
});

it('shows everybody what one writes', () => {
  const shared = memory();
  const ask = () => arrayShelf(shared).made('rows', () => [new Int32Array(4).fill(-1)])[0] as Int32Array;
  const [one, other] = [ask(), ask()];
  one[2] = 7;
  expect([...other]).toEqual([-1, -1, 7, -1]);
});

it('leaves what has no room, and what could not be made, to each who asks', () => {
  const shelf = arrayShelf(memory());
  let made = 0;
  const huge = (): NumberArray[] => [new Float64Array(2 ** 24 + made++)];
  expect([shelf.made('huge', huge), shelf.made('huge', huge)].map(([array]) => array?.length)).toEqual([2 ** 24, 2 ** 24 + 1]);
  const broken = (): NumberArray[] => {
    throw new RangeError('no such column');
  };
  for (let time = 0; time < 2; time++) expect(() => shelf.made('broken', broken)).toThrow('no such column');
  expect(shelf.made('more', () => [new Uint8Array([1])])[0]?.[0]).toBe(1);
});

it('waits once for a thread that has died in the middle of making', async () => {
  const shared = memory();
  const code = `
    const { parentPort, workerData: shared } = require('node:worker_threads');
    import('${DOOR}').then(({ arrayShelf }) =>
      arrayShelf(shared).made('column', () => {
        parentPort.postMessage('making');
        for (;;);
      }),
    );`;
  const maker = new Worker(code, { eval: true, workerData: shared });
  await new Promise((making) => maker.once('message', making));
  await maker.terminate();
  const own = () => [new Float64Array([4])];
  expect(arrayShelf(shared, 20).made('column', own)[0]?.[0]).toBe(4);
  // With all the patience there is, which this test has not.
  expect(arrayShelf(shared).made('column', own)[0]?.[0]).toBe(4);
});

it('goes on whatever a thread was doing when it was ended', async () => {
  const shared = memory();
  const code = `
    const { parentPort, workerData: shared } = require('node:worker_threads');
    import('${DOOR}').then(({ arrayShelf }) => {
      const shelf = arrayShelf(shared);
      for (let n = 0; ; n = (n + 1) % 3000) {
        shelf.made('column ' + n, () => [new Float64Array(1000).fill(n)]);
        if (n === 20) parentPort.postMessage('under way');
      }
    });`;
  const made: number[] = [];
  for (let time = 0; time < 3; time++) {
    const others = [0, 1].map(() => new Worker(code, { eval: true, workerData: shared }));
    await Promise.all(others.map((worker) => new Promise((begun) => worker.once('message', begun))));
    await Promise.all(others.map((worker) => worker.terminate()));
  }
  const shelf = arrayShelf(shared, 20);
  for (let n = 0; n < 3000; n++) made.push(...new Set(shelf.made(`column ${n}`, () => [new Float64Array(1000).fill(n)])[0]));
  expect(made).toEqual(Array.from({ length: 3000 }, (_, n) => n));
});

it('leaves to each who asks what stands behind the most names', () => {
  const shelf = arrayShelf(memory());
  const of = (n: number): number => shelf.made(`${n}`, () => [new Int32Array([n])])[0]?.[0] as number;
  for (const _ of [1, 2])
    expect(Array.from({ length: 4200 }, (__, n) => of(n))).toEqual(Array.from({ length: 4200 }, (__, n) => n));
});

it('has each array made once, however many threads ask at once', async () => {
  const shared = memory();
  const makes = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    import('${DOOR}').then(({ arrayShelf }) => {
      const { parentPort, workerData: { shared, makes } } = require('node:worker_threads');
      const shelf = arrayShelf(shared);
      const sums = Array.from({ length: 40 }, (_, n) => shelf.made('column ' + n, () => {
        Atomics.add(makes, 0, 1);
        return [new Float64Array(5000).fill(n)];
      })[0].reduce((sum, one) => sum + one, 0));
      parentPort.postMessage(sums);
    });`;
  const asked = Array.from({ length: 3 }, () => new Worker(code, { eval: true, workerData: { shared, makes } }));
  const sums = await Promise.all(asked.map((worker) => new Promise((done) => worker.once('message', done))));
  await Promise.all(asked.map((worker) => worker.terminate()));
  expect(sums).toEqual(Array.from({ length: 3 }, () => Array.from({ length: 40 }, (_, n) => 5000 * n)));
  expect(makes[0]).toBe(40);
});
