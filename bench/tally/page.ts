import { populations } from '../population/watched.js';
import { replicatesFor } from './count.js';
import { outsideText } from './outside.js';
import { cells, grouped } from './percent.js';
import type { SaidTally, Tally } from './tally.js';
import { verdictSection } from './verdict-section.js';

/** The page: a section a population with the columns of every size that was counted, then the verdicts. */
export function coveragePage(tallies: readonly Tally[], said: readonly SaidTally[]): string {
  const sections = populations.flatMap(({ population: { name, about } }) => {
    const own = tallies.filter(({ population }) => population === name);
    return own.length === 0 ? [] : [section(name, about, own)];
  });
  return `${[HEAD, ...sections, ...(said.length === 0 ? [] : [verdictSection(said)])].join('\n\n')}\n`;
}

const HEAD = `# How often 95 % intervals cover the truth, and how often verdicts are false

Counted by \`npm run bench:coverage\`. A population is 20,000 groups of queries with every outcome known, so its own numbers are the truth. A
data set is n of its groups, drawn with replacement; the whole comparison is run on each, as \`routelab run\` would, and each of its intervals is
held against the population's number. *Too high*: the whole interval lay above the truth; *too low*: below it. Of 1,000 data sets, an interval
that covers 95 % comes out between 93.6 % and 96.4 % by chance (of 500 between 93.1 % and 96.9 %), and one such number of 25 lies further off.
A run resamples 2,000 times unless told otherwise; fewer here only blur an end by a tenth of a point.
The tallies are in \`bench/tally/\`, one line a number.

**Bold** is what lies outside 93 to 97 %; under each table stands why. What the methods are, and where they end, is in [inference.md](inference.md).`;

function section(name: string, about: string, tallies: readonly Tally[]): string {
  const sizes = [...new Set(tallies.map(({ size }) => size))].sort((a, b) => a - b);
  const numbers = [...new Set(tallies.map(({ number }) => number))];
  const of = (number: string, size: number): Tally | undefined =>
    tallies.find((one) => one.number === number && one.size === size);
  const outside = outsideText(tallies);
  return [
    `## ${name}`,
    '',
    `${about[0]?.toUpperCase()}${about.slice(1)}. ${sizes.map((size) => counted(size, tallies)).join('; ')}.`,
    '',
    `| number | truth | ${sizes.map((size) => `n = ${grouped(size)}: covered | too high | too low`).join(' | ')} |`,
    `| --- | ---: | ${sizes.map(() => '---: | ---: | ---:').join(' | ')} |`,
    ...numbers.map((number) => {
      const truth = tallies.find((one) => one.number === number)?.truth ?? Number.NaN;
      return `| ${number} | ${Number(truth.toPrecision(4))} | ${sizes.map((size) => cells(of(number, size))).join(' | ')} |`;
    }),
    ...(outside.length === 0 ? [] : ['', ...outside.map((text) => `- ${text}`)]),
  ].join('\n');
}

function counted(size: number, tallies: readonly Tally[]): string {
  const sets = tallies.find((one) => one.size === size)?.sets ?? 0;
  return `n = ${grouped(size)}: ${grouped(sets)} data sets, ${grouped(replicatesFor(size))} resamples each`;
}
