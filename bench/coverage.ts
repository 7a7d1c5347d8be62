import { writeFileSync } from 'node:fs';
import type { Estimate } from '../src/domain/estimate.js';
import type { Results } from '../src/domain/results.js';
import { hash32 } from '../src/stats/hash.js';
import { coverageRun, type Person, population, populationTruth } from './population/draw.js';

// Do 95 % intervals cover the truth 95 times in 100? Draws data sets of n groups from a population whose true numbers are known, runs
// the whole comparison on each, and counts: npm run bench:coverage [-- repetitions]
const REPETITIONS = Number(process.argv[2] ?? 1000);
const SIZES = [100, 2000];

type Numbers = Pick<Results, 'rows' | 'curves' | 'frontiers'>;

/** The numbers watched, by name. */
const WATCHED: Readonly<Record<string, (results: Numbers) => Estimate | undefined>> = {
  quality: metric('quality.mean'),
  'quality kept': metric('quality.retention'),
  'cost per query': metric('cost.mean'),
  savings: metric('cost.savings'),
  regret: metric('regret.quality'),
  'oracle gap closed': metric('regret.gap_closed'),
  'over zero router': metric('gain.zero_router'),
  PGR: metric('pair.pgr'),
  'IBC lift': metric('pair.ibc_lift'),
  'arena score': metric('arena.score'),
  'over-routed': metric('routing.over'),
  'selection entropy': metric('selection.entropy'),
  'latency p50': metric('latency.p50'),
  'latency p95': metric('latency.p95'),
  'quality difference': ({ rows }) => router(rows)?.versusReference?.quality,
  'times cheaper': ({ rows }) => router(rows)?.versusReference?.timesCheaper,
  'APGR of a sweep': ({ curves }) => curves.find(({ rowId }) => rowId === 'control:prompt_length')?.apgr,
  'CPT 50 % of a sweep': ({ curves }) => curves.find(({ rowId }) => rowId === 'control:prompt_length')?.cpt50,
  AIQ: ({ frontiers }) => frontiers[0]?.metrics['frontier.aiq'],
  hypervolume: ({ frontiers }) => frontiers[0]?.metrics['frontier.hypervolume'],
};

function metric(name: string): (results: Numbers) => Estimate | undefined {
  return ({ rows }) => router(rows)?.metrics[name];
}

function router(rows: Numbers['rows']): Results['rows'][number] | undefined {
  return rows.find(({ id }) => id === 'router:length');
}

const people = population();
const truth = populationTruth(people);
const names = Object.keys(WATCHED);
const truths = new Map(names.map((name) => [name, WATCHED[name]?.(truth)?.value ?? Number.NaN]));
const columns = SIZES.map((size) => {
  const covered = new Map(names.map((name) => [name, { hit: 0, known: 0 }]));
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const drawn: Person[] = Array.from({ length: size }, (_, i) => people[hash32(size, repetition, i) % people.length] as Person);
    const results = coverageRun(drawn, repetition);
    for (const name of names) {
      const { low, high } = WATCHED[name]?.(results) ?? { low: null, high: null };
      const count = covered.get(name);
      const value = truths.get(name) as number;
      if (count === undefined || low === null || high === null) continue;
      count.known++;
      if (low <= value && value <= high) count.hit++;
    }
    if (repetition % 50 === 49) process.stderr.write(`n = ${size}: ${repetition + 1} of ${REPETITIONS}\n`);
  }
  return covered;
});

const percent = ({ hit, known }: { hit: number; known: number }): string =>
  known === 0 ? '—' : `${((100 * hit) / known).toFixed(1)} %${known < REPETITIONS ? ` of ${known}` : ''}`;
const lines = names.map((name) => {
  const cells = columns.map((covered) => percent(covered.get(name) ?? { hit: 0, known: 0 }));
  return `| ${name} | ${(truths.get(name) as number).toPrecision(4)} | ${cells.join(' | ')} |`;
});
const table = [
  `| number | truth | ${SIZES.map((size) => `n = ${size}`).join(' | ')} |`,
  `| --- | ---: | ${SIZES.map(() => '---:').join(' | ')} |`,
  ...lines,
];
writeFileSync('docs/coverage-table.md', `${table.join('\n')}\n`);
process.stdout.write(`${table.join('\n')}\n`);
