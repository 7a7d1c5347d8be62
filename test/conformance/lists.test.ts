/// <reference types="vite/client" />
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shardUnit } from '../../src/app/shard/shard-unit.js';
import { unitKinds } from '../../src/app/worker/unit-kinds.js';
import { commands } from '../../src/cli/command/index.js';
import { auditRules } from '../../src/experiment/audit/index.js';
import { searchMethods } from '../../src/experiment/search/method/index.js';
import { targets } from '../../src/export/index.js';
import { families } from '../../src/metric/index.js';
import { apis } from '../../src/provider/api/index.js';
import { controls } from '../../src/replay/control/index.js';
import { dayUnit } from '../../src/simulate/unit/day-unit.js';
import { resampleUnit } from '../../src/stats/resample-unit.js';

/** Files of a folder that hold one entry each: everything but the list itself and the contract. */
function entryFiles(folder: string, notEntries: readonly string[]): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !notEntries.includes(file))
    .map((file) => file.replace('.ts', ''))
    .sort();
}

type Modules = Record<string, Record<string, unknown>>;

/** Files of which no export is in the list. */
function unlisted(modules: Modules, files: readonly string[], list: readonly unknown[]): string[] {
  return files.filter((file) => {
    const module = Object.entries(modules).find(([path]) => path.endsWith(`/${file}.ts`))?.[1] ?? {};
    return !Object.values(module).some((value) => list.includes(value));
  });
}

// Of the page's own project: looked at, not type-checked, from here.
const pageModules: Modules = import.meta.glob('../../src/report/client/section/*.ts', { eager: true });
const sections = pageModules['../../src/report/client/section/index.ts']?.['SECTIONS'] as readonly {
  readonly id: string;
  readonly place: object;
}[];

it('has page sections with an id of their own and a place', () => {
  expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
  for (const { id, place } of sections) {
    expect(id).toMatch(/^[a-z][a-z-]*$/);
    expect(['enhances', 'after', 'before'].filter((key) => key in place)).toHaveLength(1);
  }
});

it.each([
  {
    what: 'sections of the page',
    folder: 'src/report/client/section',
    list: sections,
    modules: pageModules,
    notEntries: ['index.ts'],
  },
  {
    what: 'controls',
    folder: 'src/replay/control',
    list: controls,
    modules: import.meta.glob('../../src/replay/control/*.ts', { eager: true }),
    notEntries: ['index.ts', 'control.ts'],
  },
  {
    what: 'metric families',
    folder: 'src/metric',
    list: families,
    modules: import.meta.glob('../../src/metric/*.ts', { eager: true }),
    notEntries: [
      'index.ts',
      'family.ts',
      'part.ts',
      'columns.ts',
      'resampled.ts',
      'score-arm.ts',
      'latency.ts',
      'entropy.ts',
      'frontier.ts',
    ],
  },
  {
    what: 'export targets',
    folder: 'src/export',
    list: targets,
    modules: import.meta.glob('../../src/export/*.ts', { eager: true }),
    notEntries: ['index.ts', 'target.ts'],
  },
  {
    what: 'commands',
    folder: 'src/cli/command',
    list: commands,
    modules: import.meta.glob('../../src/cli/command/*.ts', { eager: true }),
    notEntries: ['index.ts', 'command.ts', 'engine-options.ts', 'live-options.ts', 'texts-option.ts', 'cache-option.ts'],
  },
  {
    what: 'units of an experiment',
    folder: 'src/experiment/unit',
    list: unitKinds.filter((kind) => kind !== resampleUnit && kind !== dayUnit && kind !== shardUnit),
    modules: import.meta.glob('../../src/experiment/unit/*.ts', { eager: true }),
    notEntries: ['bench-common.ts', 'pack-bench.ts', 'traveller.ts', 'kept.ts', 'asked-batch.ts'],
  },
  {
    what: 'units of a simulation',
    folder: 'src/simulate/unit',
    list: unitKinds.filter((kind) => kind === dayUnit),
    modules: import.meta.glob('../../src/simulate/unit/*.ts', { eager: true }),
    notEntries: ['scene-common.ts'],
  },
  {
    what: 'provider interfaces',
    folder: 'src/provider/api',
    list: apis,
    modules: import.meta.glob('../../src/provider/api/*.ts', { eager: true }),
    notEntries: ['index.ts', 'api.ts'],
  },
  {
    what: 'search methods',
    folder: 'src/experiment/search/method',
    list: searchMethods,
    modules: import.meta.glob('../../src/experiment/search/method/*.ts', { eager: true }),
    notEntries: ['index.ts', 'method.ts'],
  },
  {
    what: 'audits',
    folder: 'src/experiment/audit',
    list: auditRules,
    modules: import.meta.glob('../../src/experiment/audit/*.ts', { eager: true }),
    notEntries: ['index.ts', 'audit.ts'],
  },
])('the list of $what and its folder hold the same', ({ folder, list, modules, notEntries }) => {
  const files = entryFiles(folder, notEntries);
  expect(unlisted(modules as Modules, files, list), 'files whose entry is not in the list').toEqual([]);
  expect(files.length, 'entries that have no file of their own').toBe(list.length);
});
