import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepingUnits } from '../../src/app/engine/kept-units.js';
import { loadWorkspace } from '../../src/app/workspace/load-workspace.js';
import { drive } from '../../src/engine/engine.js';
import { inline } from '../../src/engine/inline.js';
import { runWork } from '../../src/experiment/run.js';
import { agedFiles } from '../support/aged-files.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-units-'));
const units = join(dir, '.routelab/cache/units');

beforeAll(async () => {
  await quickWorkspace(dir, 200, 3, 1, 1100);
  for (const name of ['tier', 'words']) rmSync(join(dir, `strategies/${name}.yaml`));
  const predict = '{ by: clusters, restarts: 2, utility: { per_usd: 10 } }';
  const learned = `name: learned\nkind: dynamic\npipeline:\n  - predict: ${predict}\nfallback: [lab/m0]\n`;
  writeFileSync(join(dir, 'strategies/learned.yaml'), learned);
});
beforeEach(() => rmSync(units, { recursive: true, force: true }));
afterAll(() => rmSync(dir, { recursive: true }));

/** What a run comes to; router times are measured the first time only. */
async function results(cached = true): Promise<string> {
  const experimentFile = join(dir, 'routelab.yaml');
  const { input, strategies, cache, times } = await loadWorkspace({ experimentFile, remeasure: false, cache: cached });
  const engine = keepingUnits(inline, cache, 0);
  const { body } = await drive(runWork({ ...input, strategies: strategies.map(({ strategy }) => strategy) }), engine);
  await engine.close();
  await times.save();
  return JSON.stringify(body);
}
const { names, age, used, inode } = agedFiles(units);

describe('what a run keeps of its units', () => {
  it('is taken by the next run, to the same bytes, and left alone where no cache is wanted', async () => {
    const without = await results(false);
    expect(() => names()).toThrow('ENOENT');
    expect(await results()).toBe(without);
    const made = names();
    expect(made.length).toBeGreaterThan(0);
    const inodes = made.map(inode);
    age();
    expect(await results()).toBe(without);
    expect(used()).toEqual(made);
    expect(made.map(inode)).toEqual(inodes);
    age();
    expect(await results(false)).toBe(without);
    expect(used()).toEqual([]);
  });

  it.each([
    ['a prompt', 'dataset.jsonl', 'Case 7:', 'Case 8:'],
    ['a parameter of the strategy', 'strategies/learned.yaml', 'restarts: 2', 'restarts: 3'],
    ['the seed of the split', 'routelab.yaml', 'seed: 1', 'seed: 2'],
    ['a recorded quality', 'recordings/all/m1.jsonl', '"quality":1', '"quality":0'],
  ])('has nothing of the fit where %s changed', async (_, file, from, to) => {
    await results();
    const fits = (): string[] => names().filter((name) => readFileSync(join(units, name), 'latin1').includes('centroids'));
    expect(fits()).toHaveLength(1);
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    try {
      writeFileSync(path, text.replace(from, to));
      const made = await results();
      expect(fits()).toHaveLength(2);
      expect(made).toBe(await results(false));
    } finally {
      writeFileSync(path, text);
    }
  });

  it.each<[string, (path: string) => void]>([
    ['cut off', (path) => truncateSync(path, statSync(path).size - 9)],
    ['of other numbers', (path) => writeFileSync(path, readFileSync(path, 'latin1').replace(/0\.\d/, '0.0'), 'latin1')],
  ])('is made anew where its files are %s', async (_, harm) => {
    const first = await results();
    for (const name of names()) harm(join(units, name));
    expect(await results()).toBe(first);
  });

  it('is bounded: what was not used for longest goes', async () => {
    await results();
    const [name = ''] = names();
    for (let old = 0; old < 4000; old++) writeFileSync(join(units, `old${old}.unit`), '');
    for (let old = 0; old < 4000; old++) utimesSync(join(units, `old${old}.unit`), old, old);
    truncateSync(join(units, name), 0);
    await results();
    expect(names()).toHaveLength(4000);
    expect(names()).toContain('old3999.unit');
    expect(names()).not.toContain('old0.unit');
  });
});
