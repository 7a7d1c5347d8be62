import { z } from 'zod';
import type { SplitSpec } from '../experiment.js';

/** Prompts that share this much of their five-word runs are one question in two wordings. */
const NEAR_COPIES = 0.7;

/** Folds inside the others where cross-fitting chooses. */
const INNER_FOLDS = 3;

const share = z.number().min(0).max(1);
const seed = z.number().int().nonnegative();
const stratified = z.enum(['category']).optional().describe('Every part gets its share of each category');

const shares = { train: share, validation: share, test: share };
const together = {
  group_by: z.enum(['group', 'prompt']).optional().describe('Keep explicit groups together (group), or only repeated prompts'),
  near_copies: z
    .union([z.number().min(0.3).max(1), z.literal(false)])
    .optional()
    .describe('Prompts that share this much of their five-word runs are kept together; default 0.7, false: not looked for'),
};
const inner = {
  inner_folds: z
    .number()
    .int()
    .min(2)
    .max(20)
    .optional()
    .describe('Folds inside the others, on which every choice is made; default 3'),
};

const addUp = ({ train, validation, test }: { train: number; validation: number; test: number }): boolean =>
  Math.abs(train + validation + test - 1) < 1e-9;
/** The parts are judged whatever else is wrong with the split. */
const when = ({ value }: { readonly value: unknown }): boolean => z.object(shares).safeParse(value).success;
const ADD_UP = { message: 'the parts must add up to 1', when };
const decided = ({ validation, test }: { validation: number; test: number }): boolean => validation > 0 && test > 0;
const DECIDED = { message: 'validation and test must not be empty', when };

/** `split:` of an experiment file. */
export const splitSchema = z
  .union([
    z.enum(['none', 'column']),
    z
      .strictObject({ ...shares, ...together, stratify_by: stratified, seed })
      .refine(addUp, ADD_UP)
      .refine(decided, DECIDED)
      .describe('Hold-out: shares of the queries, dealt by whole groups'),
    z
      .strictObject({ ...shares, by: z.literal('time'), ...together })
      .refine(addUp, ADD_UP)
      .refine(decided, DECIDED)
      .describe('Hold-out by arrived_at: train before validation before test'),
    z
      .strictObject({ kfold: z.number().int().min(2).max(50), ...inner, ...together, stratify_by: stratified, seed })
      .describe('Cross-fitting: every fold is decided by what was learned and chosen on the others'),
    z
      .strictObject({ leave_one_category_out: z.literal(true), ...inner, ...together, seed })
      .describe('Cross-fitting with one fold a category: work that was never seen'),
    z
      .strictObject({ file: z.string().min(1), ...inner, ...together, seed: seed.optional() })
      .describe('The split of a file (id, part or fold, group), as a report has it beside its results'),
  ])
  .describe('none: measure on everything, choose nothing; column: the dataset’s split column; or how to divide the queries');

type ParsedSplit = z.output<typeof splitSchema>;

/** A split with every default set. */
export function splitSpecOf(split: ParsedSplit | undefined): SplitSpec {
  if (split === undefined || split === 'none') return { kind: 'none' };
  if (split === 'column') return { kind: 'column', nearCopies: NEAR_COPIES };
  const kept = {
    groupBy: split.group_by ?? 'group',
    nearCopies: split.near_copies === false ? null : (split.near_copies ?? NEAR_COPIES),
  };
  if ('by' in split) {
    const { train, validation, test } = split;
    return { kind: 'time', train, validation, test, ...kept };
  }
  if ('train' in split) {
    const { train, validation, test } = split;
    return { kind: 'holdout', train, validation, test, ...kept, ...stratifyOf(split), seed: split.seed };
  }
  const crossfit = { innerFolds: split.inner_folds ?? INNER_FOLDS, ...kept, seed: split.seed ?? 0 };
  if ('file' in split) return { kind: 'file', file: split.file, ...crossfit };
  if ('kfold' in split) return { kind: 'kfold', folds: split.kfold, ...stratifyOf(split), ...crossfit };
  return { kind: 'leave_one_category_out', ...crossfit };
}

function stratifyOf({ stratify_by }: { readonly stratify_by?: 'category' | undefined }): { readonly stratifyBy?: 'category' } {
  return stratify_by === undefined ? {} : { stratifyBy: stratify_by };
}
