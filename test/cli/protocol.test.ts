import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const base = emptyDir();
beforeAll(() => quickWorkspace(base, 300, 3));

/** A copy of the small workspace with another split. */
function workspace(split: string): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  const file = join(dir, 'routelab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^split: .*$/m, `split: ${split}`));
  return dir;
}
const read = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');
const resultsOf = (dir: string) => JSON.parse(read(dir, 'reports/latest/results.json')) as Results;

describe('a cross-fitted comparison', () => {
  const dir = emptyDir();
  beforeAll(() => cpSync(workspace('{ kfold: 4, inner_folds: 2, seed: 5 }'), dir, { recursive: true }));

  it('measures on every query and ships nothing by itself', () => {
    const { stdout, stderr } = routelab(dir, 'run');
    expect(stdout).toContain('measured on 300 queries, each decided without its fold');
    expect(stdout).toContain('chosen on inner folds');
    expect(stdout).toMatch(/chosen anew in each fold/);
    expect(stderr).not.toContain('decisions agree');
    expect(stderr).toContain('look 1 at cross-fitted numbers of these queries');
    expect(stderr).not.toContain('test part');
    expect(existsSync(join(dir, 'exports'))).toBe(false);
    expect(read(dir, 'reports/latest/split.csv')).toMatch(/^id,fold,group\nq0,fold \d,1\n/);
  });

  it('exports the refitted router when that is asked for, and says in it what it is', () => {
    const refused = routelab(dir, 'export', '--strategy', resultsOf(dir).rows[0]?.strategy ?? '');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/cross-fitted.*export --refit/s)]);
    expect(routelab(dir, 'export', '--refit', '--strategy', resultsOf(dir).rows[0]?.strategy ?? '').code).toBe(0);
    const { provenance } = JSON.parse(read(dir, 'exports/router/router.json')) as { provenance: Record<string, unknown> };
    expect(provenance).toMatchObject({ measuredOn: 'crossfit', refitted: expect.stringContaining('on all queries') });
    expect(provenance['test']).toBeUndefined();
  });

  it('is repeated by the split file it wrote', () => {
    const again = workspace('{ file: splits/frozen.csv, inner_folds: 2, seed: 5 }');
    mkdirSync(join(again, 'splits'));
    cpSync(join(dir, 'reports/latest/split.csv'), join(again, 'splits/frozen.csv'));
    cpSync(join(dir, 'recordings/router-time.jsonl'), join(again, 'recordings/router-time.jsonl'));
    expect(routelab(again, 'run', '--quiet').stderr).toBe('');
    expect(resultsOf(again).rows).toEqual(resultsOf(dir).rows);
    expect(resultsOf(again).inputs.files).toContainEqual(expect.objectContaining({ role: 'split', path: 'splits/frozen.csv' }));
  });
});

describe('a frozen hold-out', () => {
  it('gives the numbers it gave before, and counts each new look at its test part', () => {
    const dir = workspace('{ train: 0.2, validation: 0.4, test: 0.4, stratify_by: category, seed: 3 }');
    expect(routelab(dir, 'run').stderr).toContain('look 1 at this test part');
    const before = resultsOf(dir);
    expect(routelab(dir, 'run').stderr).toContain('look 1 at this test part');
    cpSync(join(dir, 'reports/latest/split.csv'), join(dir, 'frozen.csv'));
    const file = join(dir, 'routelab.yaml');
    writeFileSync(file, read(dir, 'routelab.yaml').replace(/^split: .*$/m, 'split: { file: frozen.csv }'));
    expect(routelab(dir, 'run').stderr).toContain('look 2 at this test part');
    expect(resultsOf(dir).rows).toEqual(before.rows);
    expect(JSON.parse(read(dir, 'reports/latest/run.json'))).toMatchObject({ testLook: 2 });
    expect(read(dir, 'reports/latest/results.json')).not.toContain('testLook');
    expect(read(dir, 'reports/latest/summary.md')).toContain('look 2 at this test part');

    const lines = read(dir, 'frozen.csv').split('\n');
    writeFileSync(join(dir, 'frozen.csv'), lines.filter((line) => !line.startsWith('q7,')).join('\n'));
    const short = routelab(dir, 'run');
    expect([short.code, short.stderr]).toEqual([2, expect.stringMatching(/frozen\.csv.*not in the split.*q7/s)]);
    const told = routelab(dir, 'validate');
    expect([told.code, told.stderr + told.stdout]).toEqual([2, expect.stringMatching(/not in the split.*q7/s)]);
    rmSync(join(dir, 'frozen.csv'));
    expect(routelab(dir, 'run').stderr).toMatch(/split\.file.*no such file.*frozen\.csv/s);
  });
});
