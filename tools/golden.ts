import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { goldenNumbers } from './golden/golden-numbers.js';
import { goldenPage } from './golden/page.js';
import { goldenSources } from './golden/sources.js';

// Regenerates docs/golden.md from the public data beside the project: npm run golden [-- path/to/data]
const data = resolve(process.argv[2] ?? '../shared/data');
if (!existsSync(data)) {
  process.stderr.write(`no data at ${data}: nothing to compare with\n`);
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'routelab-golden-'));
const numbers = await goldenNumbers(data, scratch, goldenSources);
rmSync(scratch, { recursive: true });
const page = goldenPage(numbers);
writeFileSync('docs/golden.md', page);
process.stdout.write(page);
process.exitCode = numbers.every(({ agrees, why }) => agrees || why !== '') ? 0 : 3;
