import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { start } from '../../src/router/execute.js';
import { loadRouter } from '../../src/router/load.js';
import { expandCandidates } from '../../src/strategy/expand.js';
import { checkCandidate, fitCandidate } from '../../src/strategy/fit.js';
import { routerConfigSchema } from '../../src/strategy/router-config-schema.js';
import type { Candidate, Strategy } from '../../src/strategy/strategy.js';
import { aStrategy } from '../support/an-experiment.js';

const MODELS = { models: ['a', 'b'].map((id) => ({ id, provider: 'lab', name: id, tags: [] })) };
const careful = (execution: NonNullable<Strategy['execution']>): Strategy => ({
  ...aStrategy('careful', [{ use: 'a' }], ['b']),
  execution,
});
const only = (strategy: Strategy): Candidate => expandCandidates(strategy)[0] as Candidate;
const config = (execution: NonNullable<Strategy['execution']>) => fitCandidate(only(careful(execution)), MODELS, null).config;

const FULL = {
  timeout: '15s',
  retries: { most: 2, wait: '500ms', factor: 3, most_wait: '8s', jitter: 0.25 },
  hedge: { after: '6s', to: 'same' },
  fallbacks: 1,
  breaker: { failures: 5, open: '1m30s' },
  most_in_flight: 200,
};

describe('execution of a strategy', () => {
  it('becomes a part of the router, in milliseconds, that loads, fits its schema and begins routes', () => {
    const made = JSON.parse(JSON.stringify(config(FULL)));
    expect(made.execution).toEqual({
      timeoutMs: 15_000,
      retries: { most: 2, waitMs: 500, factor: 3, mostWaitMs: 8000, jitter: 0.25 },
      hedge: { afterMs: 6000, to: 'same' },
      fallbacks: 1,
      breaker: { failures: 5, openMs: 90_000 },
      mostInFlight: 200,
    });
    expect(routerConfigSchema.safeParse(made).error).toBeUndefined();
    const router = loadRouter(made);
    expect(router.execution).toEqual(made.execution);
    const [execution, commands] = start(router.route({ messages: [{ role: 'user', content: 'hi' }] }), router.execution);
    expect(execution.policy).toEqual(made.execution);
    expect(commands).toEqual([
      { kind: 'call', call: 0, modelId: 'a', sample: 0, why: 'first' },
      { kind: 'wait', timer: 0, ms: 15_000, spreadMs: 0 },
      { kind: 'wait', timer: 1, ms: 6000, spreadMs: 0 },
    ]);
  });

  it('has defaults for what waits and hedges leave out, and none for the rest', () => {
    expect(config({ retries: { most: 1, wait: '1s' }, hedge: { after: '2s' } }).execution).toEqual({
      retries: { most: 1, waitMs: 1000, factor: 2, mostWaitMs: 24 * 86_400_000, jitter: 0.5 },
      hedge: { afterMs: 2000, to: 'next' },
    });
    const plain = fitCandidate(only(aStrategy('plain', [{ use: 'a' }])), MODELS, null).config;
    expect('execution' in plain).toBe(false);
    expect(loadRouter(JSON.parse(JSON.stringify(plain))).execution).toEqual({});
  });

  it('moves the checksum and changes no decision', () => {
    const [one, other] = [config({ timeout: '5s' }), config({ timeout: '6s' })];
    expect(one.decisionHash).toBe(other.decisionHash);
    expect(one.checksum).not.toBe(other.checksum);
    const changed = { ...JSON.parse(JSON.stringify(one)), execution: { timeoutMs: 6000 } };
    expect(() => loadRouter(changed)).toThrow(/checksum.*changed or damaged/);
  });

  it('may hold ranges like a pipeline', () => {
    const strategy = careful({ timeout: { $choice: ['5s', '10s'] }, fallbacks: { $linear: [0, 2, 3] } });
    const candidates = expandCandidates(strategy);
    expect(candidates).toHaveLength(6);
    expect(candidates[3]).toMatchObject({
      id: 'careful#4',
      parameters: { 'execution.timeout': '10s', 'execution.fallbacks': 0 },
      execution: { timeout: '10s', fallbacks: 0 },
      pipeline: [{ use: 'a' }],
    });
  });

  it.each([
    [{ timeout: '15' }, /^execution\.timeout {2}not accepted; accepted: a duration: 250ms.*$/],
    [{ timeout: '0s' }, /^execution\.timeout {2}more than 0s/],
    [{ timeout: '25d' }, /^execution\.timeout {2}at most 24d[^\n]*$/],
    [{ timeuot: '15s' }, /^execution\.timeuot {2}unknown key; accepted: timeout, .*Did you mean "timeout"/],
    [{ retries: { most: 11, wait: '1s' } }, /^execution\.retries\.most {2}/],
    [{ hedge: { after: '1s', to: 'other' } }, /^execution\.hedge\.to .*same, next/],
    ['often', /^execution {2}/],
  ])('refuses %j', (execution, says) => {
    let told = '';
    try {
      checkCandidate(only(careful(execution)), MODELS);
    } catch (error) {
      told = (error as UserError).problems
        .map(({ field, message, accepted, nearest }) => `${field}  ${message}; accepted: ${accepted}. Did you mean "${nearest}"`)
        .join('\n');
      expect(error).toBeInstanceOf(UserError);
    }
    expect(told).toMatch(says);
  });

  it.each([
    [{ timeoutMs: 0 }, /execution\.timeoutMs {2}not accepted \(got 0\); accepted: a number above 0, up to 2147483647/],
    [{ timeoutMs: 2 ** 31 }, /execution\.timeoutMs/],
    [{ retries: { most: 1.5, waitMs: 1, factor: 1, mostWaitMs: 1, jitter: 0 } }, /execution\.retries\.most .*0 to 10/],
    [{ retries: { most: 1, waitMs: -1, factor: 1, mostWaitMs: 1, jitter: 0 } }, /execution\.retries\.waitMs .*from 0 to/],
    [{ retries: { most: 1, waitMs: 1, factor: 0.5, mostWaitMs: 1, jitter: 0 } }, /execution\.retries\.factor .*from 1 to 100/],
    [{ retries: { most: 1, waitMs: 1, factor: 1, mostWaitMs: Number.NaN, jitter: 0 } }, /execution\.retries\.mostWaitMs/],
    [{ retries: { most: 1, waitMs: 1, factor: 1, mostWaitMs: 1, jitter: 1.1 } }, /execution\.retries\.jitter .*from 0 to 1/],
    [{ hedge: { afterMs: 5 } }, /execution\.hedge\.to .*same, next/],
    [{ hedge: { afterMs: '5', to: 'next' } }, /execution\.hedge\.afterMs .*got "5"/],
    [{ fallbacks: -1 }, /execution\.fallbacks/],
    [{ breaker: { failures: 0, openMs: 1 } }, /execution\.breaker\.failures/],
    [{ breaker: { failures: 1, openMs: 0 } }, /execution\.breaker\.openMs/],
    [{ mostInFlight: 0 }, /execution\.mostInFlight/],
    [{ timeoutMS: 5 }, /execution\.timeoutMS {2}unknown member.*Did you mean "timeoutMs"/],
    [[], /execution {2}is not an object/],
  ])('a router.json with %j is refused', (execution, says) => {
    expect(() => loadRouter({ ...JSON.parse(JSON.stringify(config({}))), execution })).toThrow(says);
  });
});
