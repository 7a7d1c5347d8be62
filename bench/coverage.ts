import { writeFileSync } from 'node:fs';
import { populations } from './population/watched.js';
import { count } from './tally/count.js';
import { coveragePage } from './tally/page.js';
import { keepTallies, readTallies } from './tally/tally.js';

// Do 95 % intervals cover the truth 95 times in 100? Draws data sets of n groups from populations whose true numbers are known, runs the
// whole comparison on each, and counts: npm run bench:coverage [-- sets [population [n,n]]]. What was counted before for other
// populations and sizes stays; 0 sets only writes the page anew.
const SETS = Number(process.argv[2] ?? 1000);
const ONLY = process.argv[3];
const SIZES = (process.argv[4] ?? '100,2000').split(',').map(Number);

const wanted = populations.filter(({ population }) => ONLY === undefined || population.name === ONLY);
if (wanted.length === 0)
  throw new RangeError(`no population ${ONLY}: ${populations.map(({ population }) => population.name).join(', ')}`);
if (SETS > 0)
  for (const { population, watched } of wanted) for (const size of SIZES) keepTallies(count(population, watched, size, SETS));
writeFileSync('docs/coverage-table.md', coveragePage(readTallies()));
