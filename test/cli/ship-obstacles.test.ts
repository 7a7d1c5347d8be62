import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { loadRouter } from '../../src/router/load.js';
import { hash32 } from '../../src/stats/hash.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const SIZE = 400;
const base = emptyDir();
beforeAll(async () => {
  await quickWorkspace(base, SIZE, 2);
  appendFileSync(join(base, 'routelab.yaml'), 'export: [{ target: router }]\n');
});

function workspace(): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  return dir;
}

/** On validation the cheap model is always right, on test it is wrong wherever the dear one is right. */
function contradicted(): string {
  const dir = workspace();
  const right = (row: number, model: number): boolean => hash32(1, row, 200 + model) % 100 < 50 + 8 * model;
  const part = (row: number): string => (right(row, 0) ? 'validation' : right(row, 1) ? 'test' : 'train');
  const lines = Array.from({ length: SIZE }, (_, row) => `q${row},${part(row)}`);
  writeFileSync(join(dir, 'split.csv'), `id,part\n${lines.join('\n')}\n`);
  const file = join(dir, 'routelab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^split: .*$/m, 'split: { file: split.csv }'));
  return dir;
}

const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));
const resultsOf = (dir: string) => json(dir, 'reports/latest/results.json') as Results;

describe('a choice that the test part contradicts', () => {
  const dir = emptyDir();
  beforeAll(() => cpSync(contradicted(), dir, { recursive: true }));

  it('is exported neither by the run nor by routelab export', () => {
    const { code, stderr } = routelab(dir, 'run');
    expect(resultsOf(dir).choice).toMatchObject({ test: 'contradicted' });
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('none written: the chosen router must not ship (the test part contradicts the choice)'),
    ]);
    expect(existsSync(join(dir, 'exports'))).toBe(false);
    const refused = routelab(dir, 'export', '--target', 'router');
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/must not ship: the test part contradicts the choice\n hint {2}routelab export --force/),
    ]);
  });

  it('leaves a trace in a router that is exported by force', () => {
    const forced = routelab(dir, 'export', '--target', 'router', '--force');
    expect([forced.code, forced.stderr]).toEqual([
      0,
      expect.stringMatching(/^warn {2}exported by --force although the test part contradicts the choice; export\.json says so/),
    ]);
    const shipped = json(dir, 'exports/router/router.json');
    expect(shipped).toMatchObject({ provenance: { forcedOver: ['the test part contradicts the choice'] } });
    expect(() => loadRouter(shipped)).not.toThrow();
  });

  it('does not stand against another strategy of the report, which then carries no trace', () => {
    const { choice, rows } = resultsOf(dir);
    const other = rows.find(({ id, kind }) => kind === 'router' && 'rowId' in choice && id !== choice.rowId);
    const written = routelab(
      dir,
      'export',
      '--target',
      'router',
      '--strategy',
      other?.strategy ?? '',
      '--force',
      '--out',
      'other',
    );
    expect([written.code, written.stderr]).toEqual([0, expect.not.stringContaining('--force')]);
    expect((json(dir, 'other/router.json') as { provenance: object }).provenance).not.toHaveProperty('forcedOver');
  });
});

describe('a gate that is undecided', () => {
  it("holds the run's own export back under --strict, and not without", () => {
    const dir = workspace();
    routelab(dir, 'run', '--quiet');
    const { rows, choice } = resultsOf(dir);
    const chosen = rows.find(({ id }) => 'rowId' in choice && id === choice.rowId);
    const gate = `quality.mean >= ${chosen?.metrics['quality.mean']?.value}`;
    const strict = workspace();
    const { code, stderr } = routelab(strict, 'run', '--gate', gate, '--strict');
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(
        /none written: the chosen router must not ship \(.*gate "quality\.mean >= .*" is undecided under --strict/,
      ),
    ]);
    expect(existsSync(join(strict, 'exports'))).toBe(false);
    expect(routelab(strict, 'run', '--gate', gate).code).toBe(0);
    expect(existsSync(join(strict, 'exports/router/router.json'))).toBe(true);
  });
});
