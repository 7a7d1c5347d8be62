import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { writeShard } from '../../src/app/shard/shard-file.js';
import { shardUnit } from '../../src/app/shard/shard-unit.js';
import { unitKinds } from '../../src/app/worker/unit-kinds.js';
import { done } from '../../src/domain/work.js';
import { shelfMemory } from '../../src/engine/array-shelf.js';
import { encode, type Message } from '../../src/engine/message.js';
import { type UnitResult, unitRunner } from '../../src/engine/run-unit.js';
import { threadPool } from '../../src/engine/thread-pool.js';
import { outputOf } from '../../src/engine/threads.js';
import { runWork } from '../../src/experiment/run.js';
import { tuneStrategy } from '../../src/experiment/search/tune-strategy.js';
import type { ShardFrame } from '../../src/experiment/shard/frame.js';
import { openTuning } from '../../src/experiment/tune.js';
import { packBench } from '../../src/experiment/unit/pack-bench.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { createRouter } from '../../src/router/create-router.js';
import { scenarioWork } from '../../src/simulate/simulate-scenario.js';
import { resampleTotals } from '../../src/stats/bootstrap.js';
import { hash32 } from '../../src/stats/hash.js';
import { resampleWork } from '../../src/stats/resample-unit.js';
import type { Strategy } from '../../src/strategy/strategy.js';
import { aDay, aRoute, aScenario, providers } from '../support/a-day.js';
import { fixedRouter } from '../support/a-router.js';
import { aDataset, anExperiment, aStrategy, runInputOf } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';
import { worksOf } from '../support/works-of.js';

const SIZE = 300;
const TOPICS = ['invoice refund payment', 'parser stack pointer', 'clause contract', 'recipe oven \ud83c butter ż'];
const chance = (row: number, salt: number, of: number): number => (hash32(salt, row, 0) / 2 ** 32 < of ? 1 : 0);
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, row) => ({
    id: `q${row}`,
    prompt: `case ${row} about ${TOPICS[hash32(5, row, 0) % 4]} ${hash32(9, row, 1) % 97}`,
    category: `${hash32(5, row, 0) % 4}`,
    signals: { tier: row % 3, name: row % 5 === 0 ? 'a' : 'b' },
    ...(row % 7 === 0 ? {} : { embedding: [row % 5, 1, row % 2] }),
  })),
);
const table = plainTable(
  ['small', 'large', 'odd'],
  Array.from({ length: SIZE }, (_, row) => [
    [chance(row, 1, hash32(5, row, 0) % 4 < 2 ? 0.95 : 0.2), 1e-3, 10],
    [chance(row, 2, 0.9), 1e-2, 40],
    [chance(row, 3, 0.5), 5e-3, 20],
  ]),
);
const predicting = (name: string, predict: object): Strategy => ({
  ...aStrategy(name, [
    { predict: { features: ['words', 'signals.tier'], utility: { per_usd: { $choice: [0, 20] } }, ...predict } },
  ]),
  kind: 'dynamic',
});
const strategies = [
  predicting('knn', { by: 'knn', k: { $choice: [5, 9] } }),
  predicting('near', { by: 'logistic', features: ['embedding'] }),
  aStrategy('rules', [{ rules: [{ when: { 'prompt.tokens': { $gt: { $choice: [6, 8] } } }, use: 'large' }, { use: 'small' }] }]),
];
const experiment = anExperiment({
  split: { kind: 'holdout', train: 0.4, validation: 0.3, test: 0.3, groupBy: 'group', nearCopies: null, seed: 3 },
  reference: 'large',
  objective: { kind: 'minimize_cost' },
  constraints: [{ kind: 'quality', atLeast: 0.7, of: 'reference', confidence: 0.95 }],
  bootstrap: { replicates: 100, seed: 7, confidence: 0.95 },
});

const ran = worksOf(runWork(runInputOf(dataset, table, strategies, experiment)));
const { bench, reference } = openTuning(runInputOf(dataset, table, [], experiment));
const searched = worksOf(
  tuneStrategy({
    bench,
    strategy: { ...(strategies[0] as Strategy), name: 'knn.tuned' },
    spec: { method: 'random', budget: 3, seed: 1, patience: null },
    rule: 'best',
    reference,
    known: new Map(),
  }),
);
// So much that it makes more than one unit.
const groupKeys = Uint32Array.from({ length: 17000 }, (_, group) => hash32(1, group, 0));
const columns = [Float64Array.from(groupKeys, (key) => key / 2 ** 32), Float64Array.from(groupKeys, (key) => -(key % 7))];
const resampling = { seed: 3, replicates: 2500, groupKeys, columns };
const drawn = worksOf(resampleWork(resampling));
const scenario = aScenario({
  providers: providers({ small: { service: { kind: 'exponential', meanMs: 9000 }, concurrency: 2 } }),
});
const played = worksOf(
  scenarioWork(scenario, {
    table,
    models: table.modelIds.map((id) => ({ id, provider: 'test', name: id, tags: [] })),
    queries: aDay(table, aRoute(['small'])).queries,
    batch: requestBatch(dataset.queries),
    routers: ['small', 'large'].map((id) => ({
      name: id,
      router: createRouter(fixedRouter(['small', 'large', 'odd'], id)),
      timeMs: 1,
    })),
    feedback: { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 },
    seeds: { first: 1, count: 2 },
  }),
);
const crossed = worksOf(
  runWork(
    runInputOf(dataset, table, strategies, {
      ...experiment,
      split: { kind: 'kfold', folds: 3, innerFolds: 2, groupBy: 'group', nearCopies: null, seed: 3 },
    }),
  ),
);
const shardPath = join(mkdtempSync(join(tmpdir(), 'routelab-test-')), 'shard');
await writeShard(shardPath, packBench(bench));
const frame: ShardFrame = {
  experiment,
  models: bench.known,
  modelIds: table.modelIds,
  compared: bench.compared,
  whole: { priced: [true, true, true], samples: 1 },
};
const summed = worksOf(
  done(shardUnit, frame, [
    { shard: { path: shardPath }, task: { do: 'ground' } },
    { shard: { bytes: new Uint8Array(readFileSync(shardPath)) }, task: { do: 'means', configs: [], awaited: [] } },
  ]),
);
const works = [...ran.works, ...searched.works, ...crossed.works, ...played.works, ...drawn.works, ...summed.works];

/** Everything a value holds, to the bit. */
function bits(value: unknown): unknown {
  const { text, arrays } = encode(value);
  return { text, arrays: arrays.map((array) => [array.constructor.name, ...array]) };
}

describe('units of work', () => {
  const pool = threadPool(pathToFileURL(resolve('dist/app/worker/worker.js')), 2);
  afterAll(() => pool.close());

  it('has names of its own for each kind', () => {
    expect(new Set(unitKinds.map(({ name }) => name)).size).toBe(unitKinds.length);
  });

  it('puts resamples together as they are drawn at once', () => {
    expect(drawn.works[0]?.work.inputs.length).toBeGreaterThan(1);
    expect(drawn.result).toEqual(resampleTotals(resampling));
  });

  it('takes no more once one has failed, and does others as before', async () => {
    const one = threadPool(pathToFileURL(resolve('dist/app/worker/worker.js')), 1);
    const { work, outputs } = summed.works[0] as (typeof summed.works)[number];
    const packed = (): Message => encode(work.kind.common.pack(work.common));
    const unit = { kind: work.kind.name, common: 'held', input: encode(work.inputs[0]), packed, shares: false };
    const done = async () => bits(outputOf(await one.run(unit), work.kind.name));
    expect(await done()).toEqual(bits(outputs[0]));
    const came: number[] = [];
    const taken = new Int32Array(new SharedArrayBuffer(4));
    const units = { kind: 'none', common: 'broken', inputs: [1, 2, 3].map(encode), taken };
    await one.take(units, 1, { packed: () => encode(null), shares: false }, (at) => came.push(at));
    expect(came).toEqual([0]);
    expect(await done()).toEqual(bits(outputs[0]));
    await one.close();
  });

  it('holds no more shelves than threads keep, and nothing once nobody has wanted anything for a while', async () => {
    const one = threadPool(pathToFileURL(resolve('dist/app/worker/worker.js')), 1, 20);
    const [first] = ['a', 'b', 'c'].map((common) => one.memoryOf(common));
    const latest = one.memoryOf('c');
    expect(one.memoryOf('c')).toBe(latest);
    expect(one.memoryOf('a')).not.toBe(first);
    const { work, outputs } = summed.works[0] as (typeof summed.works)[number];
    let packs = 0;
    const packed = (): Message => {
      packs++;
      return encode(work.kind.common.pack(work.common));
    };
    const unit = { kind: work.kind.name, common: 'held', input: encode(work.inputs[0]), packed, shares: false };
    const done = async () => bits(outputOf(await one.run(unit), work.kind.name));
    const shelf = one.memoryOf('d');
    // A thread that was begun anew has to be given what it reads.
    await expect.poll(async () => [await done(), packs > 1], { interval: 60, timeout: 10_000 }).toEqual([bits(outputs[0]), true]);
    expect(one.memoryOf('d')).not.toBe(shelf);
    await one.close();
  });

  it.each(unitKinds.map((kind) => ({ name: kind.name, kind })))(
    '$name comes to the same here, as text and back, and on threads',
    async ({ kind }) => {
      const asked = works.filter(({ work }) => work.kind === kind).slice(0, 2);
      expect(asked.length, 'the computations above ask for every kind').toBeGreaterThan(0);
      for (const { work, outputs } of asked) {
        const runner = unitRunner(unitKinds);
        runner.keep('common', kind.name, encode(kind.common.pack(work.common)), shelfMemory());
        const inputs = work.inputs.slice(0, 3);
        const expected = outputs.slice(0, 3).map(bits);
        expect(inputs.map((input) => runner.run(kind.name, 'common', encode(input)))).toEqual(
          outputs.slice(0, 3).map((output) => ({ output: encode(output) })),
        );
        const packed = (): Message => encode(kind.common.pack(work.common));
        const shares = kind.common.share !== undefined;
        const common = `${kind.name} ${asked.findIndex((one) => one.work === work)}`;
        const units = { kind: kind.name, common, inputs: inputs.map(encode), taken: new Int32Array(new SharedArrayBuffer(4)) };
        const results: UnitResult[] = [];
        await pool.take(units, 2, { packed, shares }, (unit, result) => {
          results[unit] = result;
        });
        const again = inputs.map((input) => pool.run({ kind: kind.name, common, input: encode(input), packed, shares }));
        for (const made of [results, await Promise.all(again)])
          expect(made.map((result) => bits(outputOf(result, kind.name)))).toEqual(expected);
      }
    },
  );
});
