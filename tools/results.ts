import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measureSet } from './results/measure.js';
import { resultsPage } from './results/page.js';
import { resultSets } from './results/result-sets.js';

// Regenerates docs/results.md from the public data beside the project: npm run results [-- path/to/data]
const data = resolve(process.argv[2] ?? '../shared/data');
if (!existsSync(data)) {
  process.stderr.write(`no data at ${data}: nothing to learn from\n`);
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'routelab-results-'));
const measured = [];
for (const one of resultSets) {
  const found = await measureSet(data, scratch, one);
  if (found !== null) measured.push(found);
  process.stderr.write(`${one.set}: done\n`);
}
rmSync(scratch, { recursive: true });
writeFileSync('docs/results.md', resultsPage(measured));
process.stdout.write(resultsPage(measured));
