import { describe, expect, it } from 'vitest';
import type { RowRobustness } from '../../src/domain/robustness.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable, tableOf } from '../support/table-of.js';

// Forty queries in two categories. Hard ones ask for a "Report" and only the large model gets them right; easy ones both do.
const SIZE = 40;
const isHard = (i: number): boolean => i % 4 === 0;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({
    id: `q${i}`,
    prompt: isHard(i) ? `Report ${i}` : `Hello ${i}`,
    category: isHard(i) ? 'hard' : 'easy',
    split: i % 2 === 0 ? 'test' : 'validation',
  })),
);
const table = plainTable(
  ['small', 'large'],
  Array.from(
    { length: SIZE },
    (_, i) =>
      [
        [isHard(i) ? 0 : 1, 1, 1],
        [1, 5, 1],
      ] as const,
  ),
);
const byWord = aStrategy(
  'by-word',
  [{ rules: [{ when: { 'prompt.text': { $regex: '^Report' } }, use: 'large' }, { use: 'small' }] }],
  ['small'],
);
const alwaysSmall = aStrategy('always-small', [{ use: 'small' }]);
const alwaysLarge = aStrategy('always-large', [{ use: 'large' }], ['small']);
const row = (rows: readonly RowRobustness[], id: string): RowRobustness => {
  const found = rows.find(({ rowId }) => rowId === `router:${id}`);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

describe('robustness without a choice', () => {
  const { robustness } = runOn(dataset, table, [byWord, alwaysSmall, alwaysLarge], anExperiment()).body;
  const word = row(robustness.rows, 'by-word');

  it('counts the decisions that other spellings flip, and what they come to on the recordings as they are', () => {
    const noise = word.perturbations.find(({ kind }) => kind === 'noise');
    const courtesy = word.perturbations.find(({ kind }) => kind === 'courtesy');
    // Something in front of "Report" sends it to the small model: quality −1, cost 1 − 5.
    for (const effect of [noise, courtesy]) {
      expect(effect?.n).toBe(SIZE);
      expect(effect?.flips.value).toBeGreaterThan(0);
      expect(effect?.flips.value).toBeLessThanOrEqual(0.25);
      expect([effect?.quality.value, effect?.cost.value]).toEqual([-1, -4]);
    }
    expect(word.perturbations.find(({ kind }) => kind === 'spacing')?.flips.value).toBe(0);
    const fixed = row(robustness.rows, 'always-large').perturbations;
    // A kind that applies to none of the prompts has no share.
    expect(fixed.map(({ kind, n, flips }) => [kind, n === 0 ? null : 0, flips.value])).toEqual(
      fixed.map(({ kind, n }) => [kind, n === 0 ? null : 0, n === 0 ? null : 0]),
    );
    expect(fixed.find(({ kind }) => kind === 'synonym')?.n).toBe(0);
    expect(fixed[0]?.quality.value).toBeNull();
  });

  it('lets each model fail in turn: the fallback answers, or nobody', () => {
    const [small, large] = word.removals;
    // Large down: the ten hard ones go to small, which is wrong, 4 USD a query cheaper. Small down: thirty of forty get no answer.
    expect(large).toMatchObject({ modelId: 'large', quality: { value: -0.25 }, cost: { value: -1 }, noAnswer: { value: 0 } });
    expect(small).toMatchObject({
      modelId: 'small',
      quality: { value: -0.75 },
      cost: { value: -0.75 },
      noAnswer: { value: 0.75 },
    });
    expect(row(robustness.rows, 'always-small').removals[1]?.quality.value).toBe(0);
  });

  it('counts queries that are routed nowhere among those that nobody answers', () => {
    const only = (model: string) => ({ filter: { when: { 'prompt.text': { $regex: '^Report' } }, allow: { models: [model] } } });
    const refusing = aStrategy('refusing', [only('small'), only('large'), { use: 'small' }]);
    const { removals } = row(runOn(dataset, table, [refusing], anExperiment()).body.robustness.rows, 'refusing');
    // Ten hard ones of forty are refused whoever is there; small answers all others.
    expect(removals.map(({ modelId, noAnswer }) => [modelId, noAnswer.value])).toEqual([
      ['small', 1],
      ['large', 0.25],
    ]);
  });

  it('weighs queries by their traffic, in what is added up and in what it is held against', () => {
    const traffic = aDataset(
      Array.from({ length: SIZE }, (_, i) => ({
        id: `q${i}`,
        prompt: isHard(i) ? `Report ${i}` : `Hello ${i}`,
        weight: isHard(i) ? 9 : 1,
      })),
    );
    const { removals, spending } = row(runOn(traffic, table, [byWord], anExperiment()).body.robustness.rows, 'by-word');
    // Hard ones are 90 of 120: with large down they are wrong and 4 USD cheaper; with small down 30 of 120 get no answer.
    expect(removals[1]).toMatchObject({ quality: { value: -0.75 }, cost: { value: -3 }, noAnswer: { value: 0 } });
    expect(removals[0]).toMatchObject({ quality: { value: -0.25 }, cost: { value: -0.25 }, noAnswer: { value: 0.25 } });
    expect(spending.map(({ share }) => share.value)).toEqual([30 / 480, 450 / 480]);
  });

  it('asks each model once while one is down: what only asking again had answered is lost on every query', () => {
    // The small model fails every other first time, and is right the second; the large one is asked by nobody.
    const flaky = tableOf(
      ['small', 'large'],
      Array.from({ length: SIZE }, (_, i) => [
        [i % 2 === 0 ? { error: true, costUsd: 0.5 } : { quality: 1, costUsd: 1 }, { quality: 1, costUsd: 1 }],
        [{ quality: 1, costUsd: 5 }],
      ]),
    );
    const patient = { ...alwaysSmall, name: 'patient', execution: { retries: { most: 1, wait: '1s' } } };
    const { rows, robustness: found } = runOn(dataset, flaky, [patient], anExperiment()).body;
    const own = rows.find(({ id }) => id === 'router:patient')?.metrics;
    const [small, large] = row(found.rows, 'patient').removals;
    // On either sample of every query it is asked with the first or the second recording: what it gave as it is, less what one call gives.
    const [once] = runOn(dataset, flaky, [alwaysSmall], anExperiment()).body.rows;
    for (const [effect, metric] of [
      ['quality', 'quality.mean'],
      ['cost', 'cost.mean'],
    ] as const) {
      const lost = (once?.metrics[metric]?.value ?? 0) - (own?.[metric]?.value ?? 0);
      expect(lost).toBeLessThan(0);
      expect(large?.[effect].value).toBeCloseTo(lost, 12);
    }
    expect([small?.noAnswer.value, small?.quality.value]).toEqual([1, -(own?.['quality.mean']?.value ?? 0)]);
    expect(large?.noAnswer.value).toBeCloseTo(1 - (once?.metrics['quality.mean']?.value ?? 0), 12);
  });

  it('says whom the money goes to: 50 of 80 to the large model', () => {
    expect(word.spending.map(({ modelId, share }) => [modelId, share.value])).toEqual([
      ['small', 30 / 80],
      ['large', 50 / 80],
    ]);
  });

  it('moves the weights of categories', () => {
    // always-small: easy 30 at 1, hard 10 at 0. Lowest: 0.5·30/(15 + 15); highest: 45/(45 + 5).
    expect(row(robustness.rows, 'always-small').mix).toEqual({ quality: [0.5, 0.9], cost: [1, 1] });
    // by-word costs 1 and 5: (45 + 25)/50 and (15 + 75)/30.
    expect(word.mix?.cost).toEqual([1.4, 3]);
    expect(robustness.mix).toBeNull();
    expect(robustness.prices).toEqual([]);
  });
});

describe('robustness of a choice', () => {
  const split = { kind: 'column', nearCopies: null } as const;
  // One point of quality is worth 1; hard queries are worth the dear model up to 4 USD at 0.2 per USD.
  const run = (perUsd: number) =>
    runOn(
      dataset,
      table,
      [alwaysSmall, alwaysLarge],
      anExperiment({ split, objective: { kind: 'utility', perUsd, perSecond: 0 } }),
    ).body;

  it('makes it again with other prices, and in the mix that suits the rival best', () => {
    // On test 10 of 20 are hard. Validation has no hard one: small is as good there and cheaper, whatever the prices.
    const { robustness, choice } = run(0.05);
    expect(choice).toMatchObject({ kind: 'chosen', rowId: 'router:always-small' });
    expect(robustness.prices.map(({ modelId, factor }) => [modelId, factor])).toEqual([
      [null, 0.8],
      [null, 1.2],
      ['small', 0.8],
      ['small', 1.2],
      ['large', 0.8],
      ['large', 1.2],
    ]);
    expect(robustness.prices.every(({ sameChoice, candidate }) => sameChoice && candidate === 'always-small')).toBe(true);
    // Lead: 0.05·4 on easy, 0.2 − 1 on hard queries. Worst mix: easy ×0.5, hard ×1.5.
    expect(robustness.mix).toMatchObject({
      rowId: 'router:always-small',
      rival: 'router:always-large',
      mix: [
        { category: 'easy', factor: 0.5 },
        { category: 'hard', factor: 1.5 },
      ],
      qualityMargin: null,
    });
    expect(robustness.mix?.lead).toBeCloseTo(0.25 * 0.2 + 0.75 * -0.8, 12);
  });

  it('names another choice where a price decides', () => {
    const equal = plainTable(
      ['small', 'large'],
      Array.from(
        { length: SIZE },
        (_, i) =>
          [
            [i % 2, 1, 1],
            [i % 2, 1.1, 1],
          ] as const,
      ),
    );
    const { robustness } = runOn(
      dataset,
      equal,
      [alwaysSmall, alwaysLarge],
      anExperiment({ split, objective: { kind: 'minimize_cost' } }),
    ).body;
    const other = robustness.prices.filter(({ sameChoice }) => !sameChoice);
    expect(other).toEqual([
      { modelId: 'small', factor: 1.2, candidate: 'always-large', sameChoice: false },
      { modelId: 'large', factor: 0.8, candidate: 'always-large', sameChoice: false },
    ]);
  });

  it('prices what constraints compare with too', () => {
    const rising = plainTable(
      ['small', 'large'],
      Array.from(
        { length: SIZE },
        () =>
          [
            [1, 1, 1],
            [1, 2.2, 1],
          ] as const,
      ),
    );
    const constraints = [{ kind: 'cost', atMost: 0.5, of: 'reference', confidence: 0.95 }] as const;
    const experiment = anExperiment({ split, objective: { kind: 'minimize_cost' }, constraints, reference: 'large' });
    const { robustness } = runOn(dataset, rising, [alwaysSmall], experiment).body;
    // 1 of 2.2 is 45 %; with either price a fifth off to the wrong side it is more than half, with both moved it stays.
    expect(robustness.prices.filter(({ sameChoice }) => !sameChoice)).toEqual([
      { modelId: 'small', factor: 1.2, candidate: null, sameChoice: false },
      { modelId: 'large', factor: 0.8, candidate: null, sameChoice: false },
    ]);
  });

  it('chooses at other prices what a run of recordings that cost so much chooses, near a limit too', () => {
    // A few dear queries: how sure a mean is rests on its own standard errors, and between 2,842 and 2,890 USD per 1,000 on nothing else.
    const size = 240;
    const queries = aDataset(
      Array.from({ length: size }, (_, i) => ({ id: `q${i}`, prompt: `Hello ${i}`, split: i % 2 === 0 ? 'test' : 'validation' })),
    );
    const costing = (factor: number) =>
      plainTable(
        ['small', 'large'],
        Array.from({ length: size }, (_, i) => [
          [1, factor * (1 + (i % 13 === 0 ? 6 : 0) + (i % 5) / 4), 1] as const,
          [1, factor * (2 + (i % 7 === 0 ? 9 : 0)), 1] as const,
        ]),
      );
    const constraints = [{ kind: 'cost', atMost: 2870, of: 'usd_per_1k', confidence: 0.95 }] as const;
    const experiment = anExperiment({ split, objective: { kind: 'minimize_cost' }, constraints, reference: 'large' });
    const bodyAt = (factor: number) => runOn(queries, costing(factor), [alwaysSmall], experiment).body;
    const chosen = bodyAt(1).robustness.prices.filter(({ modelId }) => modelId === null);
    expect(chosen.map(({ factor, candidate }) => [factor, candidate])).toEqual([
      [0.8, 'always-small'],
      [1.2, null],
    ]);
    expect([0.8, 1.2].map((factor) => bodyAt(factor).choice.kind)).toEqual(['chosen', 'undecided']);
  });

  it('says by how much the quality constraint fails in the worst mix', () => {
    const constraints = [{ kind: 'quality', atLeast: 0.5, of: 'absolute', confidence: 0.95 }] as const;
    const { robustness, choice } = runOn(
      dataset,
      table,
      [alwaysSmall],
      anExperiment({ split, objective: { kind: 'minimize_cost' }, constraints }),
    ).body;
    expect(choice.kind).toBe('chosen');
    // 0.5·10/(5 + 15) − 0.5 on test.
    expect(robustness.mix?.qualityMargin).toBeCloseTo(-0.25, 12);
    expect(robustness.mix?.rival).toBeNull();
  });
});
