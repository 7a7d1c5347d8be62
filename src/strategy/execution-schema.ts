import { z } from 'zod';
import type { ExecutionPolicy } from '../router/execution-policy.js';
import { DURATION, DURATION_WORDS, durationMs } from './duration.js';

/** What a timer of a production system can hold: 2³¹ ms are not quite 25 days. */
const MOST_MS = durationMs('24d') ?? 0;

const duration = z
  .string()
  .regex(DURATION, { error: DURATION_WORDS, abort: true })
  .refine((text) => ms(text) <= MOST_MS, { error: 'at most 24d', abort: true });
const positive = duration.refine((text) => ms(text) > 0, 'more than 0s');

/** How routes are carried out, as strategy files and scenarios write it. */
export const executionSchema = z.strictObject({
  timeout: positive.optional().describe('A call is given up after this long'),
  retries: z
    .strictObject({
      most: z.number().int().nonnegative().max(10),
      wait: duration.describe('Before the first retry'),
      factor: z.number().min(1).max(100).optional().describe('Each wait so many times the one before; default 2'),
      most_wait: duration.optional(),
      jitter: z.number().min(0).max(1).optional().describe('Share of each wait left to chance; default 0.5'),
    })
    .optional()
    .describe('Further calls of a model after an error that may pass'),
  hedge: z
    .strictObject({ after: positive, to: z.enum(['same', 'next']).optional() })
    .optional()
    .describe('A second call beside a slow one, to the same model or (default) the next of the fallback chain'),
  fallbacks: z.number().int().nonnegative().optional().describe('Models of the fallback chain tried at most; 0: none'),
  breaker: z
    .strictObject({ failures: z.number().int().positive(), open: positive })
    .optional()
    .describe('A model that failed so often in a row is left alone for a while'),
  most_in_flight: z.number().int().positive().optional().describe('Requests beyond these are turned away'),
});

export type ExecutionFile = z.infer<typeof executionSchema>;

const FACTOR = 2;
const JITTER = 0.5;

/** The runtime's form of it, with durations in milliseconds. */
export function executionPolicyOf(file: ExecutionFile): ExecutionPolicy {
  const { timeout, retries, hedge, fallbacks, breaker, most_in_flight: mostInFlight } = file;
  return {
    ...(timeout === undefined ? {} : { timeoutMs: ms(timeout) }),
    ...(retries === undefined
      ? {}
      : {
          retries: {
            most: retries.most,
            waitMs: ms(retries.wait),
            factor: retries.factor ?? FACTOR,
            mostWaitMs: retries.most_wait === undefined ? MOST_MS : ms(retries.most_wait),
            jitter: retries.jitter ?? JITTER,
          },
        }),
    ...(hedge === undefined ? {} : { hedge: { afterMs: ms(hedge.after), to: hedge.to ?? 'next' } }),
    ...(fallbacks === undefined ? {} : { fallbacks }),
    ...(breaker === undefined ? {} : { breaker: { failures: breaker.failures, openMs: ms(breaker.open) } }),
    ...(mostInFlight === undefined ? {} : { mostInFlight }),
  };
}

/** What is no duration is refused before. */
function ms(text: string): number {
  return durationMs(text) ?? Number.NaN;
}
