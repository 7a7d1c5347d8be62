import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenNumbers } from '../../tools/golden/golden-numbers.js';
import { goldenLine } from '../../tools/golden/page.js';
import { goldenSources } from '../../tools/golden/sources.js';

const DATA = resolve('../shared/data');

describe.each(goldenSources)('$set (skipped without ../shared/data)', (source) => {
  it.skipIf(!existsSync(join(DATA, source.path)))('gives the published numbers, as docs/golden.md shows', async () => {
    const numbers = await goldenNumbers(DATA, mkdtempSync(join(tmpdir(), 'routelab-golden-')), [source]);
    expect(numbers.filter(({ agrees, why }) => !agrees && why === '')).toEqual([]);
    expect(numbers).toHaveLength(source.expected.length);
    const page = readFileSync('docs/golden.md', 'utf8');
    for (const number of numbers) expect(page).toContain(goldenLine(number));
  });
});
