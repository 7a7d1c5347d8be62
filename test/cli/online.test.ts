import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import type { GoldenStep } from '../../src/router/golden-walk.js';
import { loadRouter } from '../../src/router/load.js';
import type { Feedback } from '../../src/router/router.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const strategy = (name: string, kind: string, pipeline: string, more = '') =>
  writeFileSync(
    join(dir, `strategies/${name}.yaml`),
    `name: ${name}\nkind: ${kind}\n${more}pipeline:\n${pipeline}fallback: [lab/m2]\n`,
  );
const results = () => JSON.parse(readFileSync(join(dir, 'reports/latest/results.json'), 'utf8')) as Results;

beforeAll(async () => {
  await quickWorkspace(dir, 200, 3);
  strategy(
    'sticky',
    'static',
    '  - stick: {}\n  - split: { weights: { lab/m0: 1, lab/m2: 1 } }\n',
    'input: { sticky_signal: user_tier }\n',
  );
  strategy('paced', 'dynamic', '  - predict: { by: ridge, features: [shape] }\n  - pace: { budget_usd: 0.03, over: 100 }\n');
  strategy('exploring', 'dynamic', '  - explore: { by: thompson, per_usd: 10, memory: 100 }\n');
  const file = join(dir, 'routelab.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}online: { feedback: { delay_queries: 3 }, degrade: { model: lab/m2 } }\n`);
});

describe('strategies with a memory on the command line', () => {
  it('stand in results, summary and page', { timeout: 120_000 }, () => {
    const first = routelab(dir, 'run');
    expect(first.stderr).not.toMatch(/error/i);
    expect(first.stdout).toMatch(/exploring .*stateful/);
    const { rows } = results();
    const online = (name: string) => rows.find(({ id }) => id === `router:${name}`)?.online;
    expect(online('paced')?.budget).toMatchObject({ usd: 0.03, per: 'queries', queries: 100 });
    expect(online('paced')?.budget?.overspend.value).toBeLessThan(0.001);
    expect(online('exploring')).toMatchObject({ walks: 20, feedback: { delayQueries: 3 }, reaction: { modelId: 'lab/m2' } });
    expect(online('sticky')).toMatchObject({ walks: 20 });
    const summary = readFileSync(join(dir, 'reports/latest/summary.md'), 'utf8');
    expect(summary).toMatch(
      /## Strategies with a memory[\s\S]*\*\*Budgets\.\*\*[\s\S]*\*\*Learning on the way\.\*\*[\s\S]*\*\*A model gets worse\.\*\*/,
    );
    expect(readFileSync(join(dir, 'reports/latest/report.html'), 'utf8')).toContain(
      '<h2 id="memory">Strategies with a memory</h2>',
    );
  });

  it.each(['sticky', 'paced', 'exploring'])('%s leaves as the router it was measured as: its walk comes out again', (name) => {
    const { code, stderr } = routelab(dir, 'export', '--strategy', name, '--out', `out/${name}`);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const router = loadRouter(JSON.parse(readFileSync(join(dir, `out/${name}/router.json`), 'utf8')));
    expect(router.config.provenance).toHaveProperty('walkSha256');
    const steps = readFileSync(join(dir, `out/${name}/router.walk.jsonl`), 'utf8')
      .trim()
      .split('\n');
    let state = router.initialState;
    for (const line of steps) {
      const { request, clock, route, events } = JSON.parse(line) as GoldenStep;
      expect(JSON.parse(JSON.stringify(router.route(request, state, clock)))).toEqual(route);
      // Between two requests a state is text somewhere.
      for (const event of events)
        state = JSON.parse(JSON.stringify(router.observe(state, { ...event, route } as Feedback))) as typeof state;
    }
    expect(steps).toHaveLength(400);
  });

  it('says what is wrong with a file, at its line', () => {
    strategy('wrong', 'static', '  - explore: { by: tompson }\n');
    const { code, stdout } = routelab(dir, 'validate');
    expect(code).toBe(2);
    expect(stdout).toMatch(/strategies\/wrong\.yaml:4.*tompson[\s\S]*Did you mean "thompson"/);
    strategy('wrong', 'static', '  - explore: { by: thompson }\n');
    expect(routelab(dir, 'validate').stdout).toMatch(/wrong\.yaml:2.*the pipeline is dynamic/);
  });
});
