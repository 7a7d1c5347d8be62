import { z } from 'zod';
import type { Json } from '../../domain/json.js';

export const number = z.number();
export const maybe = number.nullable();
// zod's own JSON type is mutable; ours is what the results promise.
export const json: z.ZodType<Json> = z.json();
export const parameters = z.record(z.string(), json);

export const estimate = z
  .strictObject({ value: maybe, low: maybe, high: maybe, n: number })
  .describe('A value with its interval; null is not available');

export const unit = z.enum(['fraction', 'usd', 'calls', 'ms', 'ratio', 'count']);
