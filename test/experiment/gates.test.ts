import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { type GivenGate, gateOf } from '../../src/experiment/gate-of.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

// Two hundred queries without a group: the large model is right on all, the small one on the short (every other one).
const dataset = aDataset(
  Array.from({ length: 200 }, (_, i) => ({
    id: `q${i}`,
    prompt: `${i} ${i % 2 === 0 ? 'short' : 'long '.repeat(30)}`,
    category: i % 2 === 0 ? 'easy' : 'hard (long)',
  })),
);
const table = plainTable(
  ['small', 'large'],
  Array.from(
    { length: 200 },
    (_, i) =>
      [
        [i % 2 === 0 ? 1 : 0, 1e-3, 100],
        [1, 1e-2, 400],
      ] as const,
  ),
);
const byLength = aStrategy('by-length', [
  { rules: [{ when: { 'prompt.code_points': { $gt: 50 } }, use: 'large' }, { use: 'small' }] },
]);
const always = aStrategy('always-small', [{ use: 'small' }]);

function run(gates: readonly GivenGate[], over: Parameters<typeof anExperiment>[0] = {}, strategies = [byLength]) {
  return runOn(
    dataset,
    table,
    strategies,
    anExperiment({ reference: 'large', gates: gates.map((gate, index) => gateOf(gate, 'usd', `gates[${index}]`)), ...over }),
  ).body;
}
const observed = (gate: GivenGate) => run([gate]).gates[0]?.observed;
const split = { kind: 'holdout', train: 0.2, validation: 0.4, test: 0.4, groupBy: 'group', nearCopies: null, seed: 3 } as const;

describe('gates of a run', () => {
  it('see what they name, of the only strategy or of a named row', () => {
    // Right on all of 200 groups: Wilson's bound n/(n + z²).
    expect(observed('quality.mean >= 0')).toMatchObject({ value: 1, high: 1, n: 200 });
    expect(observed('quality.mean >= 0')?.low).toBeCloseTo(200 / (200 + 3.841459), 6);
    expect(observed('row(single:small).quality.mean >= 0')?.value).toBe(0.5);
    expect(observed('row(small).slice(hard (long)).quality >= 0')).toMatchObject({ value: 0, n: 100 });
    expect(observed('row(small).slice(easy).cost <= 1')?.value).toBeCloseTo(1e-3, 15);
    expect(observed('row(small).slice(hard (long)).difference <= 0')?.value).toBe(-1);
    expect(observed('latency.p95 <= 1s')?.value).toBeCloseTo(400.01, 9);
    expect(observed('audits.error == 0')).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('see one row against another on the same queries: differences and ratios by hand', () => {
    // by-length: half small at 1e-3, half large at 1e-2; mean cost 5.5e-3 against 1e-2 of large and 1e-3 of small.
    expect(observed('vs(reference).quality >= 0')?.value).toBe(0);
    expect(observed('vs(reference).quality >= 0')?.low).toBeCloseTo(-3.841459 / (200 + 3.841459), 6);
    expect(observed('vs(reference).savings >= 0')?.value).toBeCloseTo(0.45, 12);
    expect(observed('vs(reference).times_cheaper >= 0')?.value).toBeCloseTo(1 / 0.55, 12);
    expect(observed('vs(single:small).quality >= 0')?.value).toBeCloseTo(0.5, 12);
    expect(observed('vs(small).cost <= 1')?.value).toBeCloseTo(4.5e-3, 12);
    expect(observed('row(single:small).vs(router:by-length).retention >= 0')?.value).toBeCloseTo(0.5, 12);
    expect(observed('row(single:large).vs(reference).quality >= 0')).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('are the same numbers as the table’s', () => {
    const body = run(['vs(reference).cost <= 0', 'slice(easy).quality >= 1', 'quality.retention >= 1']);
    const row = body.rows.find(({ id }) => id === 'router:by-length');
    expect(body.gates.map((gate) => gate.observed)).toEqual([
      row?.versusReference?.cost,
      row?.byCategory.find(({ category }) => category === 'easy')?.quality,
      row?.metrics['quality.retention'],
    ]);
    expect(body.gates.map(({ rowId }) => rowId)).toEqual(Array(3).fill('router:by-length'));
  });

  it('take the interval of their own confidence', () => {
    const [usual, wide] = run([
      'row(small).quality.mean >= 0.5',
      { gate: 'row(small).quality.mean >= 0.5', confidence: 0.99 },
    ]).gates;
    expect([usual?.confidence, wide?.confidence]).toEqual([0.95, 0.99]);
    expect(wide?.observed.value).toBe(usual?.observed.value);
    expect(wide?.observed.low).toBeLessThan(usual?.observed.low ?? 0);
    expect(wide?.observed.high).toBeGreaterThan(usual?.observed.high ?? 1);
  });

  it('judge the chosen row where there is a choice, and stand in the verdict when they break', () => {
    const body = run(['cost.per1k <= $1', { gate: 'quality.mean < 0.1', level: 'warn' }, 'quality.mean > 0.9'], { split });
    expect(body.choice).toMatchObject({ rowId: 'router:by-length' });
    expect(body.gates.map(({ verdict, level }) => [verdict, level])).toEqual([
      ['fail', 'error'],
      ['fail', 'warn'],
      ['pass', 'error'],
    ]);
    expect(body.verdict).toMatch(
      /^Don't ship by-length yet: on \d+ held-out queries .* Failed gate: "cost\.per1k <= \$1" \(measured \$[\d.]+ \[\$[\d.]+, \$[\d.]+\]\)\.$/,
    );
    const { verdict } = run(['quality.mean > 0.9'], { split });
    expect(verdict).toMatch(/^Ship by-length: .*; no constraint is set, so nothing was there to confirm\.$/);
    expect(run(['cost.per1k <= $1', 'cost.per1k <= $2'], { split }).verdict).toMatch(
      / 2 failed gates: "cost\.per1k <= \$1" \(measured \$.*\]\) and "cost\.per1k <= \$2" \(measured \$.*\]\)\.$/,
    );
  });

  it('are undecided with a reason where there is no row to judge or nothing to see', () => {
    const [gate] = run(['quality.mean >= 0'], {}, [byLength, always]).gates;
    expect(gate).toMatchObject({ verdict: 'undecided', rowId: null, note: expect.stringContaining('nothing was chosen (none)') });
    const [unseen] = run(['row(oracle_free).routing.over <= 1']).gates;
    expect(unseen).toMatchObject({ verdict: 'undecided', note: expect.stringMatching(/is not available for this row/) });
  });

  it('that name a row or a category there isn’t are refused, pointing at the name', () => {
    const refused = (gate: string) => {
      try {
        run([gate]);
      } catch (error) {
        if (error instanceof UserError) return error.problems[0];
      }
      throw new Error(`accepted: ${gate}`);
    };
    expect(refused('row(router:by-lenght).quality.mean >= 1')).toMatchObject({
      field: 'gates[0]',
      message: 'no such row',
      nearest: 'router:by-length',
      excerpt: { from: 4, length: 16 },
    });
    expect(refused('vs(smal).quality >= 1')).toMatchObject({ message: 'no such row', nearest: 'single:small' });
    expect(refused('slice(esay).quality >= 1')).toMatchObject({
      message: 'no query has this category',
      accepted: 'easy, hard (long)',
      nearest: 'easy',
    });
  });

  it('name the field of a wrong expression', () => {
    const field = (given: GivenGate) => {
      try {
        gateOf(given, 'usd', 'gates[2]');
      } catch (error) {
        if (error instanceof UserError) return error.problems[0]?.field;
      }
      return 'accepted';
    };
    expect([field('qualty >= 1'), field({ gate: 'qualty >= 1' })]).toEqual(['gates[2]', 'gates[2].gate']);
  });
});
