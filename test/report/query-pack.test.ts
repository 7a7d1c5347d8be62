import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineRow, referenceRow } from '../../src/report/explore/results-against.js';
import { openRowBook } from '../../src/report/explore/row-book.js';
import { queryView } from '../../src/report/explore/what-if/query-view.js';
import { decodeColumn, encodeColumn } from '../../src/report/pack/column-code.js';
import { encodeTexts } from '../../src/report/pack/encode-texts.js';
import type { QueryPack } from '../../src/report/pack/pack.js';
import { packFile } from '../../src/report/pack/pack.js';
import type { QueryTexts } from '../../src/report/pack/pack-header.js';
import { tableView } from '../../src/report/table-view.js';
import { hash32 } from '../../src/stats/hash.js';
import { atOnce } from '../../src/stats/steps.js';
import { aPackedRun, type PackedRunOptions } from '../support/a-packed-run.js';
import { columnsOf } from '../support/pack-columns.js';
import { NOTHING, worked } from '../support/same-as-run.js';

function inflated({ header, blocks }: QueryPack, name: string): Buffer {
  return gunzipSync(blocks[header.blocks.findIndex((block) => block.name === name)] as Uint8Array);
}

describe('a column', () => {
  const back = (values: readonly number[]): { kind: string; planes: number; values: number[] } => {
    const { code, bytes } = encodeColumn(values);
    return { kind: code.kind, planes: code.planes, values: [...decodeColumn({ ...code, at: 0 }, bytes, values.length)] };
  };

  it('comes back to the bit, whatever it holds', () => {
    const anything = fc.array(fc.oneof(fc.double(), fc.constant(Number.NaN), fc.nat(), fc.maxSafeInteger()));
    fc.assert(
      fc.property(anything, (values) => {
        expect(back(values).values).toStrictEqual(values);
      }),
    );
  });

  it('takes few bytes for few-valued, coarse or decimal numbers', () => {
    expect(back([0, 1, 1, 0, Number.NaN])).toEqual({ kind: 'whole', planes: 1, values: [0, 1, 1, 0, Number.NaN] });
    // Multiples of 150,000 pico-dollars: 1, 2 and 700 of them.
    expect(back([150_000, 300_000, 105_000_000])).toMatchObject({ kind: 'whole', planes: 2 });
    expect(back([0.123, 12.5, 3000])).toMatchObject({ kind: 'whole', planes: 3 });
    expect(back([2 ** -30, 1 - 2 ** -30])).toMatchObject({ kind: 'whole', planes: 4 });
    expect(back([Math.PI])).toMatchObject({ kind: 'double' });
    expect(back([0, 0])).toMatchObject({ planes: 0 });
  });
});

const plain = aPackedRun();

describe('the queries of a run', () => {
  it('are packed with every number that the run had of them', async () => {
    const { pack, output, table } = await plain;
    const columns = columnsOf(pack);
    const rows = output.bench.rowsIn('test');
    expect(columns.size).toBe(rows.length);
    expect(JSON.parse(inflated(pack, 'ids').toString())).toEqual(
      Array.from(rows, (row) => output.bench.dataset.queries.ids.get(row)),
    );
    for (const [index, { arm }] of output.compared.entries()) {
      const { quality, costPico, latencyMs } = columns.row(index);
      expect([...quality]).toEqual(Array.from(rows, (row) => arm.quality[row]));
      expect([...costPico]).toEqual(Array.from(rows, (row) => arm.costPico[row]));
      expect([...latencyMs]).toEqual(Array.from(rows, (row) => arm.latencyMs[row]));
    }
    for (const model of [0, 1, 2]) {
      expect([...columns.model(model).costPico]).toEqual(Array.from(rows, (row) => output.bench.means.costPico[3 * row + model]));
      expect([...columns.model(model).inputTokens]).toEqual(Array.from(rows, (row) => table.inputTokens[3 * row + model]));
    }
    expect(columns.part()).toEqual({ ...output.part, rows: Uint32Array.from(rows.keys()) });
  });

  it('tell who was asked and why', async () => {
    const { pack, output } = await plain;
    const columns = columnsOf(pack);
    const router = output.compared.findIndex(({ id }) => id === 'router:by-length');
    const { first } = output.compared[router]?.arm ?? { first: null };
    const row = output.bench.rowsIn('test')[0] as number;
    expect(columns.row(router).path(0)).toEqual([{ model: first?.[row], why: 'first', result: 'ok' }]);
    expect(columns.row(router).reason(0)).toMatch(/^stage 1 rule [12]$/);
    const random = output.compared.findIndex(({ id }) => id === 'control:random');
    expect(columns.row(random).path(0)).toBeNull();
    expect(columns.row(random).reason(0)).toBeNull();
  });

  it('are written with a header line that says what follows', async () => {
    const { pack } = await plain;
    const file = Buffer.from(packFile(pack));
    const header = JSON.parse(file.subarray(0, file.indexOf(10)).toString()) as QueryPack['header'];
    expect(header).toEqual(pack.header);
    expect(file.length).toBe(file.indexOf(10) + 1 + header.blocks.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(header.blocks.map(({ name }) => name)).toEqual(['columns', 'ids', 'texts-0']);
  });
});

describe('texts', () => {
  const texts = (pack: QueryPack, block: number): QueryTexts[] => JSON.parse(inflated(pack, `texts-${block}`).toString());

  it('are all there where they fit', async () => {
    const { pack } = await plain;
    expect(pack.header.texts).toMatchObject({ mode: 'all', queries: pack.header.queries, sampled: null, reason: null });
    expect(texts(pack, 0)[0]?.label).toMatchObject({ reference: expect.stringContaining('answer') });
    expect(texts(pack, 0)[0]?.answers).toHaveLength(3);
  });

  it('are left out when asked', async () => {
    const { pack } = await aPackedRun({ texts: 'none' });
    expect(pack.header.texts).toMatchObject({ mode: 'none', queries: 0, reason: 'left out by --texts none' });
    expect(pack.header.blocks.map(({ name }) => name)).toEqual(['columns', 'ids']);
  });

  it('are a sample, with the reason, where they would be too large, and half of it differs between rows', async () => {
    // Hexadecimal noise: nothing squeezes it below half.
    const noise = (query: number): string => Array.from({ length: 500 }, (_, at) => hash32(query, at, 0).toString(16)).join('');
    const read = async (queries: readonly number[]): Promise<QueryTexts[]> =>
      queries.map((query) => ({ prompt: [{ role: 'user', text: noise(query) }], label: {}, answers: [] }));
    const input = { queries: 400, lengthOf: () => 4000, telling: (query: number) => query % 10 === 0, budget: 500_000, read };
    const { texts: packed, made } = await encodeTexts({ ...input, mode: 'auto' });
    expect(packed).toMatchObject({
      mode: 'sample',
      reason: expect.stringContaining('larger than the 0.5 MB a page has for them'),
    });
    const size = made.reduce((sum, { block }) => sum + (4 / 3) * block.bytes, 0);
    expect(size).toBeLessThan(500_000);
    expect(size).toBeGreaterThan(400_000);
    const sampled = packed.sampled ?? [];
    expect(sampled).toEqual([...sampled].sort((a, b) => a - b));
    expect(sampled.filter((query) => query % 10 === 0)).toHaveLength(40);
    const first = JSON.parse(gunzipSync(made[0]?.bytes as Uint8Array).toString()) as QueryTexts[];
    expect(first[1]?.prompt[0]?.text).toBe(noise(sampled[1] as number));
  });
});

describe('differences worked out in the page', () => {
  const kinds: readonly [string, PackedRunOptions][] = [
    ['right and wrong', {}],
    ['graded', { graded: true }],
    ['in groups', { perGroup: 3 }],
  ];
  it.each(kinds)('equal the run’s against its reference, to the last bit: %s', async (_, options) => {
    const { pack, results } = await aPackedRun(options);
    const columns = columnsOf(pack);
    const reference = referenceRow(results);
    const book = openRowBook(results, queryView(results, columns, NOTHING));
    const against = (row: number) => atOnce(book.paired(row, reference)).versus;
    for (const [index, { id, versusReference }] of results.rows.entries()) {
      if (versusReference === null) expect(index).toBe(reference);
      else expect({ id, ...against(index), test: null }).toEqual({ id, ...versusReference, test: null });
    }
  });

  it('read in every view as against the row that was picked', async () => {
    const { pack, results } = await plain;
    const baseline = baselineRow(results, 'single:lab/small');
    expect(results.rows[baseline]?.label).toBe('lab/small');
    const seen = worked({ results, columns: columnsOf(pack) }, {}, baseline).shown.results;
    const { columns: shown, sections } = tableView(seen);
    expect(shown.find(({ id }) => id === 'difference')?.title).toBe('Δ vs lab/small (points)');
    const cells = sections.flatMap(({ rows }) => rows).find(({ id }) => id === 'single:lab/small')?.cells;
    expect(cells?.[2]).toBe('—');
    const medium = results.rows.findIndex(({ id }) => id === 'single:lab/medium');
    const mean = (row: number): number => results.rows[row]?.metrics['quality.mean']?.value as number;
    expect(seen.rows[medium]?.versusReference?.quality.value).toBeCloseTo(mean(medium) - mean(baseline), 12);
  });
});
