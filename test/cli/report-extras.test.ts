import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const SCENARIO = `name: outage
description: One model is down for a while.
length: 2h
traffic: { requests_per_s: 0.2 }
changes: [{ at: 1h, for: 30m, models: lab/m0, outage: 1 }]
budget: { usd: 5, per: hour }
slo: { within: 4s, share: 0.9 }
`;

/** Without its data and scripts. */
const page = () => readFileSync(join(dir, 'reports/latest/report.html'), 'utf8').split('<script')[0] ?? '';

beforeAll(async () => {
  await quickWorkspace(dir, 80, 2);
  expect(routelab(dir, 'run', '--quiet').code).toBeLessThan(4);
  mkdirSync(join(dir, 'scenarios'));
  writeFileSync(join(dir, 'scenarios/outage.yaml'), SCENARIO);
}, 120_000);

describe('what a page shows besides the comparison', () => {
  it('exports of the same inputs, with their files, as far as these are what was exported', () => {
    expect(page()).not.toContain('id="exports"');
    expect(routelab(dir, 'export', '--strategy', 'length', '--force').stderr).not.toMatch(/error/i);
    expect(routelab(dir, 'report').code).toBe(0);
    expect(page()).toContain('<h2 id="exports">Exported configs</h2>');
    expect(page()).toContain('data-file="router.json"');
    expect(page()).toContain('exports/router');
    writeFileSync(join(dir, 'exports/router/router.json'), '{}');
    expect(routelab(dir, 'report').code).toBe(0);
    expect(page()).toContain('changed since it was exported');
    expect(page()).not.toContain('data-file="router.json"');
  });

  it('a simulation that is named, and only one of the same dataset', () => {
    expect(routelab(dir, 'simulate', '--seeds', '2', '--router', 'length')).toMatchObject({ code: 0 });
    const { code, stderr } = routelab(dir, 'report', '--simulation', 'latest');
    expect([code, stderr]).toEqual([0, expect.stringContaining('wrote')]);
    expect(page()).toContain('<h2 id="simulation">Days in production, simulated</h2>');
    expect(page()).toMatch(/0\.900 of requests within 4 s/);
    expect(page()).toContain('Spent against the budget');
    expect(page()).not.toContain('NaN');
    expect(routelab(dir, 'report', '--simulation', 'no-such').code).toBe(2);
    const file = join(dir, 'reports/simulations/latest/simulation.json');
    const json = JSON.parse(readFileSync(file, 'utf8'));
    for (const input of json.inputs.files) input.sha256 = 'ff';
    writeFileSync(file, JSON.stringify(json));
    const other = routelab(dir, 'report', '--simulation', 'latest');
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('another dataset')]);
    writeFileSync(file, '{');
    expect(routelab(dir, 'report', '--simulation', file).stderr).toContain('not what routelab simulate writes');
  });
});
