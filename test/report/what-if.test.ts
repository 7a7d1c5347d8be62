import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelSummary, Results } from '../../src/domain/results.js';
import { referenceRow } from '../../src/report/explore/results-against.js';
import { openRowBook } from '../../src/report/explore/row-book.js';
import { INITIAL_STATE, readAddress, writeAddress } from '../../src/report/explore/state.js';
import { supposedModelCost } from '../../src/report/explore/what-if/model-cost.js';
import { queryView } from '../../src/report/explore/what-if/query-view.js';
import { REACH, reachText } from '../../src/report/explore/what-if/reach.js';
import { supposedRowCost } from '../../src/report/explore/what-if/row-cost.js';
import { supposedChoice, supposedChoiceText } from '../../src/report/explore/what-if/supposed-choice.js';
import { type Supposition, supposes, suppositionOf, suppositionText } from '../../src/report/explore/what-if/supposition.js';
import type { PackedAttempt } from '../../src/report/pack/pack-header.js';
import { type ModelColumns, type QueryColumns, queryColumns } from '../../src/report/pack/query-columns.js';
import { PAGE } from '../../src/report/template/page.js';
import { atOnce } from '../../src/stats/steps.js';
import { aPackedRun } from '../support/a-packed-run.js';
import { NOTHING, worked } from '../support/same-as-run.js';

const numbers = (...values: number[]) => Float64Array.from(values);

describe('what a reader supposes', () => {
  it('is read from the address, by model and category, passing over what means nothing', () => {
    const state = {
      ...INITIAL_STATE,
      times: { 'lab/large': 0.5, 'no/such': 2, 'lab/small': 1 },
      usd: { 'input lab/large': 3, 'output lab/small': -1, 'request lab/small': 0.002 },
      weigh: { 'a, b: c': 2, other: 0 },
    };
    const again = readAddress(writeAddress({ anchor: '', state })).state;
    expect(again).toEqual(state);
    const supposed = suppositionOf(again, ['lab/small', 'lab/large'], ['a, b: c', 'other', 'toString']);
    expect([...supposed.times]).toEqual([['lab/large', 0.5]]);
    expect([...supposed.prices]).toEqual([
      ['lab/small', { request: 0.002 }],
      ['lab/large', { input: 3 }],
    ]);
    expect([...supposed.weigh]).toEqual([
      ['a, b: c', 2],
      ['other', 0],
    ]);
    expect(suppositionText({ ...supposed, times: new Map([['m', 0.5]]) })).toBe(
      'lab/small at $0.002 a call; lab/large at $3 per million in; m × 0.5; weight of a, b: c × 2; weight of other × 0',
    );
    expect(supposes(suppositionOf(INITIAL_STATE, ['lab/small'], ['other']))).toBe(false);
  });
});

describe('what a model would cost', () => {
  const model = {
    // 1,000 in (400 of them cached) and 200 out; a failed call without tokens that cost nothing; one that cost something.
    costPico: numbers(7e9, 0, 5e9),
    inputTokens: numbers(1000, Number.NaN, Number.NaN),
    outputTokens: numbers(200, Number.NaN, Number.NaN),
    cachedInputTokens: numbers(400, Number.NaN, Number.NaN),
  } as ModelColumns;
  const known = { inputUsdPerMTok: 1, outputUsdPerMTok: 10 } as ModelSummary;

  it('is its recorded cost times a factor', () => {
    const supposed = { ...NOTHING, times: new Map([['m', 0.5]]) };
    expect([...supposedModelCost(model, known, supposed, 'm')]).toEqual([3.5e9, 0, 2.5e9]);
    expect(supposedModelCost(model, known, NOTHING, 'm')).toBe(model.costPico);
  });

  it('is its tokens at typed prices, with the recorded ones where none is typed, and not known without tokens', () => {
    const at = (price: object) => [
      ...supposedModelCost(model, known, { ...NOTHING, times: new Map([['m', 9]]), prices: new Map([['m', price]]) }, 'm'),
    ];
    // 1,000 × $2/M + 200 × $10/M = $0.004, cached input at the price of input.
    expect(at({ input: 2 })).toEqual([4e9, 0, Number.NaN]);
    // 600 × $2/M + 400 × $0.5/M + 200 × $4/M + $0.001 = $0.0012 + $0.0002 + $0.0008 + $0.001 = $0.0032.
    expect(at({ input: 2, output: 4, cached: 0.5, request: 0.001 })).toEqual([3.2e9, 0, Number.NaN]);
  });
});

describe('what a row would have paid', () => {
  const call = (model: number): PackedAttempt => ({ model, why: 'first', result: 'ok' });
  const world = (cost: Float64Array, paths: (PackedAttempt[] | null)[]) =>
    ({
      size: 2,
      measured: numbers(1, 1),
      header: { models: ['a', 'b'] },
      row: () => ({ costPico: cost, path: (query: number) => paths[query] ?? null }),
      model: (index: number) => ({ costPico: index === 0 ? numbers(100, 200) : numbers(1000, 3000) }),
    }) as unknown as QueryColumns;
  const supposed = [numbers(100, 200), numbers(500, 1500)];
  const shares = {
    shares: [
      { modelId: 'a', share: 0.75 },
      { modelId: 'b', share: 0.25 },
    ],
  } as unknown as Results['rows'][number];

  it('is the sum of the calls it made', () => {
    const cascade = world(numbers(1100, 200), [[call(0), call(1)], [call(0)]]);
    expect([...supposedRowCost(cascade, 0, undefined, supposed, null)]).toEqual([600, 200]);
  });

  it('follows its shares where it is an expectation over the same chances everywhere', () => {
    // 0.75 × 100 + 0.25 × 1,000 = 325; 0.75 × 200 + 0.25 × 3,000 = 900.
    const random = world(numbers(325, 900), [null, null]);
    expect([...supposedRowCost(random, 0, shares, supposed, null)]).toEqual([200, 525]);
  });

  it('is not known where its bill can’t be taken apart, unless everything changes alike', () => {
    const mixture = world(numbers(400, 700), [null, null]);
    expect([...supposedRowCost(mixture, 0, shares, supposed, null)]).toEqual([Number.NaN, Number.NaN]);
    expect([...supposedRowCost(mixture, 0, shares, supposed, 2)]).toEqual([800, 1400]);
  });
});

describe('queries with other weights, by hand', () => {
  // Category a: right for 2, wrong for 4; category b: right for 1; a query without one: wrong for 3.
  const column = { quality: numbers(1, 0, 1, 0), costPico: numbers(2e12, 4e12, 1e12, 3e12) };
  const category = numbers(0, 0, 1, Number.NaN);
  const world = {
    size: 4,
    header: { rows: ['r'], models: ['m'], categories: ['a', 'b'] },
    category,
    weight: numbers(1, 1, 1, 1),
    measured: numbers(1, 1, 1, 1),
    row: () => column,
    model: () => column,
    part: (keep: (query: number) => boolean = () => true) => {
      const rows = Uint32Array.from([0, 1, 2, 3].filter(keep));
      return { rows, weight: numbers(...Array.from(rows, () => 1)), group: Uint32Array.from(rows.keys()), groupKeys: rows };
    },
  } as unknown as QueryColumns;
  const results = { rows: [{ id: 'r' }], protocol: { bootstrap: {} }, workload: { models: [] } } as unknown as Results;
  const points = (weigh: readonly (readonly [string, number])[]) =>
    openRowBook(results, queryView(results, world, { ...NOTHING, weigh: new Map(weigh) })).points(0);

  it('count a category as often as it is said to come', () => {
    expect(points([])).toEqual({ quality: 2 / 4, cost: 10 / 4 });
    // Twice a: (2 × 1 + 2 × 0 + 1 + 0) ÷ 6 and (2 × 2 + 2 × 4 + 1 + 3) ÷ 6.
    expect(points([['a', 2]])).toEqual({ quality: 3 / 6, cost: 16 / 6 });
    // Without b: 1 of 3 is right, (2 + 4 + 3) ÷ 3.
    expect(points([['b', 0]])).toEqual({ quality: 1 / 3, cost: 3 });
    // Half of a, three times b: (0.5 + 0 + 3) ÷ 5 and (1 + 2 + 3 + 3) ÷ 5.
    expect(
      points([
        ['a', 0.5],
        ['b', 3],
      ]),
    ).toEqual({ quality: 3.5 / 5, cost: 9 / 5 });
  });

  it('have these weights themselves, for whatever reads them', () => {
    const view = queryView(results, world, { ...NOTHING, weigh: new Map([['a', 2]]) });
    expect([...view.columns.weight]).toEqual([2, 2, 1, 1]);
    expect([...view.columns.part((query) => query > 0).weight]).toEqual([2, 1, 1]);
  });
});

describe('an oracle at other prices', () => {
  it('asks the cheapest of the best anew, and pays what that costs', () => {
    const one = (quality: number[], cost: number[], latency: number) =>
      ({
        quality: numbers(...quality),
        costPico: numbers(...cost),
        latencyMs: numbers(latency, latency),
        status: numbers(0, 0),
      }) as unknown as ModelColumns;
    const models = [one([1, 0], [10, 10], 5), one([1, 1], [30, 30], 7)];
    const call = (model: number): PackedAttempt => ({ model, why: 'first', result: 'ok' });
    const own = { quality: numbers(1, 1), costPico: numbers(10, 30), path: (query: number) => [call(query)] };
    const world = {
      size: 2,
      measured: numbers(1, 1),
      header: { rows: ['control:oracle'], models: ['m', 'n'], categories: [] },
      category: numbers(Number.NaN, Number.NaN),
      model: (index: number) => models[index],
      row: () => own,
      part: () => ({
        rows: Uint32Array.of(0, 1),
        weight: numbers(1, 1),
        group: Uint32Array.of(0, 1),
        groupKeys: Uint32Array.of(0, 1),
      }),
    } as unknown as QueryColumns;
    const results = { rows: [{ id: 'control:oracle', shares: [] }], workload: { models: [] } } as unknown as Results;
    const view = queryView(results, world, { ...NOTHING, times: new Map([['m', 4]]) });
    // Both are right on the first query: n at 30 is now the cheaper.
    expect([...view.columns.row(0).costPico]).toEqual([30, 30]);
    expect([...view.columns.row(0).latencyMs]).toEqual([7, 7]);
    expect(view.columns.row(0).path(0)).toEqual([call(1)]);
    expect(view.billChanged(0) && view.decidesAnew(0)).toBe(true);
  });
});

describe('what follows and what stays', () => {
  it('is said of every heading of the page', () => {
    const ids = [...PAGE.matchAll(/<h2 id="([\w-]+)"/g)].map(([, id]) => id as string);
    expect(ids.length).toBeGreaterThan(15);
    expect([...ids, 'what-if', 'queries'].filter((id) => REACH[id] === undefined)).toEqual([]);
  });

  it('says why only where a number would be another', () => {
    expect(reachText('duel', { repriced: true, reweighed: false })).toEqual({ mark: 'What if', why: null });
    expect(reachText('predictions', { repriced: true, reweighed: false })).toEqual({ mark: 'Not touched', why: null });
    expect(reachText('predictions', { repriced: true, reweighed: true })).toMatchObject({
      mark: 'As recorded',
      why: expect.stringMatching(/^Calibration/),
    });
  });
});

describe('results under a supposition', () => {
  let results: Results;
  let columns: QueryColumns;
  beforeAll(async () => {
    const run = await aPackedRun();
    results = run.results;
    const { header, blocks } = run.pack;
    const at = header.blocks.findIndex(({ name }) => name === 'columns');
    columns = queryColumns(header, gunzipSync(blocks[at] as Uint8Array));
  });
  const under = (supposed: Partial<Supposition>): Results =>
    worked({ results, columns }, supposed, referenceRow(results)).shown.results;
  const row = (of: Results, id: string) => of.rows.find((one) => one.id === id) as Results['rows'][number];

  it('are the run’s own numbers and front where nothing is supposed', () => {
    const { shown, view } = worked({ results, columns }, {}, referenceRow(results));
    expect(shown.results.rows.map(({ metrics }) => metrics)).toEqual(results.rows.map(({ metrics }) => metrics));
    expect(shown.results.front).toEqual(results.front);
    expect(view.columns).toBe(columns);
  });

  it('cost twice as much, intervals included, where every model does; quality and latency stay', () => {
    const times = new Map(columns.header.models.map((id) => [id, 2]));
    for (const [index, one] of under({ times }).rows.entries()) {
      const own = results.rows[index]?.metrics ?? {};
      for (const part of ['value', 'low', 'high'] as const) {
        expect(one.metrics['cost.mean']?.[part]).toBeCloseTo(2 * (own['cost.mean']?.[part] as number), 12);
      }
      expect(one.metrics['latency.p95']).toEqual(own['latency.p95']);
    }
  });

  it('charge a router for the calls it made, and leave the others alone', () => {
    const half = under({ times: new Map([['lab/large', 0.5]]) });
    const cost = (of: Results, id: string) => row(of, id).metrics['cost.mean']?.value as number;
    expect(cost(half, 'router:always-large')).toBeCloseTo(cost(results, 'router:always-large') / 2, 12);
    expect(cost(half, 'single:lab/medium')).toBe(cost(results, 'single:lab/medium'));
  });

  it('weigh a category’s queries', () => {
    const index = columns.header.categories.indexOf('category-1');
    const part = columns.part();
    const quality = columns.row(results.rows.findIndex(({ id }) => id === 'single:lab/medium')).quality;
    const [own, others] = [true, false].map((wanted) =>
      [...part.rows].filter((query) => (columns.category[query] === index) === wanted).map((query) => quality[query] as number),
    ) as [number[], number[]];
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const thrice = row(under({ weigh: new Map([['category-1', 3]]) }), 'single:lab/medium').metrics;
    expect(thrice['quality.mean']?.value).toBeCloseTo((3 * sum(own) + sum(others)) / (3 * own.length + others.length), 12);
    const without = row(under({ weigh: new Map([['category-1', 0]]) }), 'single:lab/medium').metrics['quality.mean'];
    expect(without).toMatchObject({ n: others.length });
    expect(without?.value).toBeCloseTo(sum(others) / others.length, 12);
  });

  it('say which router the objective would prefer, and against the chosen one by how much', () => {
    const asChosen: Results = {
      ...results,
      choice: { kind: 'chosen', rowId: 'router:by-length', why: '', confidence: '', test: 'confirmed' },
      rows: results.rows.map((one) => ({ ...one, constraints: [] })),
    };
    expect(supposedChoice(asChosen, under({})).kind).toBe('same');
    const supposed = { times: new Map([['lab/large', 0]]) };
    const choice = supposedChoice(asChosen, under(supposed));
    expect(choice).toMatchObject({ kind: 'other', row: { id: 'router:always-large' } });
    const at = (id: string) => results.rows.findIndex((one) => one.id === id);
    const { book } = worked({ results, columns }, supposed, referenceRow(results));
    const { versus } = atOnce(book.paired(at('router:always-large'), at('router:by-length')));
    expect(supposedChoiceText(asChosen, choice, versus)).toMatch(
      /^always-large would be the cheapest of the routers that meet every constraint as recorded, in place of by-length: cost per 1,000 queries, USD −\$?\d.*quality [+−]?\d.* points\.$/,
    );
    const failing = { ...asChosen, rows: asChosen.rows.map((one) => ({ ...one, constraints: FAILED })) };
    expect(supposedChoice(failing, under(supposed)).kind).toBe('same');
    expect(supposedChoice({ ...asChosen, choice: { kind: 'none', why: '' } }, under(supposed)).kind).toBe('unknown');
  });
});

const FAILED: Results['rows'][number]['constraints'] = [
  { text: 'x', verdict: 'fail', observed: { value: 0, low: null, high: null, n: 1 }, limit: 1, unit: 'fraction', shortBy: 1 },
];
