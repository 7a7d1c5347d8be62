import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from '../../src/cli/command/index.js';
import { auditRules } from '../../src/experiment/audit/index.js';
import { targets } from '../../src/export/index.js';
import { families } from '../../src/metric/index.js';
import { controls } from '../../src/replay/control/index.js';

/** Files of a folder that hold one entry each: everything but the list itself and the contract. */
function entryFiles(folder: string, notEntries: readonly string[]): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !notEntries.includes(file))
    .map((file) => file.replace('.ts', ''))
    .sort();
}

/** Modules whose exports include one of the listed objects; a file that is missing here is unlisted. */
async function listedFiles(folder: string, files: readonly string[], list: readonly unknown[]): Promise<string[]> {
  const listed: string[] = [];
  for (const file of files) {
    const module = (await import(`../../${folder}/${file}.ts`)) as Record<string, unknown>;
    if (Object.values(module).some((value) => list.includes(value))) listed.push(file);
  }
  return listed;
}

it.each([
  { what: 'controls', folder: 'src/replay/control', list: controls, notEntries: ['index.ts', 'control.ts'] },
  {
    what: 'metric families',
    folder: 'src/metric',
    list: families,
    notEntries: ['index.ts', 'family.ts', 'part.ts', 'columns.ts', 'resampled.ts', 'score-arm.ts', 'latency.ts', 'curve.ts'],
  },
  { what: 'export targets', folder: 'src/export', list: targets, notEntries: ['index.ts', 'target.ts'] },
  { what: 'commands', folder: 'src/cli/command', list: commands, notEntries: ['index.ts', 'command.ts'] },
  { what: 'audits', folder: 'src/experiment/audit', list: auditRules, notEntries: ['index.ts', 'audit.ts'] },
])('the list of $what and its folder hold the same', async ({ folder, list, notEntries }) => {
  const files = entryFiles(folder, notEntries);
  const listed = await listedFiles(folder, files, list);
  expect(
    files.filter((file) => !listed.includes(file)),
    'files whose entry is not in the list',
  ).toEqual([]);
  expect(listed.length, 'entries that have no file of their own').toBe(list.length);
});
