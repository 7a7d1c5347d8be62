import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkspace } from '../../make-workspace.js';
import type { Benchmark, Row } from '../benchmark.js';
import { chanceAt } from '../data.js';
import { pythonAnchor } from '../python.js';
import { routelab } from '../routelab.js';
import { seconds } from '../time.js';

/** MMLU as RouteLLM evaluates it: prompts, of a strong and a weak model. */
const QUERIES = 14_037;
const THRESHOLDS = 1000;

/** Thresholds of a strong/weak router by the command line, from process start to the report. */
export const thresholds: Benchmark = {
  name: 'thresholds',
  run: async (size) => {
    const [queries, count] = size === 'full' ? [QUERIES, THRESHOLDS] : [400, 20];
    const dir = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
    try {
      await workspace(dir, queries);
      const anchor = anchorOf(count, queries);
      const row = (work: string, value: number): Row => ({
        work: `run ${queries.toLocaleString('en-US')} × 2, ${work}, whole command`,
        value,
        unit: 's',
        anchor,
        peer: 'RouteLLM, which makes no interval and no report, 4.9–6.2 s with imports and loading',
        goal: { kind: 'times', atLeast: 8 },
      });
      return {
        rows: [
          row('the curve over every threshold', wholeRun(dir, '0.5', 'none')),
          row(
            `a range of ${count.toLocaleString('en-US')} thresholds to choose from`,
            wholeRun(dir, `{ $linear: [0.001, 0.999, ${count}] }`, '{ train: 0.2, validation: 0.4, test: 0.4, seed: 1 }'),
          ),
        ],
      };
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
};

/** Python itself, numpy and the sweep. */
function anchorOf(count: number, queries: number): NonNullable<Row['anchor']> {
  const what = 'Python from its start, with numpy, and a threshold at a time over all rows; nothing read or written';
  let evaluated: NonNullable<Row['anchor']> | undefined;
  const value = seconds(() => {
    evaluated = pythonAnchor(what, 'sweep.py', count, queries);
  });
  return evaluated !== undefined && 'missing' in evaluated ? evaluated : { what, value };
}

function wholeRun(dir: string, threshold: string, split: string): number {
  const experiment = join(dir, 'routelab.yaml');
  writeFileSync(experiment, readFileSync(experiment, 'utf8').replace(/split: .*/, `split: ${split}`));
  writeFileSync(
    join(dir, 'strategies/score.yaml'),
    `name: score\nkind: static\npipeline:\n  - rules:\n      - { when: { signals.score: { $gt: ${threshold} } }, use: lab/m1 }\n      - use: lab/m0\n`,
  );
  return seconds(() => routelab(dir, 'run', '--quiet', '--no-cache'));
}

/** Every query has a score, which is all that the router knows. */
async function workspace(dir: string, queries: number): Promise<void> {
  await makeWorkspace(dir, queries, 2);
  for (const name of ['length', 'words', 'tier']) rmSync(join(dir, `strategies/${name}.yaml`));
  const dataset = join(dir, 'dataset.jsonl');
  const lines = readFileSync(dataset, 'utf8').trimEnd().split('\n');
  writeFileSync(
    dataset,
    lines
      .map((line, row) => `${JSON.stringify({ ...(JSON.parse(line) as object), signals: { score: chanceAt(row, 9) } })}\n`)
      .join(''),
  );
}
