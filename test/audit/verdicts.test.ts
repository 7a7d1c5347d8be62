import { expect, it } from 'vitest';
import { verdicts } from '../../src/experiment/audit/verdicts.js';
import type { JudgeFacts } from '../../src/experiment/judge/judge-facts.js';

const facts: JudgeFacts = {
  modelId: 'judge',
  kind: 'pairwise',
  baseline: 'b',
  samples: 2,
  prompt: [],
  promptSha256: '',
  rubric: null,
  inputUsdPerMTok: null,
  outputUsdPerMTok: null,
  isCompared: false,
  counts: { answers: 50, notAsked: 0, identical: 0, verdicts: 100, recorded: 100, failed: 0, unreadable: 0, missing: 0 },
  unfit: {},
  costUsd: null,
  repeats: [],
  swaps: Array.from({ length: 20 }, (_, at) => ({ query: at, first: 1, second: at < 4 ? 0 : 1 })),
};

function ids(over: Partial<JudgeFacts>): string[] {
  const input = { load: { judges: [{ ...facts, ...over }] } } as unknown as Parameters<typeof verdicts.find>[0];
  return (verdicts.find as (given: typeof input) => readonly { readonly id: string }[])(input).map(({ id }) => id);
}

it.each([
  ['nothing of a judge that is in order', {}, []],
  ['self-preference', { isCompared: true }, ['judge_is_compared']],
  ['missing verdicts', { counts: { ...facts.counts, recorded: 99, missing: 1 } }, ['verdicts_missing']],
  ['2 % that can’t be read: not yet', { counts: { ...facts.counts, unreadable: 1, failed: 1 } }, []],
  ['3 %', { counts: { ...facts.counts, unreadable: 2, failed: 1 } }, ['verdicts_unreadable']],
  ['the order, from above a fifth of the pairs', { swaps: [...facts.swaps, { query: 0, first: 0, second: 1 }] }, ['judge_order']],
  ['a judge asked once', { samples: 1 }, ['judged_once']],
] as const)('tells of %s', (_, over, found) => {
  expect(ids(over)).toEqual(found);
});
