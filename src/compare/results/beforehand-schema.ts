import { z } from 'zod';
import { estimate, number } from './value-schema.js';

export const beforehand = z.strictObject({
  rows: z.array(z.strictObject({ rowId: z.string(), share: number })).min(1),
  quality: estimate,
  cost: estimate,
  verdict: z.enum(['better', 'worse', 'undecided']),
});
