import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COST_SOURCE, OUTCOME_STATUS, QUALITY_UNIT } from '../../src/domain/outcome-table.js';
import type { Recording } from '../../src/domain/recording.js';
import { encode } from '../../src/engine/message.js';
import { outcomeBuilder } from '../../src/recording/outcome-builder.js';
import { storedTable, tableOfStored } from '../../src/recording/stored-table.js';

const cost = { costPico: 5, source: COST_SOURCE.given, unbilled: false };
const base = (sample: number): Recording => ({ key: null, queryId: 'q', modelId: 'm', sample });

describe('outcomeBuilder', () => {
  it('sorts samples added in any order into cells by query, model and sample', () => {
    const address = fc.record({ query: fc.nat(6), model: fc.nat(3), sample: fc.nat(4) });
    const rows = fc.uniqueArray(address, { selector: ({ query, model, sample }) => `${query} ${model} ${sample}`, minLength: 1 });
    fc.assert(
      fc.property(rows, (all) => {
        const builder = outcomeBuilder();
        // The latency carries the address, to be found again.
        for (const { query, model, sample } of all) {
          const latencyMs = query * 100 + model * 10 + sample;
          builder.add(query, model, { ...base(sample), timing: { latencyMs } }, null, cost);
        }
        const table = builder.done(7, ['m0', 'm1', 'm2', 'm3']).table;
        const used = [0, 1, 2, 3].filter((model) => all.some((row) => row.model === model));
        expect(table.modelIds).toEqual(used.map((model) => `m${model}`));
        expect(table.cellOffsets).toHaveLength(7 * used.length + 1);
        for (let query = 0; query < 7; query++) {
          used.forEach((model, index) => {
            const cell = query * used.length + index;
            const found = [...table.latencyMs.slice(table.cellOffsets[cell], table.cellOffsets[cell + 1])];
            const expected = all.filter((row) => row.query === query && row.model === model).map(({ sample }) => sample);
            expect(found).toEqual(expected.sort((a, b) => a - b).map((sample) => query * 100 + model * 10 + sample));
          });
        }
      }),
    );
  });

  it('travels as the same message once it was stored and read: what no recording says is one column', () => {
    const builder = outcomeBuilder();
    builder.add(0, 0, { ...base(0), timing: { latencyMs: 3 } }, 1, cost);
    builder.add(1, 0, base(0), 0, cost);
    const built = builder.done(2, ['m']);
    const { columns, facts } = storedTable(built);
    const apart = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()]));
    const read = tableOfStored({ columns: apart, facts });
    expect(encode(read.table)).toEqual(encode(built.table));
    expect(encode(read.table).arrays.length).toBeLessThan(Object.keys(columns).length);
  });

  it('keeps what a row says, and NaN or -1 for what it does not', () => {
    const builder = outcomeBuilder();
    builder.add(0, 0, base(0), null, { costPico: Number.NaN, source: COST_SOURCE.missing, unbilled: false });
    const full: Recording = {
      ...base(1),
      answer: { text: '{"a":"😀"}', finishReason: 'stop', refusal: false, confidence: 0.25 },
      usage: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
      timing: { latencyMs: 812.5, firstTokenMs: 120 },
      judgeScore: 0.5,
      recordedAt: '2025-01-31T09:30:00Z',
    };
    builder.add(0, 0, full, 1 / 3, cost);
    builder.add(0, 0, { ...base(2), error: { kind: 'timeout' } }, 1, {
      costPico: 0,
      source: COST_SOURCE.missing,
      unbilled: true,
    });
    const table = builder.done(1, ['m']).table;
    expect([...table.cellOffsets]).toEqual([0, 3]);
    expect([...table.status]).toEqual([OUTCOME_STATUS.unscored, OUTCOME_STATUS.ok, OUTCOME_STATUS.error]);
    expect([...table.quality]).toEqual([Number.NaN, Math.round((1 / 3) * 2 ** 30) * QUALITY_UNIT, Number.NaN]);
    expect([...table.costPico]).toEqual([Number.NaN, 5, 0]);
    expect([...table.costSource]).toEqual([COST_SOURCE.missing, COST_SOURCE.given, COST_SOURCE.missing]);
    expect([...table.unbilled]).toEqual([0, 0, 1]);
    expect([...table.latencyMs]).toEqual([Number.NaN, 812.5, Number.NaN]);
    expect([...table.firstTokenMs]).toEqual([Number.NaN, 120, Number.NaN]);
    expect([...table.inputTokens]).toEqual([Number.NaN, 10, Number.NaN]);
    expect([...table.outputTokens]).toEqual([Number.NaN, 5, Number.NaN]);
    expect([...table.cachedInputTokens]).toEqual([Number.NaN, 4, Number.NaN]);
    expect([...table.reasoningTokens]).toEqual([Number.NaN, 2, Number.NaN]);
    expect([...table.finishReason]).toEqual([-1, 0, -1]);
    expect(table.finishReasons).toEqual(['stop']);
    expect([...table.answerLength]).toEqual([Number.NaN, 9, Number.NaN]);
    expect([...table.refusal]).toEqual([-1, 0, -1]);
    expect([...table.jsonValid]).toEqual([-1, 1, -1]);
    expect([...table.confidence]).toEqual([Number.NaN, 0.25, Number.NaN]);
    expect([...table.judgeScore]).toEqual([Number.NaN, 0.5, Number.NaN]);
    expect([...table.recordedAtMs]).toEqual([Number.NaN, Date.UTC(2025, 0, 31, 9, 30), Number.NaN]);
  });

  it('holds more rows than one block', () => {
    const builder = outcomeBuilder();
    for (let query = 19_999; query >= 0; query--) builder.add(query, 0, { ...base(0), timing: { latencyMs: query } }, 1, cost);
    const { latencyMs } = builder.done(20_000, ['m']).table;
    expect(latencyMs.every((value, row) => value === row)).toBe(true);
  });
});
