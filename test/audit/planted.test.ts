import { describe, expect, it } from 'vitest';
import { auditRules } from '../../src/experiment/audit/index.js';
import { A_JUDGE } from '../support/a-judge.js';
import {
  auditsOf,
  byLength,
  cleanWorld,
  decided,
  draw,
  MODELS,
  proseOf,
  type World,
  type WorldQuery,
} from '../support/a-world.js';
import type { Sample } from '../support/table-of.js';

interface Plant {
  readonly what: string;
  /** The audit that must name it. */
  readonly id: string;
  readonly level: 'note' | 'warn' | 'error';
  /** What the sentence must say. */
  readonly says: RegExp;
  readonly plant: (world: World) => void;
}

const each = (queries: readonly WorldQuery[], change: (query: WorldQuery, index: number) => unknown): void => {
  for (const [index, query] of queries.entries()) change(query, index);
};
const sample = (query: WorldQuery, model: number): Sample => query.cells[model]?.[0] ?? {};
const alter = (query: WorldQuery, model: number, over: Partial<Record<keyof Sample, unknown>>): void => {
  query.cells[model] = [{ ...sample(query, model), ...over } as Sample];
};
const right = (query: WorldQuery, model: number): boolean => sample(query, model).quality === 1;
const bestModel = (query: WorldQuery): number => (right(query, 0) ? 0 : 1);
const inPart = (world: World, split: WorldQuery['split']): WorldQuery[] => world.queries.filter((query) => query.split === split);

/** The threshold that makes the test part's utility greatest, by trying every length there is. */
function tunedOnTest(world: World): number {
  const test = inPart(world, 'test');
  const utility = (threshold: number): number =>
    test.reduce((sum, query) => {
      const { quality = 0, costUsd = 0 } = sample(query, query.prompt.length > threshold ? 1 : 0);
      return sum + quality - 60 * costUsd;
    }, 0);
  return test.map(({ prompt }) => prompt.length).reduce((best, length) => (utility(length) > utility(best) ? length : best));
}

const plants: readonly Plant[] = [
  {
    what: 'questions of train again in test',
    id: 'leak',
    level: 'error',
    says: /^20 groups .* \(20 of \d+ test queries/,
    plant: (world) => {
      const train = inPart(world, 'train');
      each(inPart(world, 'test').slice(0, 20), (query, i) => {
        query.prompt = train[i]?.prompt ?? '';
      });
    },
  },
  {
    what: 'questions of train again in test, two words changed',
    id: 'leak',
    level: 'error',
    says: /^20 groups/,
    plant: (world) => {
      const train = inPart(world, 'train').filter(({ prompt }) => prompt.length > 400);
      each(inPart(world, 'test').slice(0, 20), (query, i) => {
        query.prompt = `${train[i]?.prompt.replace(/: \w+/, ': hello') ?? ''} please`;
      });
    },
  },
  {
    what: 'a repeated question',
    id: 'repeated_prompts',
    level: 'note',
    says: /^1 prompt repeats/,
    plant: (world) => {
      const [first, second] = inPart(world, 'test');
      if (first !== undefined && second !== undefined)
        Object.assign(second, { prompt: first.prompt, reference: first.reference });
    },
  },
  {
    what: 'a repeated question with another answer',
    id: 'contradicting_references',
    level: 'warn',
    says: /^1 repeated prompts .*q\d+ and q\d+/,
    plant: (world) => {
      const [first, second] = inPart(world, 'test');
      if (first !== undefined && second !== undefined) second.prompt = first.prompt;
    },
  },
  {
    what: 'the reference in a signal',
    id: 'signal_is_reference',
    level: 'error',
    says: /signals\.hint equals the reference on 1500 of 1500/,
    plant: (world) =>
      each(world.queries, (query) => Object.assign(query.signals, { hint: ` ${query.reference?.toUpperCase()}` })),
  },
  {
    what: 'the best model in a signal',
    id: 'signal_knows_outcome',
    level: 'error',
    says: /signals\.hint tells which model is best/,
    plant: (world) => each(world.queries, (query) => Object.assign(query.signals, { hint: bestModel(query) === 0 ? 'a' : 'b' })),
  },
  {
    what: 'a noisy best model in a signal of many numbers',
    id: 'signal_knows_outcome',
    level: 'error',
    says: /signals\.score tells which model is best/,
    plant: (world) =>
      each(world.queries, (query, i) =>
        Object.assign(query.signals, { score: bestModel(query) * 500 + Math.round(400 * draw(3, i, 1)) }),
      ),
  },
  {
    what: 'whether the large model is right in a signal',
    id: 'signal_knows_outcome',
    level: 'error',
    says: /signals\.solved tells when lab\/large is right/,
    plant: (world) =>
      each(world.queries, (query) => {
        // Both are right together, so that the choice does not matter.
        alter(query, 0, { quality: sample(query, 1).quality });
        Object.assign(query.signals, { solved: right(query, 1) });
      }),
  },
  {
    what: 'a threshold tuned on test',
    id: 'test_tuned',
    level: 'warn',
    says: /^tuned: the threshold prompt\.code_points \$gt \d+ is exactly the best one on the test part/,
    plant: (world) => {
      world.strategies = [byLength(tunedOnTest(world), 'tuned')];
    },
  },
  {
    what: 'constant input tokens',
    id: 'constant_tokens',
    level: 'warn',
    says: /^lab\/small: every call reports 40 input tokens/,
    plant: (world) => each(world.queries, (query) => alter(query, 0, { inputTokens: 40 })),
  },
  {
    what: 'tokens of another text',
    id: 'implausible_tokens',
    level: 'warn',
    says: /^lab\/large: input tokens don't fit the prompts/,
    plant: (world) => each(world.queries, (query, i) => alter(query, 1, { inputTokens: 5 + Math.floor(9 * draw(4, i, 1)) })),
  },
  {
    what: 'answers that hide most of what was written',
    id: 'implausible_tokens',
    level: 'warn',
    says: /^lab\/large: output tokens don't fit the answers/,
    plant: (world) => each(world.queries, (query, i) => alter(query, 1, { outputTokens: 900 + Math.floor(900 * draw(4, i, 2)) })),
  },
  {
    what: 'reasoning tokens left out of the output tokens',
    id: 'unbilled_reasoning',
    level: 'warn',
    says: /^lab\/large: \d+ calls report more reasoning than output tokens/,
    plant: (world) => each(world.queries, (query) => alter(query, 1, { reasoningTokens: 2000 })),
  },
  {
    what: 'given costs without the reasoning',
    id: 'unbilled_reasoning',
    level: 'warn',
    says: /^lab\/large: the given costs of 1500 of 1500 calls/,
    plant: (world) =>
      each(world.queries, (query) => {
        const { outputTokens = 0 } = sample(query, 1);
        alter(query, 1, { outputTokens: outputTokens + 50, reasoningTokens: 50 });
      }),
  },
  {
    what: 'no price and no cost',
    id: 'price_missing',
    level: 'warn',
    says: /^lab\/small has no price/,
    plant: (world) => each(world.queries, (query) => alter(query, 0, { costUsd: undefined })),
  },
  {
    what: 'a price of 0',
    id: 'price_zero',
    level: 'warn',
    says: /^lab\/small: the price of its input and output is 0/,
    plant: (world) => {
      Object.assign(world.models[0] ?? {}, { price: { inputUsdPerMTok: 0, outputUsdPerMTok: 0 } });
    },
  },
  {
    what: 'given costs of 0',
    id: 'price_zero',
    level: 'warn',
    says: /^lab\/small: every given cost is 0/,
    plant: (world) => each(world.queries, (query) => alter(query, 0, { costUsd: 0 })),
  },
  {
    what: 'a cost that does not fit the tokens',
    id: 'cost_mismatch',
    level: 'warn',
    says: /given costs are 0\.1 × what its tokens/,
    plant: (world) => {
      world.load = { ...world.load, costMismatch: [{ modelId: MODELS[0], factor: 0.1, total: 0.1, n: 1500 }] };
    },
  },
  {
    what: 'no prices at all',
    id: 'cost_by_calls',
    level: 'note',
    says: /^no prices: cost counts calls of lab\/large, not USD$/,
    plant: (world) => {
      world.experiment = { ...world.experiment, cost: { by: 'calls', model: MODELS[1] } };
    },
  },
  {
    what: 'calls counted of one of three models',
    id: 'calls_of_one_model',
    level: 'warn',
    says: /^calls of the 2 models besides lab\/large count as nothing/,
    plant: (world) => {
      world.models.push({ id: 'lab/third', provider: 'lab', name: 'third', tags: [] });
      each(world.queries, (query) => query.cells.push([...(query.cells[0] ?? [])]));
      world.experiment = { ...world.experiment, cost: { by: 'calls', model: MODELS[1] } };
    },
  },
  {
    what: 'a dozen queries that carry the bill',
    id: 'cost_tail',
    level: 'warn',
    says: /^lab\/large: the bill rests on few dear queries \(of lab\/large the dearest 1 % carry 9\d/,
    plant: (world) =>
      each(world.queries, (query, index) => {
        alter(query, 1, { costUsd: index % 125 === 0 ? 5 : 1e-3 });
      }),
  },
  {
    what: 'prices of last year',
    id: 'price_stale',
    level: 'warn',
    says: /of lab\/large are up to 205 days older than the newest recording \(2026-03-01\)/,
    plant: (world) => {
      Object.assign(world.models[1] ?? {}, { pricedAt: '2025-08-08' });
    },
  },
  {
    what: 'recordings older than the prices',
    id: 'recordings_older_than_prices',
    level: 'note',
    says: /31 days older/,
    plant: (world) => {
      world.load = { ...world.load, pricedAt: '2026-04-01' };
    },
  },
  {
    what: 'prices without a date',
    id: 'price_undated',
    level: 'note',
    says: /lab\/small, lab\/large have no date/,
    plant: (world) => {
      world.load = { ...world.load, pricedAt: null };
    },
  },
  {
    what: 'paid calls without a score',
    id: 'paid_but_unscored',
    level: 'warn',
    says: /^lab\/large: 30 of 1500 calls have a cost and no score/,
    plant: (world) => each(world.queries.slice(0, 30), (query) => alter(query, 1, { quality: undefined })),
  },
  {
    what: 'answers that could not be scored',
    id: 'unscored',
    level: 'warn',
    says: /^lab\/large: 30 answers/,
    plant: (world) => each(world.queries.slice(0, 30), (query) => alter(query, 1, { quality: undefined })),
  },
  {
    what: 'some calls without a cost',
    id: 'scored_but_unpriced',
    level: 'note',
    says: /^lab\/small: 5 of 1500 scored calls/,
    plant: (world) => each(world.queries.slice(0, 5), (query) => alter(query, 0, { costUsd: undefined })),
  },
  {
    what: 'hard queries left out of one model',
    id: 'missing_is_hard',
    level: 'warn',
    says: /^lab\/small: the other models reach 0\.\d+ on the \d+ queries it lacks/,
    plant: (world) =>
      each(world.queries, (query, i) => !right(query, 1) && i % 2 === 0 && Object.assign(query, { cells: [[], query.cells[1]] })),
  },
  {
    what: 'missing recordings',
    id: 'missing_recordings',
    level: 'warn',
    says: /^lab\/small: 3 of 1500/,
    plant: (world) =>
      each(world.queries.slice(0, 3), (query) => {
        query.cells[0] = [];
      }),
  },
  {
    what: 'a model recorded on a third of the queries',
    id: 'not_compared',
    level: 'warn',
    says: /^lab\/small is known on fewer than half of the queries and has no row/,
    plant: (world) =>
      each(world.queries.slice(0, 1000), (query) => {
        query.cells[0] = [];
      }),
  },
  {
    what: 'empty answers marked ok',
    id: 'empty_answers',
    level: 'warn',
    says: /^lab\/small: 40 answers/,
    plant: (world) => each(world.queries.slice(0, 40), (query) => alter(query, 0, { answerLength: 0 })),
  },
  {
    what: 'failed calls',
    id: 'errors',
    level: 'note',
    says: /^lab\/small: 10 of 1500 calls ended in an error/,
    plant: (world) =>
      each(world.queries.slice(0, 10), (query) => {
        query.cells[0] = [{ error: true }];
      }),
  },
  {
    what: 'failed calls that cost nothing',
    id: 'unbilled_errors',
    level: 'note',
    says: /^lab\/small: 10 errors carried no usage/,
    plant: (world) =>
      each(world.queries.slice(0, 10), (query) => {
        query.cells[0] = [{ error: true }];
      }),
  },
  ...(
    [
      ['no_recordings', { unrecordedModels: ['lab/other'] }, /lab\/other has no recordings/],
      ['unknown_model', { unknownModels: ['lab/other'] }, /lab\/other is recorded but/],
      ['unknown_queries', { unknownQueryRecordings: 4 }, /^4 recordings/],
      ['torn_tail', { tornTails: 1 }, /^1 recording files/],
      ['asked_otherwise', { askedOtherwise: [{ modelId: 'lab/small', recordings: 2 }] }, /^lab\/small: 2 recordings were asked/],
    ] as const
  ).map(
    ([id, facts, says]): Plant => ({
      what: `what loading found: ${id}`,
      id,
      level: 'warn',
      says,
      plant: (world) => {
        world.load = { ...world.load, ...facts };
      },
    }),
  ),
  ...(
    [
      ['judge_is_compared', 'warn', { isCompared: true }, /^the judge judge is one of the compared models/],
      ['verdicts_missing', 'warn', { counts: { ...A_JUDGE.counts, recorded: 90, missing: 10 } }, /^10 of 100 verdicts of judge/],
      ['verdicts_unreadable', 'warn', { counts: { ...A_JUDGE.counts, unreadable: 9 } }, /^judge: 9.* can’t be read \(9\)$/],
      ['judge_order', 'warn', { swaps: A_JUDGE.swaps.map((pair) => ({ ...pair, second: 0 })) }, /^judge: the order .* 100 %/],
      ['judged_once', 'note', { samples: 1 }, /^judge was asked once about each answer and order/],
    ] as const
  ).map(
    ([id, level, facts, says]): Plant => ({
      what: `a judge: ${id}`,
      id,
      level,
      says,
      plant: (world) => {
        world.load = { ...world.load, judges: [{ ...A_JUDGE, ...facts }] };
      },
    }),
  ),
  {
    what: 'rows that differ by less than their judge from itself',
    id: 'judge_noise',
    level: 'note',
    says: /^judged again, .* might change places with .*: they differ by less than the judge’s own noise$/,
    plant: (world) => {
      world.strategies = [byLength(100), byLength(130, 'nearly-the-same')];
      world.experiment = { ...world.experiment, scorer: { type: 'judge' } };
      const repeats = A_JUDGE.swaps.map((_, query) => ({ query, values: [0, 1] }));
      world.load = { ...world.load, judges: [{ ...A_JUDGE, repeats }] };
    },
  },
  {
    what: 'a harder test part',
    id: 'drift_quality',
    level: 'warn',
    says: /^lab\/small reaches 0\.\d+ on the test part and 0\.\d+ on train/,
    plant: (world) => each(inPart(world, 'test'), (query, i) => i % 4 === 0 && alter(query, 0, { quality: 0 })),
  },
  {
    what: 'longer prompts in test',
    id: 'drift_prompt_length',
    level: 'warn',
    says: /^prompts of the test part have other lengths/,
    plant: (world) =>
      each(inPart(world, 'test'), (query, i) => {
        query.prompt = proseOf(9, i, 150);
      }),
  },
  {
    what: 'another mix of categories in test',
    id: 'drift_categories',
    level: 'warn',
    says: /another mix of categories/,
    plant: (world) =>
      each(inPart(world, 'test'), (query, i) => {
        if (i % 2 === 0) query.category = 'c1';
      }),
  },
  {
    what: 'a judge who sees it otherwise',
    id: 'judge_disagreement',
    level: 'warn',
    says: /^lab\/large: .* far apart on \d+\.?\d* % of 1500 answers/,
    plant: (world) =>
      each(world.queries, (query, i) =>
        alter(query, 1, { judgeScore: i % 5 === 0 ? 1 - (sample(query, 1).quality ?? 0) : (sample(query, 1).quality ?? 0) }),
      ),
  },
  {
    what: 'a judge who likes one model',
    id: 'judge_favours',
    level: 'warn',
    says: /favours lab\/large over lab\/small by \d\.\d points/,
    plant: (world) =>
      each(world.queries, (query) => {
        for (const model of [0, 1]) alter(query, model, { judgeScore: 0.8 * (sample(query, model).quality ?? 0) + 0.1 * model });
      }),
  },
  {
    what: 'samples that contradict each other',
    id: 'samples_disagree',
    level: 'note',
    says: /^lab\/large: on 33\.\d % of 1500 queries/,
    plant: (world) =>
      each(world.queries, (query, i) => {
        const first = sample(query, 1);
        query.cells[1] = [first, { ...first, quality: i % 3 === 0 ? 1 - (first.quality ?? 0) : (first.quality ?? 0) }];
      }),
  },
  {
    what: 'one model best and cheapest',
    id: 'one_model_dominates',
    level: 'warn',
    says: /^lab\/large is both the best and the cheapest/,
    plant: (world) => each(world.queries, (query) => alter(query, 1, { costUsd: 1e-6 })),
  },
  {
    what: 'few queries',
    id: 'few_queries',
    level: 'warn',
    says: /^only \d\d queries/,
    plant: (world) => {
      world.queries = world.queries.slice(0, 200);
    },
  },
  {
    what: 'a small category',
    id: 'small_categories',
    level: 'note',
    says: /^1 category .*\(tiny\)/,
    plant: (world) =>
      each(inPart(world, 'test').slice(0, 10), (query) => {
        query.category = 'tiny';
      }),
  },
  {
    what: 'a category that drowns the rest',
    id: 'imbalance',
    level: 'warn',
    says: /^c0 makes up/,
    plant: (world) =>
      each(world.queries, (query, i) => {
        if (i % 10 !== 0) query.category = 'c0';
      }),
  },
  {
    what: 'decisions made with the outcomes in hand',
    id: 'knows_outcome',
    level: 'error',
    says: /^psychic closes 100 % of what could be won/,
    plant: (world) => {
      world.decisions = [decided('psychic', world, bestModel)];
    },
  },
  {
    what: 'decisions edited where it helps',
    id: 'edits_know_outcome',
    level: 'error',
    says: /^where second differs from first and it matters, it is right \d+ times and wrong 0 times/,
    plant: (world) => {
      const first = (_: WorldQuery, i: number): number => (draw(5, i, 1) < 0.5 ? 1 : 0);
      const second = (query: WorldQuery, i: number): number => {
        const before = first(query, i);
        return i % 4 !== 0 && right(query, 1 - before) && !right(query, before) ? 1 - before : before;
      };
      world.decisions = [decided('first', world, first), decided('second', world, second)];
    },
  },
  {
    what: 'a difference that a few labels carry',
    id: 'label_noise',
    level: 'warn',
    says: /^[1-5] of \d+ outcomes graded the other way would take the significance/,
    plant: (world) => {
      world.strategies = [byLength(400)];
      const test = inPart(world, 'test');
      each(world.queries, (query) => alter(query, 0, { quality: sample(query, 1).quality }));
      const short = test.filter((query) => query.prompt.length <= 400 && right(query, 1));
      each(short.slice(0, 9), (query) => alter(query, 0, { quality: 0 }));
    },
  },
  {
    what: 'costs from estimated tokens',
    id: 'cost_estimated',
    level: 'warn',
    says: /^all costs are estimates/,
    plant: (world) =>
      each(world.queries, (query) => {
        for (const model of [0, 1]) alter(query, model, { costEstimated: true });
      }),
  },
  {
    what: 'retries of calls that are recorded once',
    id: 'execution_unrecorded',
    level: 'warn',
    says: /^by-length: its execution asks a model again on [\d.]+ % of the queries, .*; routelab record --samples 4 records them$/,
    plant: (world) => {
      world.strategies = [
        { ...byLength(600), execution: { retries: { most: 2, wait: '1s' }, hedge: { after: '1s', to: 'same' } } },
      ];
      each(world.queries.slice(0, 60), (query) => {
        for (const model of [0, 1]) query.cells[model] = [{ error: true, costUsd: 0, latencyMs: 100 }];
      });
    },
  },
  {
    what: 'a timeout over calls of unknown length',
    id: 'execution_untimed',
    level: 'note',
    says: /^by-length: \d+ queries met a call without a recorded latency, which its timeout and hedge take for back in time$/,
    plant: (world) => {
      world.strategies = [{ ...byLength(600), execution: { timeout: '2s' } }];
      each(world.queries, (query) => {
        for (const model of [0, 1]) alter(query, model, { latencyMs: undefined });
      });
    },
  },
  {
    what: 'a breaker and a limit of requests under way',
    id: 'execution_between_requests',
    level: 'note',
    says: /^by-length: what its breaker and most_in_flight would do, only routelab simulate shows/,
    plant: (world) => {
      world.strategies = [{ ...byLength(600), execution: { breaker: { failures: 3, open: '30s' }, most_in_flight: 50 } }];
    },
  },
];

const found = (change: (world: World) => void) => {
  const world = cleanWorld();
  change(world);
  return auditsOf(world);
};

describe('planted faults', () => {
  it.each(plants)('$what → $id', ({ plant, id, level, says }) => {
    const named = found(plant).filter((audit) => audit.id === id);
    expect(named.map((audit) => audit.level)).toContain(level);
    expect(named.map(({ message }) => message).join('\n')).toMatch(new RegExp(says, 'm'));
  });

  it('every audit has a plant', () => {
    const planted = new Set([...plants.map(({ id }) => id), 'no_overlap']);
    const all = auditRules.flatMap(({ definitions }) => definitions.map(({ id }) => id));
    expect(all.filter((id) => !planted.has(id))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the sound twin', () => {
  it.each([1, 2, 3, 4, 5, 6])('of seed %d is accused of nothing', (seed) => {
    const notes = ['no_overlap', 'label_noise'];
    expect(auditsOf(cleanWorld(seed)).filter(({ id, level }) => level !== 'note' || !notes.includes(id))).toEqual([]);
  });
});
