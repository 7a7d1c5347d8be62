import { z } from 'zod';
import type { Condition } from '../router/config.js';

/**
 * A condition in a file: its fields and operators are checked by the runtime's own compiler, which knows them best; here
 * it only has to be an object.
 */
export const conditionSchema = z
  .record(z.string(), z.json())
  .describe('Fields with values or operators ($eq $ne $gt $gte $lt $lte $in $nin $regex $contains $exists $not), $and, $or, $not')
  .transform((condition) => condition as Condition);
