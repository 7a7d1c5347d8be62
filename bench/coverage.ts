import { writeFileSync } from 'node:fs';
import { populations } from './population/watched.js';
import { count, replicatesFor } from './tally/count.js';
import { coveragePage } from './tally/page.js';
import { COVERED, keepTallies, readTallies, SAID, type SaidTally, type Tally } from './tally/tally.js';
import { countSaid } from './verdict/count.js';
import { scenes } from './verdict/scene.js';

// Do 95 % intervals cover the truth 95 times in 100, and how often is a verdict false? Draws data sets of n groups from populations whose
// true numbers are known, runs the whole comparison on each, and counts: npm run bench:coverage [-- sets [name [n,n]]], name being one
// population or one scene of verdicts. What was counted before of the others stays; 0 sets only write the page anew.
const SETS = Number(process.argv[2] ?? 1000);
const ONLY = process.argv[3];
const SIZES = process.argv[4]?.split(',').map(Number);

const isWanted = (name: string): boolean => ONLY === undefined || name === ONLY;
const names = [...populations.map(({ population }) => population.name), ...Object.keys(scenes)];
if (!names.some(isWanted)) throw new RangeError(`nothing is called ${ONLY}: ${names.join('; ')}`);
if (SETS > 0) {
  for (const { population, watched } of populations.filter((one) => isWanted(one.population.name)))
    for (const size of SIZES ?? [100, 2000]) keepTallies(COVERED, count(population, watched, size, SETS));
  // Verdicts need a part to choose on and one to test on: half of the groups each.
  for (const [name, make] of Object.entries(scenes).filter(([name]) => isWanted(name)))
    for (const size of SIZES ?? [200, 2000]) keepTallies(SAID, countSaid(name, make(), size, SETS, replicatesFor(size)));
}
writeFileSync('docs/coverage-table.md', coveragePage(readTallies<Tally>(COVERED), readTallies<SaidTally>(SAID)));
