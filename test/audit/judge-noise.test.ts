import { expect, it } from 'vitest';
import { judgeNoise } from '../../src/experiment/audit/judge-noise.js';

const N = 100;
const row = (id: string, quality: number, kind = 'router') => ({
  id,
  label: id,
  kind,
  marks: [],
  metrics: { 'quality.mean': { value: quality } },
});
/** A row that asks model 1 on the first `differs` queries, and model 0 elsewhere. */
const arm = (id: string, differs: number) => ({
  id,
  arm: { quality: new Float64Array(N).fill(0.5), first: Int16Array.from({ length: N }, (_, at) => Number(at < differs)) },
});

function found(differs: number, gap: number, more: object = {}, weightOf: (at: number) => number = () => 1): string[] {
  // Verdicts of 0 and 1 on one answer: the variance of one verdict is 1/2, of the mean of two 1/4.
  const judge = { kind: 'rubric', samples: 2, repeats: [{ query: 0, values: [0, 1] }] };
  const input = {
    load: { judges: [{ ...judge, ...more }] },
    bench: { experiment: { scorer: { type: 'judge' } } },
    rows: [row('lead', 0.6), row('other', 0.6 - gap), row('oracle', 0.6, 'control')],
    compared: [arm('lead', 0), arm('other', differs), arm('oracle', 0)],
    chosenId: 'lead',
    part: {
      rows: Uint32Array.from({ length: N }, (_, at) => at),
      weight: Float64Array.from({ length: N }, (_, at) => weightOf(at)),
    },
  } as unknown as Parameters<typeof judgeNoise.find>[0];
  return (judgeNoise.find as (given: typeof input) => readonly { readonly message: string }[])(input).map(
    ({ message }) => message,
  );
}

it('names rows that judging again could bring before the chosen one, and no others', () => {
  // Two rows that differ on 32 of 100 queries: √(2·32·¼) ÷ 100 = 0.04, and 1.96 times that.
  expect(found(32, 0.0783)).toEqual([expect.stringMatching(/lead might change places with other:/)]);
  expect(found(32, 0.0785)).toEqual([]);
  // The same answers on every query: nothing that the judge says could part them.
  expect(found(0, 0)).toEqual([]);
});

it('weighs queries by their traffic', () => {
  // 32 queries of weight 2 among 68 of weight 1: √(2·¼·32·4) ÷ 132 = 0.0606, and 1.96 times that: 0.1188.
  const heavy = (at: number): number => (at < 32 ? 2 : 1);
  expect(found(32, 0.1187, {}, heavy)).toHaveLength(1);
  expect(found(32, 0.1189, {}, heavy)).toEqual([]);
});

it('says nothing of a judge whose noise is not known', () => {
  expect(found(32, 0, { repeats: [] })).toEqual([]);
});
