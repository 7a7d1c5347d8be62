import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { goldenNumbers } from '../../tools/golden/routellm.js';
import { hasRouteLlm, ROUTELLM } from '../support/routellm.js';

it.skipIf(!hasRouteLlm)('RouteLLM’s published outcomes give the published numbers, as docs/golden.md shows (skipped without ../shared/data)', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'routelab-golden-'));
  const numbers = await goldenNumbers(ROUTELLM, scratch);
  rmSync(scratch, { recursive: true });
  expect(numbers.filter(({ agrees }) => !agrees)).toEqual([]);
  const page = readFileSync('docs/golden.md', 'utf8');
  for (const { set, what, source, ours, interval } of numbers) expect(page).toContain(`| ${set} | ${what} | ${source} | ${ours} | ${interval} | yes |`);
});
