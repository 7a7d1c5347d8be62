import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
beforeAll(() => quickWorkspace(dir, 60, 2));

describe('routelab datasets', () => {
  it('prints what is there, and the same as JSON', () => {
    const { code, stdout } = routelab(dir, 'datasets');
    expect(stdout).toMatch(/queries +60 in/);
    expect(stdout).toMatch(/COVERAGE\n +lab\/m0 +60 +0 +0 +0 +100 %/);
    expect(stdout).toMatch(/HEADROOM {2}on 60 of 60 queries/);
    expect(code).toBe(0);
    const json = JSON.parse(routelab(dir, 'datasets', '--json').stdout) as { queries: number; coverage: unknown[] };
    expect([json.queries, json.coverage.length]).toEqual([60, 2]);
  });

  it('works before anything is recorded', () => {
    const bare = emptyDir();
    return quickWorkspace(bare, 20, 2).then(() => {
      rmSync(join(bare, 'recordings'), { recursive: true });
      const { code, stdout } = routelab(bare, 'datasets');
      expect([code, stdout]).toEqual([0, expect.stringContaining('nothing is recorded yet')]);
    });
  });
});

it('routelab models prints one line a model, and the same as JSON', () => {
  const { code, stdout } = routelab(dir, 'models');
  expect(stdout).toMatch(/lab\/m0 +0\.\d{3} /);
  expect(code).toBe(0);
  const json = JSON.parse(routelab(dir, 'models', '--json').stdout) as { models: { recordings: number }[] };
  expect(json.models.map(({ recordings }) => recordings)).toEqual([60, 60]);
});
