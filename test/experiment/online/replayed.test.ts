import { describe, expect, it } from 'vitest';
import { codedValue } from '../../../src/domain/column.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { hash32 } from '../../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';

const SIZE = 300;
// Sessions of three; the dataset's order is not that of arrival.
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({
    id: `q${i}`,
    prompt: `${hash32(1, i, 0) % 2 === 0 ? 'hard' : 'easy'} ${i}`,
    arrivedAt: new Date(Date.UTC(2026, 0, 1) + 60_000 * (SIZE - i)).toISOString(),
    signals: { session: `s${Math.floor(i / 3)}` },
  })),
);
const table = plainTable(
  ['a', 'b'],
  Array.from(
    { length: SIZE },
    (_, i) =>
      [
        [hash32(2, i, 0) % 3 === 0 ? 0 : 1, 1e-3, 10],
        [1, 2e-3, 10],
      ] as const,
  ),
);
const byWord = { rules: [{ when: { 'prompt.text': { $contains: 'hard' } }, use: 'b' }, { use: 'a' }] };
const sticky = {
  ...aStrategy('sticky', [{ stick: {} }, byWord]),
  input: { ...DEFAULT_INPUT, stickySignal: 'session' },
};
const holdout = { kind: 'holdout', train: 0.2, validation: 0.4, test: 0.4, groupBy: 'group', nearCopies: null, seed: 3 } as const;

describe('a stateful strategy in a run', () => {
  const { body, compared, bench } = runOn(
    dataset,
    table,
    [sticky, aStrategy('plain', [byWord])],
    anExperiment({ split: holdout }),
  );
  const own = compared.find(({ id }) => id === 'router:sticky');
  const row = body.rows.find(({ id }) => id === 'router:sticky');

  it('walks each part in order of arrival, from its first state', () => {
    const routeOf = (query: number) => own?.routes?.plans[own.routes.plan[query] as number];
    const modelOf = new Map<string, string>();
    // Last in the dataset, first to arrive.
    for (let query = SIZE - 1; query >= 0; query--) {
      const session = codedValue(dataset.queries.signals.get('session') as never, query) as string;
      const key = `${session} in ${bench.split.part[query]}`;
      const expected = modelOf.get(key) ?? (hash32(1, query, 0) % 2 === 0 ? 'b' : 'a');
      expect(routeOf(query)?.models[0]).toBe(expected);
      expect(routeOf(query)?.reason.kind).toBe(modelOf.has(key) ? 'stick' : 'rule');
      modelOf.set(key, expected);
    }
    expect(modelOf.size).toBeLessThan(SIZE - 40);
  });

  it('is marked, has one set of decisions a seed, and is never tested as if its decisions were independent', () => {
    expect([own?.walks?.length, own?.replicates?.length]).toEqual([20, 20]);
    expect(row?.marks).toEqual(['sequential']);
    expect(row?.versusReference).toMatchObject({ test: null, quality: { value: expect.any(Number) } });
    expect(body.rows.find(({ id }) => id === 'router:plain')?.versusReference?.test).not.toBeNull();
    expect(row?.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(body.robustness.rows.map(({ rowId }) => rowId)).toEqual(['router:plain']);
  });

  it('is cross-fitted fold by fold', () => {
    const folds = { kind: 'kfold', folds: 3, innerFolds: 2, groupBy: 'group', nearCopies: null, seed: 1 } as const;
    const { body: crossed } = runOn(dataset, table, [sticky], anExperiment({ split: folds }));
    expect(crossed.rows[0]).toMatchObject({ id: 'router:sticky', marks: ['crossfit', 'sequential'] });
  });

  it('is chosen and exported like any other', () => {
    const { chosen } = runOn(dataset, table, [sticky], anExperiment({ split: holdout }));
    expect(chosen?.candidate.id).toBe('sticky');
  });
});
