import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordedTexts } from '../../src/app/outcome/recorded-texts.js';
import { loadWorkspace, type Workspace } from '../../src/app/workspace/load-workspace.js';
import { runExperiment } from '../../src/experiment/run.js';
import { agedFiles } from '../support/aged-files.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-kept-'));
const cache = join(dir, '.routelab', 'cache');
const recording = join(dir, 'recordings/all/m1.jsonl');

beforeAll(async () => {
  await quickWorkspace(dir, 200, 3, 1, 1100);
});
beforeEach(() => rmSync(join(dir, '.routelab'), { recursive: true, force: true }));
afterAll(() => rmSync(dir, { recursive: true }));

const load = (cached = true): Promise<Workspace> =>
  loadWorkspace({ experimentFile: join(dir, 'routelab.yaml'), remeasure: false, cache: cached });
const { names: tables, age, used, inode } = agedFiles(cache, '.table');
const onlyTable = (): string => {
  expect(tables()).toHaveLength(1);
  return join(cache, tables()[0] as string);
};
const loaded = ({ input, recorded, data, warnings }: Workspace) => ({
  table: input.table,
  load: input.load,
  recorded,
  data,
  warnings,
});

/** Loads, and whether the table came from the cache: what is used gets a new time. */
async function loadedAgain(): Promise<{ readonly workspace: Workspace; readonly cached: boolean }> {
  age();
  const before = new Map(tables().map((name) => [name, inode(name)]));
  const workspace = await load();
  expect(used()).toHaveLength(1);
  const [name = ''] = used();
  return { workspace, cached: before.get(name) === inode(name) };
}

describe('the cache of outcomes', () => {
  it('gives what reading gave, texts included, and stands beside the experiment file where version control leaves it out', async () => {
    const first = await load();
    const { workspace, cached } = await loadedAgain();
    expect(cached).toBe(true);
    expect(loaded(workspace)).toEqual(loaded(first));
    expect(loaded(workspace)).toEqual(loaded(await load(false)));
    expect(await recordedTexts(workspace.recorded, [3, 199])).toEqual(await recordedTexts(first.recorded, [3, 199]));
    expect((await recordedTexts(workspace.recorded, [3])).get(3)?.[2]?.[0]).toMatchObject({
      text: expect.stringMatching(/^answer 3 /),
    });
    expect(readFileSync(join(dir, '.routelab/.gitignore'), 'utf8')).toMatch(/^\*$/m);
    expect(readFileSync(onlyTable(), 'latin1')).not.toContain('answer 3 ');
  });

  it('is nowhere where it is not wanted', async () => {
    await load(false);
    expect(() => tables()).toThrow('ENOENT');
  });

  it('is passed over for one changed byte, whatever time the file says', async () => {
    await load();
    const text = readFileSync(recording, 'utf8');
    const { atime, mtime } = statSync(recording);
    const at = text.indexOf('"quality":1');
    try {
      writeFileSync(recording, `${text.slice(0, at)}"quality":0${text.slice(at + 11)}`);
      utimesSync(recording, atime, mtime);
      const { workspace, cached } = await loadedAgain();
      expect(cached).toBe(false);
      expect(tables()).toHaveLength(2);
      expect(loaded(workspace)).toEqual(loaded(await load(false)));
    } finally {
      writeFileSync(recording, text);
    }
    expect((await loadedAgain()).cached).toBe(true);
  });

  it.each([
    ['a line more', 'dataset.jsonl', '{"id":"more","prompt":"one more"}\n'],
    ['another model', 'models.yaml', '  - id: lab/other\n'],
    ['another scorer', 'routelab.yaml', '  \n'],
  ])('is made anew for %s', async (what, file, line) => {
    await load();
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    try {
      if (what === 'another scorer') writeFileSync(path, text.replace('type: given', 'type: exact_match'));
      else appendFileSync(path, line);
      await load().catch(() => undefined);
      expect(tables()).toHaveLength(2);
    } finally {
      writeFileSync(path, text);
    }
  });

  it.each([
    ['cut off', (path: string) => truncateSync(path, statSync(path).size - 9)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['of other bytes', (path: string) => writeFileSync(path, flipped(readFileSync(path)))],
  ])('is made anew where its file is %s', async (_, harm) => {
    const first = await load();
    const whole = readFileSync(onlyTable());
    harm(onlyTable());
    const { workspace, cached } = await loadedAgain();
    expect(cached).toBe(false);
    expect(loaded(workspace)).toEqual(loaded(first));
    expect(readFileSync(onlyTable()).equals(whole)).toBe(true);
  });

  it('may be made by two at once', async () => {
    const [one, other] = await Promise.all([load(), load()]);
    expect(loaded(one)).toEqual(loaded(other));
    onlyTable();
    expect(readdirSync(cache).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('keeps the tables that were used last', async () => {
    await load();
    for (let old = 0; old < 8; old++) writeFileSync(join(cache, `old${old}.table`), 'x');
    for (let old = 0; old < 8; old++) utimesSync(join(cache, `old${old}.table`), old, old);
    writeFileSync(join(cache, 'crashed.partial'), 'x');
    utimesSync(join(cache, 'crashed.partial'), 0, 0);
    truncateSync(join(cache, tables().find((name) => !name.startsWith('old')) as string), 0);
    await load();
    expect(
      tables()
        .filter((name) => name.startsWith('old'))
        .sort(),
    ).toEqual(['old3', 'old4', 'old5', 'old6', 'old7'].map((name) => `${name}.table`));
    expect(readdirSync(cache)).not.toContain('crashed.partial');
  });

  it('is done without where it can’t be written, and says so once', async () => {
    writeFileSync(join(dir, '.routelab'), 'a file');
    const workspace = await load();
    expect(workspace.warnings).toEqual([
      expect.stringMatching(/\.routelab\/cache: .* \((ENOTDIR|EEXIST)\): every run reads them all$/),
    ]);
    expect({ ...loaded(workspace), warnings: [] }).toEqual(loaded(await load(false)));
  });

  it('leaves results as they are, to the byte', async () => {
    const results = async (cached: boolean): Promise<string> => {
      const { input, strategies, times } = await load(cached);
      const { body } = runExperiment({ ...input, strategies: strategies.map(({ strategy }) => strategy) });
      // What routers took to decide is measured once.
      await times.save();
      return JSON.stringify(body);
    };
    const [without, made, found] = [await results(false), await results(true), await results(true)];
    expect([made === without, found === without]).toEqual([true, true]);
  });
});

function flipped(bytes: Buffer): Buffer {
  const at = bytes.length - 100;
  bytes[at] = (bytes[at] as number) ^ 1;
  return bytes;
}
