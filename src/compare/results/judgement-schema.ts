import { z } from 'zod';
import { estimate, number, unit } from './value-schema.js';

export const judgement = z.strictObject({
  text: z.string(),
  verdict: z.enum(['pass', 'fail', 'undecided']),
  observed: estimate,
  limit: number,
  unit,
  shortBy: number,
});

export const gate = judgement.extend({
  level: z.enum(['warn', 'error']),
  rowId: z.string().nullable(),
  confidence: number,
  note: z.string().nullable(),
});
