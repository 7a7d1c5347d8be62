import { z } from 'zod';

const estimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.number().int().nonnegative(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `export.json`, as written beside the files of every export. */
export const exportRecordSchema = z
  .strictObject({
    format: z.literal('routelab/export@1'),
    target: z.string().min(1),
    targetVersion: z.string().min(1).describe('Version of the program whose files these are'),
    mode: z
      .enum(['native', 'dispatch', 'runtime'])
      .describe('Who decides: the target, our runtime before it, or our runtime as the product'),
    fidelity: z.enum(['exact', 'approximate', 'refused']),
    options: z.record(z.string(), z.json()),
    unsupported: z.array(z.string()).describe('What the target can’t express'),
    nearest: z
      .strictObject({ target: z.string(), options: z.record(z.string(), z.json()).optional() })
      .optional()
      .describe('What would express it'),
    router: z.strictObject({ name: z.string(), decisionHash: sha256 }),
    inputsHash: z.string(),
    conformance: z
      .enum(['ran', 'emulated', 'none'])
      .describe(
        'How RouteLab’s own tests hold the target against the runtime: the real program, our reading of its rules, nothing',
      ),
    verified: z
      .strictObject({ decisions: z.number().int().nonnegative(), differing: z.number().int().nonnegative() })
      .describe('Decisions of these very files held against the measured router’s'),
    loss: z
      .strictObject({
        on: z.enum(['test', 'all']),
        n: z.number().int().nonnegative(),
        disagreement: estimate.describe('Share of queries sent to another model first, or up another ladder'),
        fallbacks: estimate.describe('Share of queries whose fallback chain differs'),
        quality: estimate.describe('Exported less measured, paired by query'),
        cost: estimate.describe('Exported less measured, per query'),
        costUnit: z.enum(['usd', 'calls']),
        worst: z.strictObject({ category: z.string(), n: z.number().int().positive(), disagreement: z.number() }).nullable(),
      })
      .nullable()
      .describe('Null where nothing is lost by construction, or nothing was measured'),
    maxDisagreement: z.number().min(0).max(1),
    environment: z.array(z.string()).describe('Variables that production must set'),
    files: z.array(z.strictObject({ path: z.string(), sha256 })),
    forcedOver: z.array(z.string()).describe('What stood against shipping and was overridden by force'),
  })
  .describe('What RouteLab wrote for a target, and how faithful it is');
