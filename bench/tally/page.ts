import { populations } from '../population/watched.js';
import { replicatesFor } from './count.js';
import type { Tally } from './tally.js';

/** The page: a section a population, with the columns of every size that was counted. */
export function coveragePage(tallies: readonly Tally[]): string {
  const sections = populations.flatMap(({ population: { name, about } }) => {
    const own = tallies.filter(({ population }) => population === name);
    return own.length === 0 ? [] : [section(name, about, own)];
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# How often 95 % intervals cover the truth

Counted by \`npm run bench:coverage\`: data sets of n groups are drawn from a population that is known whole, the comparison is run on each,
and each interval is held against the population's own number. *Too high*: the whole interval lay above the truth; *too low*: below it. Of 1,000
data sets, 95 % come out between 93.6 % and 96.4 % by chance. What the methods are, and where they end, is in [inference.md](inference.md).`;

function section(name: string, about: string, tallies: readonly Tally[]): string {
  const sizes = [...new Set(tallies.map(({ size }) => size))].sort((a, b) => a - b);
  const numbers = [...new Set(tallies.map(({ number }) => number))];
  const of = (number: string, size: number): Tally | undefined =>
    tallies.find((one) => one.number === number && one.size === size);
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
  ].join('\n');
}

function counted(size: number, tallies: readonly Tally[]): string {
  const sets = tallies.find((one) => one.size === size)?.sets ?? 0;
  return `n = ${grouped(size)}: ${grouped(sets)} data sets, ${grouped(replicatesFor(size))} resamples each`;
}

function cells(tally: Tally | undefined): string {
  if (tally === undefined || tally.known === 0) return '— | — | —';
  const { above, below, known, sets } = tally;
  const percent = (times: number): string => `${((100 * times) / known).toFixed(1)} %`;
  return `${percent(known - below - above)}${known < sets ? ` of ${known}` : ''} | ${percent(above)} | ${percent(below)}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
