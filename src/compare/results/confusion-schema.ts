import { z } from 'zod';
import { estimate, number } from './value-schema.js';

export const confusion = z.strictObject({
  of: z.enum(['category', 'difficulty']),
  n: number,
  cells: z.array(
    z.strictObject({
      label: z.string(),
      predicted: z.string().nullable(),
      n: number,
      share: number,
      right: z.boolean().nullable(),
      quality: estimate.nullable(),
      cost: estimate.nullable(),
    }),
  ),
  total: z.strictObject({ right: estimate, quality: estimate, cost: estimate }).nullable(),
});
