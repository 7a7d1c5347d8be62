import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitByTime } from '../../../src/experiment/split/by-time.js';
import { groupQueries } from '../../../src/experiment/split/group-queries.js';
import { aDataset } from '../../support/an-experiment.js';

const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();
const timed = (days: readonly number[], groups: readonly (string | undefined)[] = []) => {
  const dataset = aDataset(
    days.map((number, row) => ({
      id: `${row}`,
      prompt: `question number ${row}`,
      arrivedAt: day(number),
      ...(groups[row] === undefined ? {} : { group: groups[row] }),
    })),
  );
  return { dataset, grouping: groupQueries(dataset, { by: 'group', nearCopies: null }) };
};
const split = (days: readonly number[], shares: readonly number[], groups: readonly (string | undefined)[] = []) => {
  const { dataset, grouping } = timed(days, groups);
  return [...splitByTime(dataset, grouping, shares)];
};

it('puts the past into train, then validation, then test, whatever the row order', () => {
  expect(split([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0.5, 0.2, 0.3])).toEqual([0, 0, 0, 0, 0, 1, 1, 2, 2, 2]);
  expect(split([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], [0.5, 0.2, 0.3])).toEqual([2, 0, 2, 0, 2, 0, 1, 0, 1, 0]);
  expect(split([1, 2, 3, 4], [0, 0.5, 0.5])).toEqual([1, 1, 2, 2]);
});

it('sends a group where its latest query is', () => {
  expect(split([1, 2, 3, 4, 5], [0.4, 0.2, 0.4], ['g', undefined, undefined, undefined, 'g'])).toEqual([2, 0, 0, 1, 2]);
});

it('keeps what arrived at one moment together', () => {
  // The three of day 2 begin inside train's share and mostly lie beyond it.
  expect(split([1, 2, 2, 2, 5, 6], [0.34, 0.33, 0.33])).toEqual([0, 1, 1, 1, 2, 2]);
});

it('learns nothing from the future: no train query arrives after a group of a later part is complete', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 20 })), { minLength: 40, maxLength: 80 }),
      (rows) => {
        const { dataset, grouping } = timed(
          rows.map(([number]) => number),
          rows.map(([, group]) => (group > 10 ? undefined : `g${group}`)),
        );
        const part = (() => {
          try {
            return splitByTime(dataset, grouping, [0.4, 0.3, 0.3]);
          } catch {
            return null;
          }
        })();
        if (part === null) return;
        const latest = new Map<number, number>();
        grouping.group.forEach((group, row) => {
          latest.set(group, Math.max(latest.get(group) ?? 0, rows[row]?.[0] ?? 0));
        });
        const of = (code: number) =>
          [...latest].filter(([group]) => part[grouping.group.indexOf(group)] === code).map(([, at]) => at);
        expect(Math.max(...of(0))).toBeLessThan(Math.min(...of(1)));
        expect(Math.max(...of(1))).toBeLessThan(Math.min(...of(2)));
        grouping.group.forEach((group, row) => {
          expect(part[row]).toBe(part[grouping.group.indexOf(group)]);
        });
      },
    ),
  );
});

it('names the query without a time, and refuses a part that stays empty', () => {
  const { dataset, grouping } = timed([1, 2]);
  dataset.labels.arrivedAtMs[1] = Number.NaN;
  expect(() => splitByTime(dataset, grouping, [0.4, 0.3, 0.3])).toThrow(/arrived_at on every query, and 1 has none/);
  expect(() => split([1, 1, 1, 1], [0.4, 0.3, 0.3])).toThrow(/leaves a part empty/);
});
