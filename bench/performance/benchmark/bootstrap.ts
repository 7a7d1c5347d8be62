import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drive } from '../../../src/engine/engine.js';
import { threads } from '../../../src/engine/threads.js';
import { type ResampleColumns, resampleTotals } from '../../../src/stats/bootstrap.js';
import { plainTotals } from '../../../src/stats/plain-resample.js';
import { resampleWork } from '../../../src/stats/resample-unit.js';
import type { Benchmark, Growth, Row } from '../benchmark.js';
import { column, QUERIES, rightOrWrong } from '../data.js';
import { pythonAnchor } from '../python.js';
import { medianSeconds, seconds, secondsOf } from '../time.js';

const RESAMPLES = 10_000;
const PEER = 'numpy, 1.4–1.7 s; Poisson weights in numpy, 11–12 s; scipy, 2.2 s';

/** The interval of a paired difference between two strategies. */
export const bootstrap: Benchmark = {
  name: 'bootstrap',
  run: async (size) => {
    const [queries, resamples] = size === 'full' ? [QUERIES, RESAMPLES] : [2000, 500];
    const graded = pairedDifference(queries, resamples, (number) => column(queries, number));
    const binary = pairedDifference(queries, resamples, (number) => rightOrWrong(queries, number, 0.7));
    const anchor = pythonAnchor('rows drawn by index in numpy, one resample after another', 'bootstrap.py', resamples, queries);
    const times = `${resamples.toLocaleString('en-US')} × ${queries.toLocaleString('en-US')}`;
    const row = (how: string, value: number, atLeast?: number): Row => ({
      work: `paired bootstrap ${times}, ${how}`,
      value,
      unit: 's',
      anchor,
      peer: PEER,
      ...(atLeast === undefined ? {} : { goal: { kind: 'times', atLeast } }),
    });
    const one = medianSeconds(3, () => resampleTotals(graded));
    const ten = seconds(() => resampleTotals({ ...graded, columns: tenStrategies(queries) }));
    return {
      rows: [
        row(
          'plain JavaScript',
          seconds(() => plainTotals(graded, graded.columns)),
        ),
        row('WebAssembly, one thread', one, 2),
        row('two threads', await onTwoThreads(graded), 3.5),
        row(
          'right or wrong',
          medianSeconds(3, () => resampleTotals(binary)),
          1000,
        ),
        { work: `ten strategies in one resample, beside one`, value: ten / one, unit: '×', goal: { kind: 'most', value: 4 } },
      ],
      growth: growthFrom(size === 'full' ? 500 : 100, queries),
    };
  },
};

function pairedDifference(rows: number, replicates: number, quality: (number: number) => Float64Array): ResampleColumns {
  const [one, other] = [quality(1), quality(2)];
  const difference = one.map((value, row) => value - (other[row] as number));
  return {
    seed: 1,
    replicates,
    groupKeys: Uint32Array.from(difference.keys()),
    // Resamples by weights differ in size: their means need the sum of the weights as well.
    columns: [difference, new Float64Array(rows).fill(1)],
  };
}

function tenStrategies(rows: number): Float64Array[] {
  return [...Array.from({ length: 10 }, (_, number) => column(rows, 10 + number)), new Float64Array(rows).fill(1)];
}

/** Threads are started before: a run starts them once for everything. */
async function onTwoThreads(columns: ResampleColumns): Promise<number> {
  const engine = threads(pathToFileURL(resolve('dist/app/worker/worker.js')), 2);
  try {
    await drive(resampleWork(columns), engine);
    return await secondsOf(() => drive(resampleWork(columns), engine));
  } finally {
    await engine.close();
  }
}

function growthFrom(least: number, queries: number): Growth[] {
  const sizes = [1, 4, 16].map((times) => times * least);
  const at = (resamples: number): number => {
    const columns = pairedDifference(queries, resamples, (number) => column(queries, number));
    return medianSeconds(3, () => resampleTotals(columns));
  };
  return [{ work: 'paired bootstrap', by: 'resamples', sizes, seconds: sizes.map(at) }];
}
