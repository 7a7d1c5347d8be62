import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RanWorkspace, type RunOptions, runWorkspace } from '../../src/app/run/run-workspace.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-report-'));
const FILES = ['results.json', 'summary.md', 'report.html', 'queries.pack', 'decisions.csv', 'routers/length.json'];

beforeAll(async () => {
  await quickWorkspace(dir, 200, 3, 1, 1100);
});
afterAll(() => rmSync(dir, { recursive: true }));

const run = (more: Partial<RunOptions> = {}): Promise<RanWorkspace> =>
  runWorkspace({ experimentFile: join(dir, 'routelab.yaml'), remeasure: false, command: ['routelab', 'run'], ...more });
const written = ({ reportDir }: RanWorkspace): string[] => FILES.map((file) => readFileSync(join(reportDir, file), 'latin1'));

describe('the report of a run of which nothing changed', () => {
  it('stays as it is, every byte but what the run itself was like, and is the latest again', async () => {
    const first = await run();
    expect(first.unchanged).toBe(false);
    const bytes = written(first);
    const other = await run({ texts: 'none', gates: ['quality.mean >= 0'] });
    expect([other.unchanged, other.reportDir === first.reportDir]).toEqual([false, false]);
    const again = await run({ command: ['routelab', 'run', '--quiet'] });
    expect(again.unchanged).toBe(true);
    expect(written(again)).toEqual(bytes);
    expect(readFileSync(join(dir, 'reports/latest/results.json'), 'latin1') === bytes[0]).toBe(true);
    expect(readFileSync(join(again.reportDir, 'run.json'), 'utf8')).toContain('--quiet');
    const told = ({ results: _, unchanged: __, ...rest }: RanWorkspace) => rest;
    expect(told(again)).toEqual(told(first));
    expect(JSON.stringify(again.results)).toBe(JSON.stringify(first.results));
    expect(written(await run({ cache: false }))).toEqual(bytes);
  });

  it.each([
    ['a prompt', 'dataset.jsonl', 'Case 7:', 'Case 8:'],
    ['a strategy', 'strategies/words.yaml', 'clause', 'invoice'],
    ['the time that routers took', 'recordings/router-time.jsonl', '\n', '\n\n'],
    ['a file of the report', 'reports/latest/summary.md', '#', '##'],
    ['the looks at the test part', 'reports/test-looks.jsonl', '"inputs"', '"other"'],
  ])('is not taken where %s is another', async (_, file, from, to) => {
    const first = await run();
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    try {
      writeFileSync(path, text.replaceAll(from, to));
      const made = await run();
      expect(made.unchanged).toBe(false);
      const bytes = written(made);
      expect(written(await run({ cache: false }))).toEqual(bytes);
    } finally {
      if (!file.startsWith('reports')) writeFileSync(path, text);
    }
    expect(written(await run())).toEqual(written(first));
  });

  it.each<[string, Partial<RunOptions>, string]>([
    ['a time is measured anew', { remeasure: true }, ''],
    ['no cache is wanted', { cache: false }, ''],
    ['exports are written', {}, 'export: [{ target: router }]\n'],
  ])('is not taken where %s', async (_, more, lines) => {
    const path = join(dir, 'routelab.yaml');
    const text = readFileSync(path, 'utf8');
    try {
      writeFileSync(path, text + lines);
      await run();
      expect((await run(more)).unchanged).toBe(false);
    } finally {
      writeFileSync(path, text);
    }
  });

  it.each([
    ['scoring recordings', 0.03],
    ['comparing', 0.04],
  ])('is not taken where a strategy was changed while a run was %s', async (stage, least) => {
    const gates = [`quality.mean >= ${least}`];
    const path = join(dir, 'strategies/words.yaml');
    const text = readFileSync(path, 'utf8');
    const changed = text.replace('clause', 'witness');
    const before = await run();
    try {
      const during = await run({
        gates,
        onStage: (now) => {
          if (now === stage) writeFileSync(path, changed);
        },
      });
      expect(during.results.rows).toEqual(before.results.rows);
      const files = ({ results }: RanWorkspace) => results.inputs.files;
      expect(files(during)).toEqual(files(before));
      const after = await run({ gates });
      expect(after.unchanged).toBe(false);
      expect(files(after)).not.toEqual(files(before));
    } finally {
      writeFileSync(path, text);
    }
  });

  it('is not taken where what was seen before is gone from the looks, or a file in it can’t be read', async () => {
    const looks = join(dir, 'reports/test-looks.jsonl');
    const gates = ['quality.mean >= 0.02'];
    const first = await run({ gates });
    expect(first.testLook).toBeGreaterThan(1);
    expect((await run({ gates })).unchanged).toBe(true);
    const own = readFileSync(looks, 'utf8')
      .split('\n')
      .filter((line) => line.includes(first.results.inputs.hash));
    writeFileSync(looks, `${own.join('\n')}\n`);
    const again = await run({ gates });
    expect([again.unchanged, again.testLook]).toEqual([false, 1]);
    symlinkSync('nowhere', join(again.reportDir, '.#summary.md'));
    expect((await run({ gates })).unchanged).toBe(false);
    expect((await run({ gates })).unchanged).toBe(true);
  });

  it('is not taken where the folder, and with it an experiment without a name, is called otherwise', async () => {
    const path = join(dir, 'routelab.yaml');
    const text = readFileSync(path, 'utf8');
    const moved = `${dir}-moved`;
    const reportsDir = join(dir, '..', `${basename(dir)}-reports`);
    writeFileSync(path, text.replace('name: generated\n', ''));
    try {
      expect((await run({ reportsDir })).results.experiment.name).toBe(basename(dir));
      renameSync(dir, moved);
      const after = await run({ reportsDir, experimentFile: join(moved, 'routelab.yaml') });
      expect([after.unchanged, after.results.experiment.name]).toEqual([false, basename(moved)]);
    } finally {
      renameSync(moved, dir);
      rmSync(reportsDir, { recursive: true });
      writeFileSync(path, text);
    }
  });
});
