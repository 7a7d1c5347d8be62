import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Estimate } from '../src/domain/estimate.js';
import type { ResultsBody } from '../src/experiment/run.js';
import { drawn, measured, populationTruth } from './population/draw.js';
import { populations, type Watched } from './population/watched.js';

// Do 95 % intervals cover the truth 95 times in 100? Draws data sets of n groups from populations whose true numbers are known, runs the
// whole comparison on each, and counts: npm run bench:coverage [-- repetitions [population [n,n]]]. A population's section of the page is
// replaced as soon as it is counted, so that several can run side by side.
const REPETITIONS = Number(process.argv[2] ?? 1000);
const ONLY = process.argv[3];
const SIZES = (process.argv[4] ?? '100,2000').split(',').map(Number);
const PAGE = process.env['COVERAGE_PAGE'] ?? 'docs/coverage-table.md';

/** How often an interval missed the truth on either side. */
interface Count {
  below: number;
  above: number;
  known: number;
}

/** Fewer resamples where a run is long; the tails they leave are a tenth of a point of coverage. */
const replicatesFor = (size: number): number => (size > 1000 ? 600 : 1000);

function counted(name: string, watched: Watched, truth: ReadonlyMap<string, number>, size: number): ReadonlyMap<string, Count> {
  const { population } = populationOf(name);
  const people = population.people();
  const counts = new Map(Object.keys(watched).map((key) => [key, { below: 0, above: 0, known: 0 }]));
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const bootstrap = { replicates: replicatesFor(size), seed: repetition, confidence: 0.95 };
    const results = measured(population, drawn(people, size, repetition), repetition, { bootstrap });
    for (const [key, count] of counts) miss(count, watched[key]?.(results), truth.get(key) ?? Number.NaN);
    if (repetition % 50 === 49) process.stderr.write(`${name}, n = ${size}: ${repetition + 1} of ${REPETITIONS}\n`);
  }
  return counts;
}

/** An end that is not there misses nothing. */
function miss(count: Count, estimate: Estimate | undefined, truth: number): void {
  if (estimate?.value == null || (estimate.low === null && estimate.high === null)) return;
  count.known++;
  if (estimate.low !== null && truth < estimate.low) count.below++;
  if (estimate.high !== null && truth > estimate.high) count.above++;
}

function populationOf(name: string): (typeof populations)[number] {
  const found = populations.find(({ population }) => population.name === name);
  if (found === undefined)
    throw new RangeError(`no population ${name}: ${populations.map((one) => one.population.name).join(', ')}`);
  return found;
}

function section(name: string): string {
  const { population, watched } = populationOf(name);
  const whole: ResultsBody = populationTruth(population);
  const truth = new Map(Object.entries(watched).map(([key, of]) => [key, of(whole)?.value ?? Number.NaN]));
  const columns = SIZES.map((size) => counted(name, watched, truth, size));
  return [
    `## ${name}`,
    '',
    `${population.about[0]?.toUpperCase()}${population.about.slice(1)}. ${REPETITIONS.toLocaleString('en-US')} data sets of each size.`,
    '',
    `| number | truth | ${SIZES.map((size) => `n = ${size}: covered | too high | too low`).join(' | ')} |`,
    `| --- | ---: | ${SIZES.map(() => '---: | ---: | ---:').join(' | ')} |`,
    ...[...truth].map(
      ([key, value]) =>
        `| ${key} | ${Number(value.toPrecision(4))} | ${columns.map((column) => cells(column.get(key))).join(' | ')} |`,
    ),
    '',
  ].join('\n');
}

function cells(count: Count | undefined): string {
  if (count === undefined || count.known === 0) return '— | — | —';
  const { below, above, known } = count;
  const percent = (times: number): string => `${((100 * times) / known).toFixed(1)} %`;
  const partly = known < REPETITIONS ? ` of ${known}` : '';
  return `${percent(known - below - above)}${partly} | ${percent(below)} | ${percent(above)}`;
}

/** The page with one section replaced; sections stand in the populations' order. */
function withSection(page: string, name: string, text: string): string {
  const sections = new Map(
    page
      .split(/^(?=## )/m)
      .filter((one) => one.startsWith('## '))
      .map((one) => [one.slice(3, one.indexOf('\n')), one]),
  );
  sections.set(name, text);
  const known = populations.flatMap(({ population }) => sections.get(population.name) ?? []);
  return [HEAD, ...known.map((one) => one.trimEnd())].join('\n\n').concat('\n');
}

const HEAD = `# How often 95 % intervals cover the truth

Counted by \`npm run bench:coverage\`: data sets of n groups are drawn from a population that is known whole, the comparison is run on each,
and each interval is held against the population's own number. *Too high*: the whole interval lay above the truth; *too low*: below it. Of 1,000
data sets, 95 % come out between 93.6 % and 96.4 % by chance. What the methods are, and where they end, is in [inference.md](inference.md).`;

for (const { population } of populations.filter((one) => ONLY === undefined || one.population.name === ONLY)) {
  const text = section(population.name);
  process.stdout.write(`${text}\n`);
  writeFileSync(PAGE, withSection(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '', population.name, text));
}
