import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRow } from '../../src/dataset/check-row.js';
import { plausibleRow } from '../../src/dataset/plausible-row.js';
import { rowSchema } from '../../src/dataset/row-schema.js';

const plain = { id: 'a', prompt: 'hello' };

/** Mostly right, often slightly wrong values for each field. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 0, -1, 1.5, true, [], {}, ['a'], [1], { a: 1 }, { a: [] }, { a: { b: null } }),
  fc.constantFrom<unknown>(Number.POSITIVE_INFINITY, { a: Number.POSITIVE_INFINITY }, 'train', 'tests', 2, [
    { role: 'user', content: 'x' },
  ]),
  fc.constantFrom<unknown>('2025-02-28T00:00:00Z', '2025-02-29T00:00:00Z', '2024-02-29T00:00:00Z', '2025-01-01T24:00:00Z'),
  fc.constantFrom<unknown>(
    '2025-01-01',
    '2025-01-01T10:00:00.123Z',
    '2025-01-01T10:00:00+02:00',
    '2025-04-31T10:00:00Z',
    '2025-01-01T10:60:00Z',
  ),
  fc.jsonValue(),
);
const NAMES = Object.keys(rowSchema.shape);
const rows = fc
  .tuple(fc.boolean(), fc.dictionary(fc.constantFrom(...NAMES), hostile, { maxKeys: 5 }))
  .map(([based, fields]) => ({ ...(based ? plain : {}), ...fields }) as Record<string, unknown>);

describe('checkRow', () => {
  it('takes exactly the rows that the schema takes, and the quick look never takes more', () => {
    let quick = 0;
    let taken = 0;
    fc.assert(
      fc.property(rows, (row) => {
        const accepted = rowSchema.safeParse(row).success;
        expect('row' in checkRow(row)).toBe(accepted);
        if (plausibleRow(row)) expect(accepted).toBe(true);
        quick += plausibleRow(row) ? 1 : 0;
        taken += accepted ? 1 : 0;
      }),
      { numRuns: 5000 },
    );
    expect(quick).toBeGreaterThan(100);
    expect(taken).toBeGreaterThan(quick);
  });

  it('folds flat signals and metadata into objects', () => {
    const nested = { ...plain, signals: { tier: 'pro', 'a.b': 2 }, metadata: { source: 'x' } };
    expect(checkRow({ ...plain, 'signals.tier': 'pro', 'signals.a.b': 2, 'metadata.source': 'x' })).toEqual({ row: nested });
    expect(checkRow({ ...plain, signals: { tier: 'pro' }, 'signals.a.b': 2, metadata: { source: 'x' } })).toEqual({
      row: nested,
    });
  });

  it('refuses a signal that stands twice', () => {
    expect(checkRow({ ...plain, signals: { tier: 'pro' }, 'signals.tier': 'free' })).toMatchObject({
      problems: [{ field: 'signals.tier' }],
    });
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['an unknown column', { ...plain, categroy: 'x' }, { message: 'unknown column', field: 'categroy', nearest: 'category' }],
    ['a missing id', { prompt: 'x' }, { message: 'missing', field: 'id' }],
    ['a missing prompt', { id: 'a' }, { message: 'neither prompt nor messages', field: 'prompt' }],
    [
      'both questions',
      { ...plain, messages: [{ role: 'user', content: 'x' }] },
      { message: 'both prompt and messages', field: 'prompt' },
    ],
    ['a weight of 0', { ...plain, weight: 0 }, { field: 'weight', value: '0', accepted: 'a number above 0' }],
    ['a bad date', { ...plain, arrived_at: 'yesterday' }, { field: 'arrived_at', value: '"yesterday"' }],
    [
      'a bad split',
      { ...plain, split: 'tests' },
      { field: 'split', value: '"tests"', accepted: 'train, validation, test', nearest: 'test' },
    ],
    ['a signal with parts', { ...plain, signals: { a: [1] } }, { field: 'signals.a', value: '[1]' }],
    ['signals that are a text', { ...plain, signals: 'abc' }, { field: 'signals', value: '"abc"' }],
    ['signals that are a list, with a flat one', { ...plain, signals: [1], 'signals.a': 2 }, { field: 'signals', value: '[1]' }],
    ['a role nobody has', { id: 'a', messages: [{ role: 'bot', content: 'x' }] }, { field: 'messages.0.role', value: '"bot"' }],
  ])('names %s', (_, row, problem) => {
    expect(checkRow(row)).toMatchObject({ problems: [problem] });
  });

  it('finds all that is wrong with a row at once', () => {
    const checked = checkRow({ weight: -1, split: 'x', nonsense: 1 });
    expect('problems' in checked && checked.problems.map(({ field }) => field).sort()).toEqual([
      'id',
      'nonsense',
      'prompt',
      'split',
      'weight',
    ]);
  });

  it('refuses lines that are no objects', () => {
    for (const line of [null, 1, 'text', [plain]])
      expect(checkRow(line)).toMatchObject({ problems: [{ message: 'a line must be an object' }] });
  });
});
