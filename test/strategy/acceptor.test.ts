import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { answerChance } from '../../src/router/answer/chance.js';
import { type CascadeStage, DEFAULT_INPUT } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { loadRouter } from '../../src/router/load.js';
import { hash32 } from '../../src/stats/hash.js';
import { checkCandidate, fitCandidate, kindOf, needsTraining } from '../../src/strategy/fit.js';
import type { Candidate } from '../../src/strategy/strategy.js';
import type { ScoredAnswer, Training } from '../../src/strategy/training.js';
import { aTraining } from '../support/a-training.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { type Sample, tableOf } from '../support/table-of.js';

const price = (usd: number) => ({ inputUsdPerMTok: usd, outputUsdPerMTok: usd });
const models = { models: ['m0', 'm1'].map((id, i) => ({ id, provider: 'p', name: id, tags: [], price: price(1 + 9 * i) })) };
const candidate = (accept: Json, kind: Candidate['kind'] = 'dynamic'): Candidate => ({
  id: 'c',
  strategy: 'c',
  kind,
  parameters: {},
  input: DEFAULT_INPUT,
  pipeline: [{ cascade: { order: 'by_price', accept } }],
  fallback: ['m0'],
});

const SIZE = 400;
/** Sure answers are right four times in five, unsure ones once in five; long prompts are hard. */
const sure = (i: number): boolean => hash32(3, i, 0) % 2 === 0;
const hard = (i: number): boolean => hash32(4, i, 0) % 2 === 0;
const right = (i: number): number => (hash32(5, i, 0) % 100 < (sure(i) ? 80 : 20) ? 1 : 0);
const promptOf = (i: number): string => (hard(i) ? `a hard riddle about number ${i}` : `an easy sum of ${i}`);
const LEARNED = Uint32Array.from({ length: 300 }, (_, i) => i);

function training(
  answer = (i: number): ScoredAnswer => ({ signals: { confidence: sure(i) ? 0.9 : 0.4, length: 50 }, quality: right(i) }),
): Training {
  return aTraining(
    Array.from({ length: SIZE }, (_, i) => [promptOf(i), [right(i), 1]] as const),
    { rows: LEARNED, answers: (row, model) => (model === 0 ? [answer(row)] : []) },
  );
}
const stageOf = (accept: Json, on = training()) => fitCandidate(candidate(accept), models, on).config.pipeline[0] as CascadeStage;

describe('a learned acceptor', () => {
  it('gives the chance that an answer is right, as it came out of fold', () => {
    const chance = stageOf({ learned: { at_least: 0.5 } }).learned?.models['m0'];
    const at = (confidence: number): number => answerChance(chance as NonNullable<typeof chance>, 0, { confidence }) / 2 ** 20;
    const mean = (of: boolean): number => {
      const own = Array.from(LEARNED).filter((i) => sure(i) === of);
      return own.reduce((sum, i) => sum + right(i), 0) / own.length;
    };
    expect(at(0.95)).toBeCloseTo(mean(true), 2);
    expect(at(0.2)).toBeCloseTo(mean(false), 2);
    // What is the same on every answer says nothing.
    expect(chance?.facts.map(({ of }) => of)).toEqual(['answer.confidence']);
  });

  it('counts a query once, however many samples of it there are', () => {
    const signals = { length: 50 };
    const answers = (row: number, model: number): ScoredAnswer[] =>
      model === 1 ? [] : row % 2 === 0 ? [{ signals, quality: 1 }] : Array.from({ length: 3 }, () => ({ signals, quality: 0 }));
    const chance = stageOf({ learned: { at_least: 0.5 } }, { ...training(), answers }).learned?.models['m0'];
    expect(answerChance(chance as NonNullable<typeof chance>, 0, signals) / 2 ** 20).toBeCloseTo(0.5, 1);
  });

  it('learns from scored answers alone, and from no fewer than twenty of them', () => {
    const scoredUpTo = (count: number) =>
      training((i) => ({ signals: { confidence: sure(i) ? 0.9 : 0.4 }, quality: i < count ? right(i) : Number.NaN }));
    expect(() => stageOf({ learned: { at_least: 0.5 } }, scoredUpTo(19))).toThrow(/accept\.learned.*20 scored answers/);
    expect(stageOf({ learned: { at_least: 0.5 } }, scoredUpTo(20)).learned?.models).toHaveProperty('m0');
  });

  it('is one fit, however likely the answer must be', () => {
    const on = training();
    const at = (least: number) => stageOf({ learned: { at_least: least } }, on).learned;
    expect(at(0.9)?.models['m0']).toBe(at(0.3)?.models['m0']);
    expect(at(0.5)?.least).toBe(2 ** 19);
  });

  it('learns nothing from rows outside the train part', () => {
    const hash = (on: Training): string =>
      fitCandidate(candidate({ learned: { at_least: 0.5, request: ['words'], dimension: 64 } }), models, on).config.decisionHash;
    const spoilt = training((i) => ({
      signals: { confidence: 0.1, length: 9 },
      quality: i < LEARNED.length ? right(i) : 1 - right(i),
    }));
    const elsewhere = training((i) => {
      const inside = i < LEARNED.length;
      return { signals: { confidence: inside && sure(i) ? 0.9 : 0.4, length: inside ? 50 : 1 }, quality: inside ? right(i) : 0 };
    });
    expect(hash(elsewhere)).toBe(hash(training()));
    expect(hash(spoilt)).not.toBe(hash(training()));
  });

  it('reads the request beside the answer, and the route tells what it adds', () => {
    const on = training((i) => ({ signals: { length: 10 + (i % 7) }, quality: hard(i) ? 0 : 1 }));
    const { config } = fitCandidate(candidate({ learned: { at_least: 0.5, request: ['words'], dimension: 256 } }), models, on);
    const escalationOf = (text: string) =>
      createRouter(config).route({ messages: [{ role: 'user', content: text }] }).escalation?.[0];
    const [easy, riddle] = [escalationOf('an easy sum'), escalationOf('a hard riddle')];
    expect(easy?.learned?.base).toBeGreaterThan(riddle?.learned?.base as number);
    expect((easy?.learned?.base as number) % 2 ** 13).toBe(0);
    expect(easy?.learned).not.toHaveProperty('chance.request');
    expect(loadRouter(JSON.parse(JSON.stringify(config))).route({ messages: [] })).toEqual(
      createRouter(config).route({ messages: [] }),
    );
  });

  it('makes a pipeline dynamic, and a plain acceptor does not', () => {
    const cascade = (accept: Json) => [{ cascade: { order: 'by_price', accept } }];
    expect([kindOf(cascade({ learned: { at_least: 0.5 } })), kindOf(cascade({ 'answer.refusal': false }))]).toEqual([
      'dynamic',
      'static',
    ]);
    expect(needsTraining(cascade({ agree: { samples: 3, at_least: 0.6 } }))).toBe(false);
  });

  it.each<[string, Json, RegExp]>([
    ['a chance of 0', { learned: { at_least: 0 } }, /accept\.learned\.at_least/],
    ['an unknown fact', { learned: { at_least: 0.5, facts: ['lenght'] } }, /accept\.learned\.facts\[0\]/],
    ['an unknown feature', { learned: { at_least: 0.5, request: ['wrds'] } }, /accept\.learned\.request\[0\].*"words"/],
    ['buckets of nothing', { learned: { at_least: 0.5, dimension: 64 } }, /learned\.dimension.*without request/],
    ['one sample', { agree: { samples: 1, at_least: 1 } }, /accept\.agree\.samples/],
    ['an unknown part', { agree: { samples: 2, at_least: 1, compare: 'word' } }, /accept\.agree\.compare/],
    ['an unknown member', { agree: { samples: 2, at_least: 1, legs: 'parallel' } }, /accept\.agree\.legs/],
    ['an unknown condition beside it', { agree: { samples: 2, at_least: 1 }, 'answer.lenght': 3 }, /"answer\.length"/],
  ])('refuses %s', (_what, accept, message) => {
    expect(() => checkCandidate(candidate(accept), models)).toThrow(message);
  });

  it('says where there are too few answers to learn from', () => {
    expect(() => stageOf({ learned: { at_least: 0.5 } }, aTraining([['x', [1, 0]]]))).toThrow(
      /accept\.learned.*20 scored answers/,
    );
  });
});

it.each([
  [{ samples: 3, at_least: 0.66 }, 2],
  [{ samples: 3, at_least: 0.67 }, 2],
  [{ samples: 3, at_least: 0.7 }, 3],
  [{ samples: 5, at_least: 0.5 }, 3],
  [{ samples: 2, at_least: 1 }, 2],
])('%j asks for %i that agree', (agree, need) => {
  const { config } = fitCandidate(candidate({ agree }, 'static'), models, null);
  expect((config.pipeline[0] as CascadeStage).agree).toEqual({ samples: agree.samples, need, compare: 'text', legs: 'together' });
});

it('beats asking beforehand where only the answer tells, on queries it has not seen', () => {
  const cell = (quality: number, costUsd: number, confidence: number): Sample[] => [
    { quality, costUsd, latencyMs: 1, confidence },
  ];
  const table = tableOf(
    ['m0', 'm1'],
    Array.from({ length: SIZE }, (_, i) => [cell(right(i), 0.001, sure(i) ? 0.9 : 0.4), cell(1, 0.01, 0.9)]),
  );
  const dataset = aDataset(Array.from({ length: SIZE }, (_, i) => ({ id: `q${i}`, prompt: promptOf(i) })));
  const split = { kind: 'holdout', train: 0.5, validation: 0.2, test: 0.3, groupBy: 'group', nearCopies: null, seed: 1 } as const;
  const strategy = {
    ...aStrategy('climb', [{ cascade: { order: { models: ['m0', 'm1'] }, accept: { learned: { at_least: 0.5 } } } }]),
    kind: 'dynamic' as const,
  };
  const { body } = runOn(
    dataset,
    table,
    [strategy],
    anExperiment({ split, bootstrap: { replicates: 50, seed: 7, confidence: 0.95 } }),
  );
  const row = body.rows.find(({ id }) => id === 'router:climb');
  // Half of the answers are unsure, as far as 120 queries tell.
  expect(Math.abs((row?.metrics['rate.escalation']?.value as number) - 0.5)).toBeLessThan(0.12);
  expect(row?.metrics['quality.mean']?.value).toBeGreaterThan(0.85);
  expect(row?.metrics['gain.zero_router']?.value).toBeGreaterThan(0.05);
});
