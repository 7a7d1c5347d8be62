import { expect, it } from 'vitest';
import { verdicts } from '../../src/experiment/audit/verdicts.js';
import type { JudgeFacts } from '../../src/experiment/judge/judge-facts.js';
import { A_JUDGE } from '../support/a-judge.js';

function ids(over: Partial<JudgeFacts>): string[] {
  const input = { load: { judges: [{ ...A_JUDGE, ...over }] } } as unknown as Parameters<typeof verdicts.find>[0];
  return (verdicts.find as (given: typeof input) => readonly { readonly id: string }[])(input).map(({ id }) => id);
}

it.each([
  ['nothing of a judge that is in order', {}, []],
  ['self-preference', { isCompared: true }, ['judge_is_compared']],
  ['missing verdicts', { counts: { ...A_JUDGE.counts, recorded: 99, missing: 1 } }, ['verdicts_missing']],
  ['2 % that can’t be read: not yet', { counts: { ...A_JUDGE.counts, unreadable: 1, failed: 1 } }, []],
  ['3 %', { counts: { ...A_JUDGE.counts, unreadable: 2, failed: 1 } }, ['verdicts_unreadable']],
  [
    'the order, from above a fifth of the pairs',
    { swaps: [...A_JUDGE.swaps, { query: 0, first: 0, second: 1 }] },
    ['judge_order'],
  ],
  ['a judge asked once', { samples: 1 }, ['judged_once']],
] as const)('tells of %s', (_, over, found) => {
  expect(ids(over)).toEqual(found);
});
