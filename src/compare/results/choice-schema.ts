import { z } from 'zod';
import { judgement } from './judgement-schema.js';
import { estimate, maybe, parameters } from './value-schema.js';

const tiedPair = z.strictObject({
  between: z.tuple([z.string(), z.string()]),
  difference: estimate,
  queriesNeeded: maybe,
  more: maybe,
});

const testVerdict = z.enum(['confirmed', 'contradicted', 'undecided']);

export const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chosen'), rowId: z.string(), why: z.string(), confidence: z.string(), test: testVerdict }),
  z.strictObject({
    kind: z.literal('tie'),
    rowId: z.string(),
    with: z.array(z.string()),
    settle: z.array(tiedPair),
    why: z.string(),
    confidence: z.string(),
    test: testVerdict,
  }),
  z.strictObject({ kind: z.literal('undecided'), nearest: z.string(), why: z.string() }),
  z.strictObject({ kind: z.literal('infeasible'), nearest: z.string(), why: z.string() }),
  z.strictObject({ kind: z.literal('none'), why: z.string() }),
]);

/** A candidate as ranked on the part that decides. */
export const candidate = z.strictObject({
  id: z.string(),
  strategy: z.string(),
  parameters,
  quality: estimate,
  cost: estimate,
  objective: maybe,
  constraints: z.array(judgement),
  selected: z.boolean(),
});
