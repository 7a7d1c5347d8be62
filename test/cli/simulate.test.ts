import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SimulationPlan } from '../../src/app/simulate/plan-simulation.js';
import type { AbResults } from '../../src/domain/ab.js';
import type { Results } from '../../src/domain/results.js';
import type { SimulationResults } from '../../src/domain/simulation.js';
import { abSchema } from '../../src/simulate/ab/results-schema.js';
import { simulationSchema } from '../../src/simulate/results-schema.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const OUTAGE = `name: outage
description: One model is down for a while.
length: 4h
traffic: { requests_per_s: 0.5 }
changes: [{ at: 1h, for: 1h, models: lab/m0, outage: 1 }]
arms: { alone: { fallbacks: 0 }, retrying: { retries: { most: 1, wait: 1s } } }
slo: { within: 4s, share: 0.9 }
`;

beforeAll(async () => {
  await quickWorkspace(dir, 80, 2);
  expect(routelab(dir, 'run', '--quiet').code).toBeLessThan(4);
  mkdirSync(join(dir, 'scenarios'));
  writeFileSync(join(dir, 'scenarios/outage.yaml'), OUTAGE);
  writeFileSync(join(dir, 'scenarios/calm.yaml'), OUTAGE.replace('name: outage', 'name: calm').replace('outage: 1', 'slow: 1'));
}, 120_000);

const simulate = (...args: string[]) => routelab(dir, 'simulate', ...args, '--router', 'length');

describe('routelab simulate', () => {
  it('plays every scenario, prints a table and a sentence, writes both files, and is strict where asked to', () => {
    const { code, stdout, stderr } = simulate('--seeds', '5', '--strict');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^written {2}reports\/simulations\/[0-9a-f]{12}\/summary\.md/)]);
    expect(stdout).toMatch(/calm .*4 h/);
    expect(stdout).toMatch(/0\.900 of requests within 4 s: kept by alone, retrying\./);
    expect(stdout).toMatch(/0\.900 of requests within 4 s: missed by alone, retrying\./);
    expect(stdout).toMatch(/retrying: per 1k requests retry after outage/);
    const summary = readFileSync(join(dir, 'reports/simulations/latest/summary.md'), 'utf8');
    const told = [
      '## outage',
      '### Over time',
      '| 01:00 |',
      'not served: failed',
      'Synthetic data',
      '| scenario | scenarios/calm.yaml',
    ];
    for (const text of told) expect(summary).toContain(text);
  });

  it('gives the same bytes again, in its schema, and says the same as JSON; takes several routers', () => {
    const also = ['--seeds', '2', '--router', 'reports/latest/routers/words.json'];
    const { stdout } = simulate('outage', '--json', ...also);
    const file = join(dir, 'reports/simulations/latest/simulation.json');
    const first = readFileSync(file, 'utf8');
    const { results } = JSON.parse(stdout) as { results: SimulationResults };
    expect(JSON.parse(first)).toEqual(results);
    expect(simulationSchema.safeParse(results).error).toBeUndefined();
    expect(simulate('scenarios/outage.yaml', '--quiet', ...also).stdout).toMatch(
      /^outage: 0\.900 of requests within 4 s: undecided for words with alone, words with retrying, length with alone, length/,
    );
    expect(readFileSync(file, 'utf8')).toBe(first);
    expect(results.scenarios[0]?.rows[0]?.overTime.availability.some((share) => (share ?? 1) < 0.9)).toBe(true);
  });

  it('plays days on threads to the same bytes', () => {
    const bytes = (engine: string, ...more: string[]): string => {
      const { code, stderr } = simulate('--seeds', '3', '--quiet', '--out', engine, '--engine', engine, ...more);
      expect([code, stderr]).toEqual([0, '']);
      return readFileSync(join(dir, engine, 'latest/simulation.json'), 'utf8');
    };
    expect(bytes('threads', '--threads', '2')).toBe(bytes('inline'));
  });

  it('tells the place in the scenario of what goes wrong on a thread', () => {
    const flood = OUTAGE.replace(
      'slo:',
      'providers: { lab/m0: &jam { concurrency: 1, service: { constant: 20m } }, lab/m1: *jam }\nslo:',
    );
    writeFileSync(
      join(dir, 'jam.yaml'),
      flood.replace('requests_per_s: 0.5', 'requests_per_s: 30').replace('models: lab/m0, outage: 1', 'models: lab/m0, slow: 1'),
    );
    const { code, stderr } = simulate('jam.yaml', '--seeds', '1', '--engine', 'threads');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/jam\.yaml:\d+:\d+ {2}providers {2}more than 250000 requests/)]);
  });

  it('says in one line what is wrong and what would be right', () => {
    const wrong = (...args: string[]) => {
      const { code, stderr } = simulate(...args);
      return `${code} ${stderr.split('\n')[0]}`;
    };
    expect(wrong('outag')).toMatch(
      /^2 .*no such scenario \(got outag\); accepted: calm, outage, the path of a scenario file\. Did you mean "outage"\?/,
    );
    expect(wrong('outage', '--router', 'lenght')).toMatch(/^2 .*--router {2}no such router.*Did you mean "length"\?/);
    expect(wrong('outage', '--seeds', '1', '--out', 'routelab.yaml')).toMatch(
      /^2 .*routelab\.yaml {2}--out {2}is a file; accepted: a folder$/,
    );
    expect(wrong('outage', '--seeds', '0')).toMatch(/^2 .*--seeds.*a whole number, 1 to 10000/);
    writeFileSync(join(dir, 'wrong.yaml'), OUTAGE.replace('lab/m0', 'lab/mo'));
    expect(wrong('wrong.yaml')).toMatch(
      /^2 .*wrong\.yaml:5:38 {2}changes\[0\]\.models {2}no such recorded model \(got lab\/mo\); accepted: lab\/m0, lab\/m1\. Did/,
    );
    writeFileSync(join(dir, 'wrong.yaml'), OUTAGE.replace('fallbacks', 'falbacks').replace('length: 4h', 'length: 4 hours'));
    expect(wrong('wrong.yaml')).toMatch(/^2 .*wrong\.yaml:3:9 {2}length.*a duration: 250ms/);
  });
});

describe('how much there is to simulate', () => {
  it('is told before, and plays nothing', () => {
    const before = readFileSync(join(dir, 'reports/simulations/latest/simulation.json'), 'utf8');
    const { code, stdout } = simulate('calm', '--seeds', '1000', '--dry-run', '--router', 'words');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^calm: about 7200 requests a day; alone, retrying: about \d+ seconds\n4000 days to play \(words, length; 1000 seeds\): about \d+ seconds of one core\n$/,
    );
    const plan = JSON.parse(simulate('calm', '--seeds', '1000', '--dry-run', '--json').stdout) as SimulationPlan;
    expect(plan).toMatchObject({ seeds: 1000, routers: ['length'], scenarios: [{ name: 'calm', requests: 7200 }] });
    expect(readFileSync(join(dir, 'reports/simulations/latest/simulation.json'), 'utf8')).toBe(before);
  });

  it('is refused where it is too much, with its line', () => {
    writeFileSync(join(dir, 'flood.yaml'), OUTAGE.replace('requests_per_s: 0.5', 'requests_per_s: 1e6'));
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = simulate('flood.yaml', ...more);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(
          /flood\.yaml:4:28 {2}traffic\.requests_per_s {2}brings about 1\.4e\+10 requests .*: 1300 at this length/,
        ),
      ]);
    }
    const days = routelab(dir, 'ab', 'length', 'words', '--scenario', 'calm', '--days', '366', '--aa-tests', '1', '--seeds', '1');
    expect(days.code).toBe(0);
  });
});

describe('numbers of simulate and ab', () => {
  it.each([
    ['simulate', '--seeds', 'abc', 'is not a number (got abc); accepted: a number'],
    ['simulate', '--seed', '-1', 'not accepted (got -1); accepted: a whole number, 0 to 2147483647'],
    ['ab', '--alpha', '1', 'not accepted (got 1); accepted: above 0, below 1'],
    ['ab', '--look', '0', 'not accepted (got 0); accepted: a whole number, 1 to 1000000'],
    ['ab', '--days', '0', 'not accepted (got 0); accepted: a whole number, 1 to 366'],
  ])('%s %s %s is told in one line', (command, option, value, says) => {
    const words = command === 'ab' ? ['length', 'words', '--scenario', 'calm'] : ['calm'];
    const { code, stderr } = routelab(dir, command, ...words, option, value);
    expect([code, stderr.trimEnd()]).toEqual([2, expect.stringContaining(`${option}  ${says}`)]);
    expect(stderr.split('\n').length).toBeLessThan(4);
  });
});

const LEARNER = `name: learner
kind: dynamic
pipeline: [{ explore: { by: epsilon_greedy, over: [lab/m0, lab/m1], epsilon: 0.2 } }]
fallback: [lab/m0]
`;

describe('routers that remember, and traffic they were made on', () => {
  it('are simulated, tested with a warning, and played in sample where there is no test part', () => {
    const own = emptyDir();
    cpSync(dir, own, { recursive: true });
    writeFileSync(join(own, 'strategies/learner.yaml'), LEARNER);
    expect(routelab(own, 'run', '--quiet').code).toBeLessThan(4);
    const { code, stdout } = routelab(own, 'ab', 'length', 'learner', '--scenario', 'calm', '--seeds', '1', '--aa-tests', '5');
    expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('learner remembers what its visits taught it'),
    ]);
    writeFileSync(
      join(own, 'open.yaml'),
      readFileSync(join(own, 'routelab.yaml'), 'utf8')
        .replace(/split: .*/, 'split: none')
        .replace('strategies/*.yaml', 'strategies/words.yaml'),
    );
    const played = routelab(own, 'simulate', 'calm', '--experiment', 'open.yaml', '--router', 'learner', '--seeds', '1');
    expect([played.code, played.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('traffic drawn from all 80 queries: in-sample, routers were fitted and chosen on them too'),
    ]);
  }, 60_000);
});

describe('how routes are carried out', () => {
  it('is measured by run, ships with the export, and is what simulate plays where the scenario names no arms', () => {
    const own = emptyDir();
    cpSync(dir, own, { recursive: true });
    const file = join(own, 'strategies/length.yaml');
    const execution = 'fallback: [lab/m1]\nexecution: { timeout: 1s, fallbacks: 1, breaker: { failures: 3, open: 30s } }';
    writeFileSync(file, `${readFileSync(file, 'utf8')}${execution}\n`);
    expect(routelab(own, 'run').code).toBeLessThan(4);
    const summary = readFileSync(join(own, 'reports/latest/summary.md'), 'utf8');
    expect(summary).toContain('length: what its breaker would do, only routelab simulate shows');
    const router = JSON.parse(readFileSync(join(own, 'reports/latest/routers/length.json'), 'utf8'));
    expect(router.execution).toEqual({ timeoutMs: 1000, fallbacks: 1, breaker: { failures: 3, openMs: 30_000 } });
    const latency = (root: string) =>
      (JSON.parse(readFileSync(join(root, 'reports/latest/results.json'), 'utf8')) as Results).rows.find(
        ({ id }) => id === 'router:length',
      )?.metrics['latency.p95']?.value;
    expect(latency(own)).not.toBe(latency(dir));
    writeFileSync(join(own, 'scenarios/outage.yaml'), OUTAGE.replace(/arms: .*\n/, ''));
    const { stdout } = routelab(own, 'simulate', 'outage', '--router', 'length', '--seeds', '1', '--json');
    const [row] = (JSON.parse(stdout) as { results: SimulationResults }).results.scenarios[0]?.rows ?? [];
    expect(row?.arm).toBe('as shipped');
    expect(row?.calls.map(({ why, cause }) => `${why} ${cause}`)).toContain('fallback breaker');
    writeFileSync(file, readFileSync(file, 'utf8').replace('timeout: 1s', 'timeout: 1 s'));
    expect(routelab(own, 'run').stderr).toMatch(/length\.yaml:\d+:\d+ {2}execution\.timeout {2}.*a duration: 250ms/);
  }, 60_000);
});

describe('routelab ab', () => {
  it('plans, tests, and says how often looking would be fooled', () => {
    const usual = ['--scenario', 'calm', '--seeds', '2', '--aa-tests', '20', '--detect', '0.2'];
    const { code, stdout } = routelab(dir, 'ab', 'length', 'words', ...usual, '--metric', 'cost', '--guard', 'quality=0.9');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /PLAN {2}to see a difference of \$0\.200 with power 0\.8 at level 0\.05\n {2}one look at the end {3}\d+ visits in each arm/,
    );
    expect(stdout).toMatch(/length against itself, 20 times with \d+ looks each: the sequential test sees a difference in/);
    expect(stdout).toMatch(/B is better|A is better|undecided/);
    expect(stdout).not.toMatch(/NaN|Infinity/);
    const told = routelab(dir, 'ab', 'length', 'words', ...usual, '--metric', 'cost', '--guard', 'quality=0.9', '--json').stdout;
    const { results: document, dir: folder } = JSON.parse(told) as { results: AbResults; dir: string };
    expect(abSchema.safeParse(document).error).toBeUndefined();
    expect(folder).toMatch(/^reports\/ab\/[0-9a-f]{12}$/);
    expect(JSON.parse(readFileSync(join(dir, folder, 'ab.json'), 'utf8'))).toEqual(document);
    const summary = readFileSync(join(dir, 'reports/ab/latest/summary.md'), 'utf8');
    for (const text of [
      '## Plan',
      '## Simulated tests',
      'murmur3_x86_32 of `k:visit-<n>`',
      'each router says',
      '| scenario | scenarios/calm.yaml',
    ])
      expect(summary).toContain(text);
    expect(document.falsePositives.experiments).toBe(20);
    expect(document.trials.map(({ guards }) => guards.map(({ metric }) => metric))).toEqual([['quality'], ['quality']]);
    expect(stdout).toContain(`one look at the end   ${document.plan.fixed.visits[0]} visits in each arm`);
    expect(stdout).toContain(`traffic drawn from ${document.traffic.queries} test queries`);
  });

  it('says what is wrong with what it is told', () => {
    const wrong = (scenario: string, ...args: string[]) => {
      const { code, stdout, stderr } = routelab(dir, 'ab', 'length', 'words', '--scenario', scenario, '--aa-tests', '1', ...args);
      return `${code} ${stdout}${stderr.trimEnd()}`;
    };
    expect(wrong('calm', '--guard', 'qualty=0.1')).toMatch(
      /^2 .*--guard {2}no such metric \(got qualty\); accepted: quality, .*Did you mean "quality"\?$/,
    );
    expect(wrong('calm', '--guard', 'quality=0.1=3')).toMatch(/^2 .*--guard {2}not a guard \(got quality=0\.1=3\).*$/);
    const told = (...args: string[]) =>
      routelab(dir, 'ab', ...args, '--scenario', 'calm', '--aa-tests', '1').stderr.split('\n')[0];
    expect(told('lenght', 'words')).toMatch(/ <a> {2}no such router \(got lenght\); accepted: .*Did you mean "length"\?/);
    expect(told('length', 'wrods')).toMatch(/ <b> {2}no such router \(got wrods\); accepted: .*Did you mean "words"\?/);
    expect(told('length', 'words', '--arm', 'alon')).toMatch(/--arm {2}the scenario has no such arm .*Did you mean "alone"\?/);
    expect(wrong('calm', '--detect', '1e-200')).toMatch(/^2 .*--detect {2}too small to plan a test for \(got 1e-200\)$/);
    writeFileSync(join(dir, 'quiet.yaml'), OUTAGE.replace('requests_per_s: 0.5', 'requests_per_s: 0.001'));
    expect(wrong('quiet.yaml')).toMatch(
      /^2 .*quiet\.yaml:4:10 {2}traffic {2}too few visits whose quality is known \(got \d+\); accepted: .*$/,
    );
  });
});
