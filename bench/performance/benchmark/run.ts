import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkspace } from '../../make-workspace.js';
import type { Benchmark, Growth, Row } from '../benchmark.js';
import { MODELS, QUERIES } from '../data.js';
import { routelab } from '../routelab.js';
import { median } from '../time.js';

/** A run as it notes itself. */
interface Took {
  readonly tookMs: number;
  readonly peakRssMb: number;
}

const LEARNED = ['logistic', 'ridge', 'clusters'] as const;
const STRATEGIES = 12;

/** A whole `routelab run` with report, and the time of the decisions that it measures. */
export const run: Benchmark = {
  name: 'run',
  run: async (size) => {
    const scratch = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
    try {
      const queries = size === 'full' ? QUERIES : 300;
      const dir = join(scratch, 'whole');
      await workspace(dir, queries);
      const cold = runIn(dir, '--engine', 'inline');
      const again = runIn(dir, '--engine', 'inline');
      // Without the cache: with it, nothing would be left for threads to do.
      const threaded = runIn(dir, '--threads', '2', '--no-cache');
      return {
        rows: [...wholeRows(queries, { cold, again, threaded }), ...decisionRows(dir)],
        ...(size === 'full' ? { growth: await growthIn(scratch, cold) } : {}),
      };
    } finally {
      rmSync(scratch, { recursive: true });
    }
  },
};

function wholeRows(queries: number, { cold, again, threaded }: Readonly<Record<'cold' | 'again' | 'threaded', Took>>): Row[] {
  const work = `run ${queries.toLocaleString('en-US')} × ${MODELS}, ${STRATEGIES} strategies, ${LEARNED.length} learned`;
  const peakRssMb = Math.max(cold.peakRssMb, again.peakRssMb);
  return [
    { work: `${work}, first start`, value: cold.tookMs / 1000, unit: 's', goal: { kind: 'most', value: 10 } },
    { work: `${work}, second start`, value: again.tookMs / 1000, unit: 's', goal: { kind: 'most', value: 3 } },
    { work: `${work}, --threads 2, nothing kept`, value: threaded.tookMs / 1000, unit: 's' },
    { work: `${work}, peak memory`, value: peakRssMb, unit: 'MB', goal: { kind: 'most', value: 1000 } },
    { work: `${work}, peak memory, --threads 2`, value: threaded.peakRssMb, unit: 'MB', goal: { kind: 'most', value: 1000 } },
  ];
}

async function workspace(dir: string, queries: number, models: number = MODELS): Promise<void> {
  await makeWorkspace(dir, queries, models);
  for (const by of LEARNED)
    write(
      dir,
      `learned-${by}`,
      `kind: dynamic\npipeline:\n  - predict: { by: ${by}, utility: { per_usd: 10 } }\nfallback: [lab/m0]\n`,
    );
  for (let index = readdirSync(join(dir, 'strategies')).length; index < STRATEGIES; index++) {
    const when = `{ prompt.tokens: { $gt: ${10 * index} } }`;
    write(
      dir,
      `over-${index}`,
      `kind: static\npipeline:\n  - rules:\n      - { when: ${when}, use: lab/m${models - 1} }\n      - use: lab/m${index % (models - 1)}\n`,
    );
  }
}

function write(dir: string, name: string, body: string): void {
  writeFileSync(join(dir, `strategies/${name}.yaml`), `name: ${name}\n${body}`);
}

function runIn(dir: string, ...args: string[]): Took {
  routelab(dir, 'run', '--quiet', ...args);
  return JSON.parse(readFileSync(join(dir, 'reports/latest/run.json'), 'utf8')) as Took;
}

/** Median times of a decision as the run measured them, the middle router of each sort. */
function decisionRows(dir: string): Row[] {
  const lines = readFileSync(join(dir, 'recordings/router-time.jsonl'), 'utf8').trimEnd().split('\n');
  const times = lines.map((line) => JSON.parse(line) as { readonly name: string; readonly p50Ms: number });
  const seconds = (learned: boolean): number =>
    median(times.filter(({ name }) => name.startsWith('learned-') === learned).map(({ p50Ms }) => p50Ms / 1000));
  return [
    { work: 'a decision of a router of rules, median', value: seconds(false), unit: 's', goal: { kind: 'most', value: 5e-6 } },
    {
      work: 'a decision of a router learned on text, median',
      value: seconds(true),
      unit: 's',
      goal: { kind: 'most', value: 50e-6 },
    },
  ];
}

/** Queries of a run whose other sizes grow: enough that its start is not most of it. */
const GROWN_QUERIES = 4000;

/** A run of generated data with one size other than usual. */
interface GrownSize {
  readonly queries: number;
  readonly models?: number;
  /** Candidates of one strategy more. */
  readonly candidates?: number;
  readonly resamples?: number;
}

/** Smaller ones beside the whole, then runs of which one size after another grows. */
async function growthIn(scratch: string, whole: Took): Promise<Growth[]> {
  const grow = async (by: string, sizes: readonly number[], at: (size: number) => GrownSize): Promise<Growth> => {
    const seconds: number[] = [];
    for (const size of sizes) seconds.push(await grownRun(join(scratch, `${by}-${size}`), at(size)));
    return { work: 'run, first start', by, sizes, seconds };
  };
  const queries = [Math.floor(QUERIES / 16), Math.floor(QUERIES / 4)];
  const smaller = await grow('queries', queries, (size) => ({ queries: size }));
  return [
    { ...smaller, sizes: [...queries, QUERIES], seconds: [...smaller.seconds, whole.tookMs / 1000] },
    await grow('models', [4, 16, 64], (models) => ({ queries: GROWN_QUERIES, models })),
    await grow('candidates', [16, 64, 256], (candidates) => ({ queries: GROWN_QUERIES, candidates })),
    await grow('resamples', [1000, 4000, 16_000], (resamples) => ({ queries: GROWN_QUERIES, resamples })),
  ];
}

async function grownRun(dir: string, { queries, models, candidates, resamples }: GrownSize): Promise<number> {
  await workspace(dir, queries, models);
  if (candidates !== undefined) write(dir, 'grid', gridOf(candidates));
  if (resamples !== undefined) appendFileSync(join(dir, 'routelab.yaml'), `bootstrap: { replicates: ${resamples} }\n`);
  return runIn(dir, '--engine', 'inline').tookMs / 1000;
}

/** A strategy with a range of so many lengths. */
function gridOf(candidates: number): string {
  const lengths = Array.from({ length: candidates }, (_, index) => index + 1).join(', ');
  const when = `{ prompt.tokens: { $gt: { $choice: [${lengths}] } } }`;
  return `kind: static\npipeline:\n  - rules:\n      - { when: ${when}, use: lab/m1 }\n      - use: lab/m0\n`;
}
