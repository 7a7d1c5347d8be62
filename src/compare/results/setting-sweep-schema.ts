import { z } from 'zod';
import { maybe, number } from './value-schema.js';

const means = z.strictObject({ quality: maybe, cost: maybe });

export const settingSweep = z.strictObject({
  rowId: z.string(),
  label: z.string(),
  setting: z.string(),
  kind: z.enum(['threshold', 'range']),
  chosen: number,
  points: z.array(
    z.strictObject({ value: number, tried: z.boolean(), holds: maybe, validation: means.nullable(), reported: means }),
  ),
});
