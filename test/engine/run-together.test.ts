import { expect, it } from 'vitest';
import type { Work } from '../../src/domain/work.js';
import { failureOf } from '../../src/engine/failure.js';
import { encode } from '../../src/engine/message.js';
import type { UnitResult } from '../../src/engine/run-unit.js';
import { takeUnit } from '../../src/engine/thread-side.js';
import { beginTogether, type Outcome, runTogether } from '../../src/engine/threads.js';

/** Doubles numbers; a negative one can't be. */
function doubling(numbers: readonly number[], ran: number[] = []): Work {
  const run = (_common: unknown, number: unknown): unknown => {
    ran.push(number as number);
    if ((number as number) < 0) throw new RangeError(`no ${number as number}`);
    return 2 * (number as number);
  };
  const common = { name: 'none', lasting: false, pack: () => null, unpack: () => null };
  return { kind: { name: 'double', describe: '', common, run }, common: {}, inputs: numbers };
}

/** Another thread, which takes every unit that it gets hold of and tells what came of each a moment later. */
async function another({ inputs, kind }: Work, { taken, came }: Outcome, most = Number.POSITIVE_INFINITY): Promise<void> {
  for (let count = 0; count < most; count++) {
    await new Promise(setImmediate);
    const unit = takeUnit({ inputs, taken });
    if (unit < 0) return;
    await new Promise(setImmediate);
    came(
      unit,
      resultOf(() => kind.run(null, inputs[unit])),
    );
  }
}

function resultOf(run: () => unknown): UnitResult {
  try {
    return { output: encode(run()) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

it('does each unit once, here or elsewhere, and gives outputs in the units’ order', async () => {
  const numbers = Array.from({ length: 50 }, (_, at) => at);
  const ran: number[] = [];
  const told: number[] = [];
  const work = doubling(numbers, ran);
  const outputs = await runTogether(work, { onUnit: (done, all) => told.push(done / all) }, (outcome) => another(work, outcome));
  expect(outputs).toEqual(numbers.map((number) => 2 * number));
  expect([...ran].sort((a, b) => a - b)).toEqual(numbers);
  expect(told).toEqual(numbers.map((_, at) => (at + 1) / 50));
});

it('fails as the first in order that failed, though a later one failed before it, and begins no other', async () => {
  const ran: number[] = [];
  const work = doubling([-1, -2, 3, 4], ran);
  // Elsewhere the first is begun before anything here, and ends after the second has failed here.
  const run = runTogether(work, {}, async ({ taken, came }) => {
    const unit = takeUnit({ inputs: work.inputs, taken });
    while (!ran.includes(-2)) await new Promise(setImmediate);
    await new Promise(setImmediate);
    came(
      unit,
      resultOf(() => work.kind.run(null, work.inputs[unit])),
    );
  });
  await expect(run).rejects.toThrow('no -1');
  expect(ran).toEqual([-2, -1]);
});

it('begins nothing more where another thread has died', async () => {
  const ran: number[] = [];
  const run = runTogether(
    doubling(
      Array.from({ length: 1000 }, (_, at) => at),
      ran,
    ),
    {},
    () => Promise.reject(new Error('a thread ended')),
  );
  await expect(run).rejects.toThrow('a thread ended');
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect(ran.length).toBeLessThan(5);
});

it('stops between units when it is told to', async () => {
  const stopping = new AbortController();
  const ran: number[] = [];
  const run = runTogether(
    doubling([1, 2, 3, 4], ran),
    { signal: stopping.signal, onUnit: (done) => done === 2 && stopping.abort() },
    () => Promise.resolve(),
  );
  await expect(run).rejects.toThrow(/abort/i);
  expect(ran).toEqual([1, 2]);
});

it('has others do what was begun before anybody here asks for it, and tells of it from then on alone', async () => {
  const ran: number[] = [];
  const told: number[] = [];
  const work = doubling([1, 2, 3], ran);
  let others = Promise.resolve();
  const finish = beginTogether(work, { onUnit: (done) => told.push(done) }, (outcome) => {
    others = another(work, outcome, 2);
    return others;
  });
  await others;
  expect([ran, told]).toEqual([[1, 2], []]);
  expect(await finish()).toEqual([2, 4, 6]);
  expect([ran, told]).toEqual([[1, 2, 3], [3]]);
});

it('waits for nobody once all units are done, and tells a failure to whoever asks for it', async () => {
  const busy = () => new Promise<void>(() => undefined);
  expect(await runTogether(doubling([1, 2]), {}, busy)).toEqual([2, 4]);
  const work = doubling([1, -2, 3]);
  let others = Promise.resolve();
  const finish = beginTogether(work, {}, (outcome) => {
    others = another(work, outcome);
    return others;
  });
  await others;
  await expect(finish()).rejects.toThrow('no -2');
});
