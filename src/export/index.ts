import { z } from 'zod';
import type { Json } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { schemaProblems } from '../strategy/schema-problems.js';
import { aiSdk } from './ai-sdk.js';
import { bifrost } from './bifrost.js';
import { envoyAiGateway } from './envoy-ai-gateway.js';
import { haproxy } from './haproxy.js';
import { kong } from './kong.js';
import { litellm } from './litellm.js';
import { nginx } from './nginx.js';
import { openfeature } from './openfeature.js';
import { openrouter } from './openrouter.js';
import { portkey } from './portkey.js';
import { router } from './router.js';
import type { ExportOptions, ExportTarget } from './target.js';
import { tensorzero } from './tensorzero.js';
import { vllmSemanticRouter } from './vllm-semantic-router.js';

/** Every export target. One file each; a test holds this list and the folder equal. */
export const targets: readonly ExportTarget[] = [
  router,
  aiSdk,
  portkey,
  litellm,
  vllmSemanticRouter,
  nginx,
  haproxy,
  openfeature,
  openrouter,
  tensorzero,
  bifrost,
  envoyAiGateway,
  kong,
];

/** The target of a name; UserError with the nearest one otherwise. */
export function targetNamed(name: string, field = 'export.target'): ExportTarget {
  const found = targets.find((target) => target.name === name);
  if (found !== undefined) return found;
  const names = targets.map((target) => target.name);
  const close = nearest(name, names);
  throw new UserError({
    message: 'unknown export target',
    field,
    value: name,
    accepted: names.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

/** Decisions that may differ where nobody says otherwise. */
export const MAX_DISAGREEMENT = 0.01;

/** What every export takes besides its target's own options. */
const commonOptions = {
  target: z.string().min(1),
  dir: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'not a plain folder name')
    .optional()
    .describe('Folder in exports/; default: the target’s name'),
  max_disagreement: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of decisions that may differ from the measured router’s before the export is refused; default 0.01'),
};

/** One entry of `export:`, spelled out for its target. */
export function exportEntrySchema({ name, title, options }: ExportTarget): z.ZodObject {
  return z.strictObject({ ...commonOptions, target: z.literal(name), ...options.shape }).describe(title);
}

/** An entry of `export:` with its defaults. */
export interface ExportEntry {
  readonly target: ExportTarget;
  readonly dir: string;
  readonly maxDisagreement: number;
  readonly options: ExportOptions;
}

/** An entry as a file or the command line has it. */
export interface WrittenEntry {
  readonly target: string;
  readonly [option: string]: Json;
}

/**
 * Checks an entry against its target's options.
 *
 * @param within path of the entry, before every field's name
 * @throws UserError with every problem
 */
export function exportEntry(written: WrittenEntry, within: readonly PropertyKey[]): ExportEntry {
  const target = targetNamed(
    written.target,
    within.length === 0 ? '--target' : `${String(within[0])}[${String(within[1])}].target`,
  );
  const schema = exportEntrySchema(target);
  const parsed = schema.safeParse(written);
  if (!parsed.success) throw new UserError(schemaProblems(parsed.error.issues, schema, written, within));
  const {
    target: name,
    dir,
    max_disagreement: max,
    ...options
  } = parsed.data as { target: string; dir?: string; max_disagreement?: number } & ExportOptions;
  return { target, dir: dir ?? name, maxDisagreement: max ?? MAX_DISAGREEMENT, options };
}

/** Every entry of `export:`; no two may write into one folder. */
export function exportEntries(written: readonly WrittenEntry[]): ExportEntry[] {
  const entries = written.map((one, index) => exportEntry(one, ['export', index]));
  entries.forEach(({ dir }, index) => {
    if (entries.findIndex((other) => other.dir === dir) === index) return;
    throw new UserError({
      field: `export[${index}]`,
      message: `a second export would go to exports/${dir}`,
      accepted: 'dir: <another folder name>',
    });
  });
  return entries;
}
