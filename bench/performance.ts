import { readFileSync, writeFileSync } from 'node:fs';
import type { Measured } from './performance/benchmark.js';
import { benchmarks } from './performance/list.js';
import { machine } from './performance/machine.js';
import { withMeasured } from './performance/page.js';
import { tables } from './performance/table.js';

// How fast it is beside what was promised and beside its anchors: npm run bench. With --write docs/performance.md is made anew;
// with --short all of it runs at small sizes, in less than a minute. Names after that pick some: npm run bench -- start
const PAGE = 'docs/performance.md';
const args = process.argv.slice(2);
const short = args.includes('--short');
const write = args.includes('--write');
const wanted = args.filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((name) => !benchmarks.some((one) => one.name === name));
const strays = args.filter((argument) => argument.startsWith('--') && argument !== '--short' && argument !== '--write');
if (unknown.length + strays.length > 0)
  throw new Error(
    `${[...unknown, ...strays].join(', ')}: expected --short, --write or ${benchmarks.map(({ name }) => name).join(', ')}`,
  );
if (write && (short || wanted.length > 0)) throw new Error('--write takes all benchmarks at full size');

const measured: Measured[] = [];
for (const one of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(one.name)) continue;
  process.stderr.write(`${one.name} …\n`);
  measured.push(await one.run(short ? 'short' : 'full'));
}
const about = machine(new Date());
process.stdout.write(`${about}\n\n${tables(measured)}\n`);
if (write) writeFileSync(PAGE, withMeasured(readFileSync(PAGE, 'utf8'), measured, about));
