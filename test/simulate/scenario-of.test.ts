import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { type ScenarioSetting, scenarioOf } from '../../src/simulate/scenario-of.js';
import { type ScenarioFile, scenarioSchema } from '../../src/simulate/scenario-schema.js';
import { schemaProblems } from '../../src/strategy/schema-problems.js';

const setting: ScenarioSetting = {
  models: [
    { id: 'lab/small', provider: 'lab', name: 'small', tags: [], limits: { rpm: 60, concurrency: 2 } },
    { id: 'lab/large', provider: 'lab', name: 'large', tags: [] },
  ],
  categories: ['code', 'faq'],
  signals: ['session'],
  hasTimestamps: false,
};
const file = (more: object = {}): ScenarioFile =>
  scenarioSchema.parse({ name: 's', traffic: { requests_per_s: 2 }, slo: { within: '5s', share: 0.9 }, ...more });

/** `field: message` of everything wrong. */
function problems(more: object): string[] {
  try {
    scenarioOf(file(more), setting);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(
      ({ field, message, nearest }) => `${field}: ${message}${nearest === undefined ? '' : ` → ${nearest}`}`,
    );
  }
}

it('a scenario file’s bursts last and are some time apart, and are not too many', () => {
  const bursts = (every: string, length: string) =>
    problems({ traffic: { requests_per_s: 1, bursts: { factor: 2, every, for: length } } });
  expect(bursts('0s', '0s')).toEqual(['traffic.bursts.every: is nothing', 'traffic.bursts.for: is nothing']);
  expect(bursts('200ms', '300ms')).toEqual(['traffic.bursts.every: makes too many bursts']);
  expect(bursts('500ms', '500ms')).toEqual([]);
});

describe('a scenario file', () => {
  it('is a day of 48 steps by default, with the models’ own limits', () => {
    const scenario = scenarioOf(file(), setting);
    expect([scenario.lengthMs, scenario.stepMs, scenario.warmUpMs]).toEqual([86_400_000, 1_800_000, 0]);
    expect(scenario.arms).toEqual([{ name: 'as shipped', policy: null }]);
    expect(scenario.providers.get('lab/small')).toMatchObject({ rpm: 60, tpm: Number.POSITIVE_INFINITY, concurrency: 2 });
    expect(scenario.traffic.arrivals).toEqual({ kind: 'poisson', perSecond: 2 });
  });

  it('has sections for one model and for all others, durations in words, and policies', () => {
    const scenario = scenarioOf(
      file({
        length: '2h',
        warm_up: '7m',
        step: '5m',
        providers: { '*': { errors: 0.1, hang_for: '1m' }, 'lab/small': { rpm: 10, service: { exponential: '900ms' } } },
        changes: [
          { at: '30m', for: '10m', models: 'lab/large', outage: 1 },
          { at: '1h', traffic: 2 },
        ],
        arms: {
          careful: {
            timeout: '10s',
            retries: { most: 2, wait: '500ms' },
            hedge: { after: '2s' },
            breaker: { failures: 3, open: '30s' },
            most_in_flight: 9,
          },
        },
        budget: { usd: 3, per: 'hour' },
      }),
      setting,
    );
    expect(scenario.warmUpMs).toBe(600_000);
    expect(scenario.providers.get('lab/large')).toMatchObject({ errors: 0.1, hangMs: 60_000 });
    expect(scenario.providers.get('lab/small')).toMatchObject({
      errors: 0,
      rpm: 10,
      service: { kind: 'exponential', meanMs: 900 },
    });
    expect(scenario.changes[0]).toEqual({ fromMs: 1_800_000, toMs: 2_400_000, models: ['lab/large'], outage: 1 });
    expect(scenario.changes[1]).toMatchObject({ fromMs: 3_600_000, models: null, traffic: 2 });
    expect(scenario.changes[1]?.toMs).toBeGreaterThanOrEqual(scenario.lengthMs);
    expect(scenario.arms[0]?.policy).toEqual({
      timeoutMs: 10_000,
      retries: { most: 2, waitMs: 500, factor: 2, mostWaitMs: 24 * 86_400_000, jitter: 0.5 },
      hedge: { afterMs: 2000, to: 'next' },
      breaker: { failures: 3, openMs: 30_000 },
      mostInFlight: 9,
    });
    expect(scenario.budget).toEqual({ usd: 3, periodMs: 3_600_000, hard: false });
  });

  it('is refused with every name that is not there', () => {
    expect(problems({ providers: { 'lab/smal': {} } })).toEqual(['providers.lab/smal: no such recorded model → lab/small']);
    expect(problems({ changes: [{ at: '1h', models: ['lab/large', 'lab/larg'] }] })).toEqual([
      'changes[0].models[1]: no such recorded model → lab/large',
    ]);
    expect(problems({ traffic: { requests_per_s: 1, mix: [{ from: '1h', weights: { cod: 2 } }] } })).toEqual([
      'traffic.mix[0].weights.cod: no such category in the dataset → code',
    ]);
    expect(problems({ traffic: { requests_per_s: 1, sessions: { signal: 'sesion', gap: '1s' } } })).toEqual([
      'traffic.sessions.signal: no such signal in the dataset → session',
    ]);
  });

  it('is refused where it asks for what makes no sense', () => {
    expect(problems({ traffic: {} })).toEqual(['traffic.requests_per_s: missing']);
    expect(problems({ traffic: { arrivals: 'dataset', requests_per_s: 1 } })).toEqual([
      'traffic.arrivals: the dataset has no arrived_at',
      'traffic.requests_per_s: has no meaning with arrivals: dataset',
    ]);
    expect(problems({ traffic: { requests_per_s: 1, speed: 2 } })).toEqual([
      'traffic.speed: has no meaning with arrivals: poisson',
    ]);
    expect(problems({ length: '0s' })[0]).toBe('length: is nothing');
    expect(problems({ step: '1s' })).toEqual(['step: cuts the length into too many steps']);
    expect(problems({ warm_up: '24h' })).toEqual(['warm_up: leaves nothing']);
    const late = {
      changes: [{ at: '26h', outage: 1 }],
      traffic: { requests_per_s: 1, mix: [{ from: '24h', weights: { faq: 2 } }] },
    };
    expect(problems(late)).toEqual(['changes[0].at: is after the end', 'traffic.mix[0].from: is after the end']);
    expect(problems({ ...late, length: '27h' })).toEqual([]);
    expect(problems({ arms: {} })).toEqual(['arms: names no way of carrying routes out']);
    const long = { ...file(), length: '1 day' };
    expect(schemaProblems(scenarioSchema.safeParse(long).error?.issues ?? [], scenarioSchema, long)).toEqual([
      { field: 'length', message: 'not accepted', value: '"1 day"', accepted: expect.stringMatching(/^a duration: 250ms/) },
    ]);
  });
});
