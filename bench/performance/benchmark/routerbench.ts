import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash32 } from '../../../src/stats/hash.js';
import { makeWorkspace } from '../../make-workspace.js';
import type { Anchor, Benchmark } from '../benchmark.js';
import { chanceAt, MODELS, QUERIES } from '../data.js';
import { pythonAnchor } from '../python.js';
import { routelab } from '../routelab.js';

const WIDTH = 64;
const NEIGHBOURS = 40;
const TOPICS = 50;
const VALUES = 32;
/** Of the queries, those that are learned from; neighbours are searched for the others. */
const TRAIN = 0.7;

/** RouterBench's pipeline from files to a comparison: nearest neighbours on embeddings, at 32 values of money. */
export const routerbench: Benchmark = {
  name: 'routerbench',
  run: async (size) => {
    const dir = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
    try {
      const queries = size === 'full' ? QUERIES : 600;
      await workspace(dir, queries);
      routelab(dir, 'run', '--quiet');
      const { tookMs, peakRssMb } = JSON.parse(readFileSync(join(dir, 'reports/latest/run.json'), 'utf8')) as {
        readonly tookMs: number;
        readonly peakRssMb: number;
      };
      const work = `RouterBench's size end to end, ${queries.toLocaleString('en-US')} × ${MODELS}, kNN, ${VALUES} values of money`;
      return {
        rows: [
          {
            work,
            value: tookMs / 1000,
            unit: 's',
            anchor: anchorOf(queries),
            peer: 'RouterBench, 302 s and 2,380 MB',
            goal: { kind: 'times', atLeast: 100 },
          },
          { work: `${work}, peak memory`, value: peakRssMb, unit: 'MB', goal: { kind: 'most', value: 238 } },
        ],
      };
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
};

/** The search for neighbours is the same for every value, and made again for each: one is timed. */
function anchorOf(queries: number): Anchor {
  const test = Math.round(queries * (1 - TRAIN));
  return pythonAnchor(
    `scikit-learn and pandas as RouterBench has them: neighbours searched and averaged again for each value of money, choices scored by a walk over all rows (one value timed, times ${VALUES}); nothing read or written`,
    'routerbench.py',
    test,
    queries - test,
    MODELS,
    WIDTH,
    NEIGHBOURS,
    VALUES,
  );
}

/** Queries of a topic lie around its place, and so are answered alike. */
async function workspace(dir: string, queries: number): Promise<void> {
  await makeWorkspace(dir, queries, MODELS);
  for (const name of ['length', 'words', 'tier']) rmSync(join(dir, `strategies/${name}.yaml`));
  const dataset = join(dir, 'dataset.jsonl');
  const lines = readFileSync(dataset, 'utf8').trimEnd().split('\n');
  writeFileSync(
    dataset,
    lines.map((line, row) => `${line.slice(0, -1)},"embedding":${JSON.stringify(embeddingOf(row))}}\n`).join(''),
  );
  const experiment = join(dir, 'routelab.yaml');
  const rest = (1 - TRAIN) / 2;
  const text = readFileSync(experiment, 'utf8');
  writeFileSync(
    experiment,
    text.replace(/split: .*/, `split: { train: ${TRAIN}, validation: ${rest.toFixed(2)}, test: ${rest.toFixed(2)}, seed: 1 }`),
  );
  const values = Array.from({ length: VALUES }, (_, index) => Math.round(10 ** (1 + index / 8)));
  writeFileSync(
    join(dir, 'strategies/knn.yaml'),
    `name: knn\nkind: dynamic\npipeline:\n  - predict:\n      by: knn\n      features: [embedding]\n      k: ${NEIGHBOURS}\n      calibrate: none\n      utility: { per_usd: { $choice: [${values.join(', ')}] } }\nfallback: [lab/m0]\n`,
  );
}

function embeddingOf(row: number): number[] {
  const topic = hash32(5, row, 0) % TOPICS;
  return Array.from(
    { length: WIDTH },
    (_, at) => Math.round(1e4 * (chanceAt(1e6 + topic, at) - 0.5 + 0.5 * (chanceAt(row, 1000 + at) - 0.5))) / 1e4,
  );
}
