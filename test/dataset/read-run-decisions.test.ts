import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../src/dataset/csv.js';
import { readRunDecisions } from '../../src/dataset/read-run-decisions.js';
import { emptyDir } from '../support/cli.js';

const QUERIES = ['query_id', 'part', 'measured', 'group', 'weight', 'category'];
const DECISIONS = [
  'query_id',
  'row_id',
  'candidate',
  'sample',
  'status',
  'served_model',
  'attempts',
  'quality',
  'cost_usd',
  'latency_ms',
  'reason',
];
type Cells = readonly (string | number | null)[];

async function read(queries: readonly Cells[], decisions: readonly Cells[], header = DECISIONS) {
  const dir = emptyDir();
  const files = [join(dir, 'queries.csv'), join(dir, 'decisions.csv')] as const;
  await writeCsv(files[0], QUERIES, queries);
  await writeCsv(files[1], header, decisions);
  return readRunDecisions(...files);
}

describe('readRunDecisions', () => {
  it('keeps what the numbers rest on, averages samples, and names the calls in order', async () => {
    const run = await read(
      [
        ['q1', 'test', 1, 4_000_000_000, 2, 'legal, small'],
        ['q2', 'train', 0, 7, 1, null],
        ['q3', 'test', 1, 8, 1, null],
      ],
      [
        ['q1', 'router:x', 'x#0', 0, 'ok', 'a/b>c', 'm(1)(first,error)>a/b>c(fallback,ok)', 1, 0.5, 10, 'stage 1 rule 2'],
        ['q1', 'router:x', 'x#0', 1, 'ok', 'm(1)', 'm(1)(first,ok)', 0, 0.1, 30, 'stage 1 rule 2'],
        ['q2', 'router:x', 'x#0', 0, 'ok', 'm(1)', 'm(1)(first,ok)', 0, 0.1, 30, ''],
        ['q3', 'router:x', 'x#0', 0, 'refused', null, '', 0, 0, null, 'no model allowed'],
        ['q3', 'single:m', null, null, 'control', 'm', null, 0.25, null, 5, null],
        ['q3', 'control:random', null, null, 'expected', null, null, 0.5, 0.2, 6, null],
      ],
    );
    expect([run.queryIds, run.category, [...run.groupKey], [...run.weight]]).toEqual([
      ['q1', 'q3'],
      ['legal, small', null],
      [4_000_000_000, 8],
      [2, 1],
    ]);
    const x = run.rows.get('router:x');
    expect([[...(x?.quality ?? [])], [...(x?.cost ?? [])], [...(x?.latencyMs ?? [])]]).toEqual([
      [0.5, 0],
      [0.3, 0],
      [20, Number.NaN],
    ]);
    const text = (code: number | undefined) => run.texts[code as number] ?? null;
    expect([text(x?.calls[0]), text(x?.reason[0]), text(x?.calls[1])]).toEqual(['m(1) > a/b>c', 'stage 1 rule 2', 'refused']);
    expect([text(run.rows.get('single:m')?.calls[1]), run.rows.get('single:m')?.cost[1]]).toEqual(['m', Number.NaN]);
    expect(text(run.rows.get('control:random')?.calls[1])).toBeNull();
    expect(run.rows.get('control:random')?.quality[0]).toBeNaN();
  });

  it('gives ids back as they were before a spreadsheet’s guard', async () => {
    const run = await read([['=q', 'all', 1, 1, 1, '@c']], [['=q', 'router:x', '', 0, 'ok', 'm', 'm(first,ok)', 1, 1, 1, '']]);
    expect([run.queryIds, run.category, run.rows.get('router:x')?.quality[0]]).toEqual([['=q'], ['@c'], 1]);
  });

  it('refuses files that are not what a run writes, naming file and line', async () => {
    await expect(read([], [], ['query_id', 'row_id'])).rejects.toThrow(/decisions\.csv:1 {2}lacks the column status/);
    await expect(
      read(
        [],
        [],
        DECISIONS.map((name) => (name === 'cost_usd' ? 'cost' : name)),
      ),
    ).rejects.toThrow(/lacks the column cost_usd/);
    await expect(read([['q', 'all', 1, 'x', 1, null]], [])).rejects.toThrow(/queries\.csv:2 {2}group {2}not a number \(got x\)/);
    await expect(read([['q', 'all', 1, 1, 1, null]], [['q', 'r', '', 0, 'ok', 'm', '', 'good', 1, 1, '']])).rejects.toThrow(
      /decisions\.csv:2 {2}quality {2}not a number/,
    );
    const dir = emptyDir();
    writeFileSync(join(dir, 'q.csv'), '');
    await expect(readRunDecisions(join(dir, 'q.csv'), join(dir, 'q.csv'))).rejects.toThrow(/q\.csv {2}is empty/);
  });
});
