import { describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { choiceTiles } from '../../src/report/choice-view.js';
import { decisionsHeader, decisionsRows } from '../../src/report/decisions-csv.js';
import {
  formatEstimate,
  formatMeasured,
  formatNumber,
  formatP,
  formatPoints,
  formatShare,
  formatTimes,
  points,
  sayP,
} from '../../src/report/format.js';
import { inertText } from '../../src/report/inert-text.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { tableView } from '../../src/report/table-view.js';
import { aResults } from '../support/a-results.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable, tableOf } from '../support/table-of.js';

const estimate = (value: number | null, low: number | null = null, high: number | null = null) => ({ value, low, high, n: 9 });

describe('formats', () => {
  it('show a number in its unit, a true minus sign, and a dash for what isn’t there', () => {
    expect(formatNumber(0.8614, 'fraction')).toBe('0.861');
    expect(formatNumber(-0.25, 'ratio')).toBe('−0.250');
    expect(formatNumber(-0.0001, 'fraction')).toBe('0.000');
    expect([1.1234, 0.028349, 1234.5, 0].map((value) => formatNumber(value, 'usd'))).toEqual(['$1.12', '$0.0283', '$1235', '$0']);
    expect(formatNumber(254.4, 'calls')).toBe('254');
    expect([3131.6, 12.345].map((value) => formatNumber(value, 'ms'))).toEqual(['3132', '12.3']);
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map((value) => formatNumber(value, 'usd'))).toEqual(['—', '—', '—']);
  });

  it('show intervals, points, shares and times', () => {
    expect(formatEstimate(estimate(0.5, 0.4, 0.6), 'fraction')).toBe('0.500 [0.400, 0.600]');
    expect(formatEstimate(estimate(null), 'usd')).toBe('—');
    expect(formatEstimate(estimate(3, 3, 3), 'count')).toBe('3');
    expect(formatMeasured(estimate(3132, 3031, 3333), 'ms')).toBe('3132 ms [3031, 3333]');
    expect(formatMeasured(estimate(4100, 3900, null), 'ms')).toBe('4100 ms [3900, —]');
    expect(formatPoints(estimate(-0.006, -0.028, 0.015))).toBe('−0.6 [−2.8, +1.5]');
    expect([0.0001, null].map(points)).toEqual(['0.0', '—']);
    expect([0, 0.001, 0.25, 0.999, 1].map(formatShare)).toEqual(['0 %', '<1 %', '25 %', '>99 %', '100 %']);
    expect([2.163, 27.64, 151, null].map(formatTimes)).toEqual(['2.16×', '27.6×', '151×', '—']);
  });

  it('show p-values a reader can compare', () => {
    expect(formatP({ pValue: 0.0334, log10P: -1.5 })).toBe('0.033');
    expect(formatP({ pValue: 0.0004, log10P: -3.4 })).toBe('<0.001');
    expect(formatP({ pValue: 3.2e-42, log10P: -41.49 })).toBe('1e-41');
    expect([0.0334, 0.0004].map((pValue) => sayP({ pValue }))).toEqual(['p = 0.033', 'p <0.001']);
  });

  it('spell out characters that would make a view show what isn’t there', () => {
    expect(inertText('a\u202eb\nc\u0000')).toBe('a⟨U+202E⟩b c⟨U+0000⟩');
  });
});

const dataset = aDataset(Array.from({ length: 60 }, (_, i) => ({ id: `q${i}`, prompt: `prompt ${i}`, category: 'c|<b>' })));
const body = runOn(
  dataset,
  plainTable(
    ['lab/a', 'lab/b'],
    Array.from(
      { length: 60 },
      (_, i) =>
        [
          [i % 2, 1e-3, 10],
          [1, 2e-3, 20],
        ] as const,
    ),
  ),
  [aStrategy('one', [{ use: 'lab/a' }])],
  anExperiment({ reference: 'lab/b' }),
).body;
const results: Results = {
  schemaVersion: 1,
  tool: { name: 'routelab', version: '0' },
  experiment: { name: 'x', file: 'x', synthetic: true },
  inputs: { hash: 'abcdef', files: [] },
  ...body,
};

describe('the table', () => {
  it('has strategies first, then single models best first, then controls', () => {
    const { columns, sections } = tableView(results);
    expect(sections.map(({ title }) => title)).toEqual(['strategies', 'single models', 'controls']);
    expect(sections[1]?.rows.map(({ cells }) => cells[0])).toEqual(['lab/b', 'lab/a']);
    for (const { rows } of sections) for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
    const cell = (id: string) => sections[0]?.rows[0]?.cells[columns.findIndex((column) => column.id === id)];
    expect(cell('quality')).toMatch(/^0\.500 \[0\.\d{3}, 0\.\d{3}\]$/);
    expect(cell('difference')).toMatch(/^−50\.0 /);
    expect([cell('cost'), cell('cheaper')]).toEqual(['$1.00', '2.00×']);
  });

  it('names the unit where cost is counted in calls', () => {
    const calls = { ...results, protocol: { ...results.protocol, costUnit: 'calls' as const, costModel: 'lab/b' } };
    expect(
      tableView(calls)
        .columns.map(({ title }) => title)
        .join(),
    ).toMatch(/calls/);
    expect(renderMarkdown(calls)).not.toMatch(/\$\d/);
  });

  it('says what a ratio of calls counts, and nothing where the reference makes none of them', () => {
    const counting = (costModel: string) => ({
      ...results,
      protocol: { ...results.protocol, costUnit: 'calls' as const, costModel },
    });
    const ratio = (of: Results): unknown[] => {
      const { columns, sections } = tableView(of);
      const at = columns.findIndex(({ id }) => id === 'cheaper');
      return [columns[at]?.title, sections[0]?.rows[0]?.cells[at]];
    };
    expect(ratio(counting(results.protocol.reference))).toEqual([`× fewer ${results.protocol.reference} calls`, '2.00×']);
    expect(ratio(counting('lab/other'))).toEqual(['× fewer lab/other calls', '—']);
    expect(choiceTiles(counting(results.protocol.reference))[0]?.title ?? '').not.toMatch(/cheaper/);
  });

  it('says of costs that rest on guessed tokens that they are estimates', () => {
    const guessed = { ...results, protocol: { ...results.protocol, costEstimated: true as const } };
    const titles = (of: Results) => tableView(of).columns.map(({ title }) => title);
    expect(titles(guessed)).toContain('$/1k queries, estimated');
    expect(titles(results)).toContain('$/1k queries');
    expect(renderMarkdown(guessed)).toContain('tokens estimated');
    expect(renderMarkdown(results)).not.toContain('estimated');
  });
});

describe('Markdown', () => {
  const page = renderMarkdown(results);
  it('says the verdict, that the data is made up, and every row of the table', () => {
    expect(page).toContain(results.verdict.slice(0, 40));
    expect(page.toLowerCase()).toContain('synthetic');
    for (const { label } of results.rows) expect(page).toContain(label);
  });

  it('says whether a row is worse than the margin allows, and its chance of being the best', () => {
    const page = renderMarkdown(aResults());
    expect(page).toContain('worse by more than 3 points?');
    expect(page).toMatch(/\| by-task \|.*\| no \(equivalent\) \| 97 % \|/);
    expect(page).toMatch(/\| by-length \|.*\| yes \| 3 % \|/);
    expect(page).toMatch(/\| acme\/small \|.*\| yes \| — \|/);
  });

  it('does not let names become markup', () => {
    expect(page).not.toContain('c|<b>');
    expect(page).toMatch(/c\\\|(&lt;|\\<)b/);
  });
});

describe('decisions', () => {
  const table = tableOf(
    ['a', 'b'],
    [
      [[{ error: true, costUsd: 0.5, latencyMs: 5 }], [{ quality: 1, costUsd: 2, latencyMs: 7 }]],
      [[{ quality: 0, costUsd: 1, latencyMs: 9 }], [{ quality: 1, costUsd: 2, latencyMs: 7 }]],
    ],
  );
  const run = runOn(
    aDataset([
      { id: 'q0', prompt: 'x' },
      { id: 'q1', prompt: 'y' },
    ]),
    table,
    [aStrategy('s', [{ use: 'a' }], ['b'])],
    anExperiment(),
  );
  const rows = [
    ...decisionsRows({
      ids: run.bench.dataset.queries.ids,
      table: run.bench.table,
      costUnit: 'usd',
      rows: run.compared,
      queries: run.bench.decided,
    }),
  ];

  it('tell who was asked and why, what came of it and what it cost', () => {
    expect(rows[0]?.slice(0, 10)).toEqual([
      'q0',
      'router:s',
      's',
      0,
      'served',
      'b',
      'a(first,error)>b(fallback,ok)',
      1,
      2.5,
      12.01,
    ]);
    expect(rows[1]?.slice(0, 10)).toEqual(['q1', 'router:s', 's', 0, 'served', 'a', 'a(first,ok)', 0, 1, 9.01]);
    expect(rows.every((row) => row.length === decisionsHeader('usd').length)).toBe(true);
    expect(rows).toHaveLength(2 * run.compared.length);
  });

  it('leave the model of an expectation empty', () => {
    expect(rows.find((row) => row[1] === 'control:random')?.slice(4, 6)).toEqual(['expected', null]);
    expect(decisionsHeader('calls')).toContain('cost_calls');
  });
});
