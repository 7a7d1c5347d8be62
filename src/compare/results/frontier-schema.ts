import { z } from 'zod';
import { estimate, maybe, number } from './value-schema.js';

export const hull = z.array(z.strictObject({ rowId: z.string(), cost: number, quality: number }));

const curvePoint = z.strictObject({ strongShare: number, quality: number, cost: maybe, threshold: maybe.exactOptional() });

export const curve = z.strictObject({
  rowId: z.string(),
  label: z.string(),
  points: z.array(curvePoint),
  apgr: estimate,
  apgrQuantile: estimate,
  cpt50: estimate,
  cpt80: estimate,
  // Added after the first results were written.
  validation: z.array(curvePoint).exactOptional(),
});

export const frontier = z.strictObject({
  id: z.string(),
  label: z.string(),
  part: z.enum(['validation', 'test', 'all']),
  points: z.array(z.strictObject({ id: z.string(), cost: number, quality: number, onHull: z.boolean() })),
  metrics: z.record(z.string(), estimate),
});
