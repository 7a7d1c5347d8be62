import { describe, expect, it } from 'vitest';
import { planLines } from '../../src/cli/print/plan-lines.js';
import type { AbResults, AbTrial } from '../../src/domain/ab.js';
import { abColumns, falsePositiveText, lengthText, mostDaysText, rememberText } from '../../src/report/ab-view.js';
import { abMarkdown } from '../../src/report/markdown/ab-markdown.js';
import { clockText, formatSpan, trafficText } from '../../src/report/simulation-view.js';

const looked = { at: 900, difference: 0.031, low: 0.004, high: 0.058, p: 0.0123, visits: [450, 451] } as const;
const trial: AbTrial = {
  seed: 1,
  verdict: 'b_better',
  days: 1,
  afterMs: 5_400_000,
  looked,
  guards: [{ metric: 'cost', looked: { ...looked, difference: -0.2, low: -0.3, high: -0.1 }, verdict: 'kept' }],
};
const results = (more: Partial<AbResults> = {}): AbResults => ({
  schemaVersion: 1,
  tool: { name: 'routelab', version: '0.1.0' },
  experiment: { name: 'lab', file: 'routelab.yaml', synthetic: true },
  inputs: { hash: 'ab'.repeat(32), files: [{ role: 'scenario', path: 'scenarios/calm.yaml', sha256: 'cd'.repeat(32) }] },
  seeds: { first: 1, count: 1 },
  costUnit: 'usd',
  traffic: { queries: 32, part: 'test' },
  scenario: { name: 'calm', lengthMs: 86_400_000 },
  arm: null,
  routers: ['length', 'words'],
  stateful: [],
  assignment: { hash: 'murmur3_x86_32', key: 'k:visit-<n>', salt: 'ab', below: 2 ** 31 },
  spec: {
    metric: 'quality',
    detect: 0.02,
    alpha: 0.05,
    power: 0.8,
    share: 0.5,
    salt: 'ab',
    everyVisits: 200,
    guards: [{ metric: 'cost', margin: 0.1 }],
    experiments: 2000,
    mostDays: null,
  },
  plan: {
    mean: 0.6,
    deviation: 0.49,
    visitsPerDay: 1000,
    fixed: { visits: [400, 400], days: 0.8 },
    sequential: { visits: [900, 300], days: 1.2 },
  },
  mostDays: 1,
  trials: [trial],
  falsePositives: {
    experiments: 2000,
    looks: 5,
    sequential: { share: 0.01, low: 0.006, high: 0.015 },
    naive: { share: 0.2, low: 0.18, high: 0.22 },
  },
  ...more,
});

describe('an A/B test in words', () => {
  it('has a row a test: its verdict, when, and every guard', () => {
    const cells = (of: AbResults, one = trial) =>
      Object.fromEntries(abColumns(of).map((column) => [column.title, column.of(one)]));
    expect(cells(results())).toEqual({
      seed: '1',
      verdict: 'B is better',
      after: '01:30',
      'visits A, B': '450, 451',
      'B less A, always-valid interval': '0.031 [0.004, 0.058]',
      p: '0.012',
      'cost, at most $0.100 worse': 'kept −$0.200 [−$0.300, −$0.100]',
    });
    const nobody = { ...trial, looked: null, guards: [{ metric: 'cost', looked: null, verdict: 'open' }] } as const;
    expect(Object.values(cells(results(), nobody)).slice(3)).toEqual(['—', '—', '—', 'open —']);
    // Where some test took several days, all say which day it was.
    const long = { ...trial, days: 2, afterMs: 90_000_000, looked: { ...looked, p: 0.0001 } };
    expect(cells(results({ trials: [trial, long] }), long)).toMatchObject({ after: 'day 2, 01:00', p: '<0.001' });
    expect(cells(results({ costUnit: 'calls' }))).toHaveProperty(['cost, at most 0.100 worse']);
  });

  it('says how long it takes, how often looking is fooled, and what a memory means for it', () => {
    expect(lengthText({ visits: [400, 400], days: 0.8 })).toBe('400 visits in each arm, 19.2 hours');
    expect(lengthText({ visits: [900, 300], days: 1.2 })).toBe('900 visits in A and 300 in B, 1.2 days');
    expect([mostDaysText(results()), mostDaysText(results({ mostDays: 9 }))]).toEqual([
      'one day of it a test',
      'up to 9 days of it a test',
    ]);
    expect(falsePositiveText(results())).toBe(
      'length against itself, 2000 times with 5 looks each: the sequential test sees a difference in 1.0 % [0.6, 1.5] (promised: at most 5 %), a z-test at every look in 20.0 % [18.0, 22.0].',
    );
    expect(rememberText(results())).toBe('');
    expect(rememberText(results({ stateful: ['words'] }))).toMatch(
      /^words remembers what its visits taught it: they depend on each other/,
    );
    expect(rememberText(results({ stateful: ['length', 'words'] }))).toMatch(/^length and words remember what/);
  });

  it('is a page of Markdown that says how visits are assigned', () => {
    const page = abMarkdown(results({ stateful: ['words'] }));
    for (const text of [
      '# lab: length against words (SYNTHETIC DATA)',
      'whose murmur3_x86_32 of `k:visit-<n>`, seeded by the hash of the salt `ab`, is below 2147483648: 0.500 of them',
      'routes carried out as each router says',
      'looking all the time: 900 visits in A and 300 in B, 1.2 days at the latest',
      '| 1 | B is better | 01:30 |',
      'words remembers what',
      '| scenario | scenarios/calm.yaml |',
    ])
      expect(page).toContain(text);
    expect(abMarkdown(results({ arm: 'hedged' }))).toContain('routes carried out hedged');
    expect(abMarkdown(results())).not.toContain('remembers');
  });
});

describe('simulated days in words', () => {
  it('say what traffic is drawn from', () => {
    expect(trafficText({ queries: 32, part: 'test' })).toBe('32 test queries');
    expect(trafficText({ queries: 80, part: 'all' })).toBe(
      'all 80 queries: in-sample, routers were fitted and chosen on them too',
    );
  });

  it('have times of day, with the day where there are several, and spans', () => {
    expect([clockText(45_000_000, 86_400_000), clockText(90_000_000, 172_800_000)]).toEqual(['12:30', 'day 2, 01:00']);
    expect([250, 5000, 90_000, 5_400_000, 86_400_000].map(formatSpan)).toEqual(['250 ms', '5 s', '1.5 min', '90 min', '24 h']);
  });

  it('say how long they take to play', () => {
    const plan = (seconds: number, seeds = 10) =>
      planLines({
        routers: ['r'],
        seeds,
        seconds,
        scenarios: [{ name: 'calm', requests: 43_200.4, arms: ['plain', 'hedged'], seconds }],
      });
    expect(plan(0.2)).toEqual([
      'calm: about 43,200 requests a day; plain, hedged: about a second',
      '20 days to play (r; 10 seeds): about a second of one core',
    ]);
    expect([61.2, 130, 9000].map((seconds) => plan(seconds, 1)[1])).toEqual([
      '2 days to play (r; 1 seed): about 62 seconds of one core',
      '2 days to play (r; 1 seed): about 3 minutes of one core',
      '2 days to play (r; 1 seed): about 3 hours of one core',
    ]);
  });
});
