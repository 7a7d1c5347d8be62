import { z } from 'zod';

const whole = z.number().int();
const packed = z.strictObject({
  type: z.enum(['i8', 'u8', 'i16', 'u16', 'i32', 'u32']),
  length: whole.min(0),
  base64: z.string(),
});
const gram = {
  least: whole.min(1),
  most: whole.min(1),
  dimension: whole.min(2).describe('A power of two'),
  norm: whole.min(1),
  tf: z.array(whole.min(1)).min(1),
  idf: packed,
};

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('words'), ...gram }),
  z.strictObject({ type: z.literal('chars'), ...gram }),
  z.strictObject({ type: z.literal('bins'), of: z.string().min(1), edges: z.array(z.number()), value: whole.min(1) }),
  z.strictObject({
    type: z.literal('signal'),
    of: z.string().min(1),
    values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
    value: whole.min(1),
  }),
  z.strictObject({ type: z.literal('embedding'), length: whole.min(1), norm: whole.min(1) }),
  z.strictObject({ type: z.literal('keywords'), sets: z.array(z.array(z.string().min(1)).min(1)).min(1), value: whole.min(1) }),
]);

const table = z.strictObject({ x: z.array(whole).min(1), y: z.array(whole.min(0)).min(1) });

/** Predicted quality: a predictor and its tables. */
export const qualitySchema: z.ZodType = z.strictObject({
  get predictor() {
    return predictor;
  },
  tables: z.array(table).min(1),
});

const stored = { space: z.array(block), offsets: packed, columns: packed, values: packed, valueShift: whole.min(0) };
const counts = z.strictObject({ seen: z.array(whole.min(0)), right: z.array(whole.min(0)) });
const projection = z.strictObject({ directions: whole.min(0), matrix: packed, shift: whole.min(0) });

const predictor = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('linear'),
    space: z.array(block),
    weights: packed,
    bias: z.array(whole),
    shift: whole.min(0),
  }),
  z.strictObject({
    type: z.literal('knn'),
    k: whole.min(1),
    power: whole.min(0),
    prior: whole.min(1),
    mean: z.array(whole.min(0)),
    ...stored,
    quality: packed,
  }),
  z.strictObject({
    type: z.literal('mix'),
    parts: z.array(z.strictObject({ quality: qualitySchema, weight: whole.min(1) })).min(1),
  }),
  z.strictObject({
    type: z.literal('forest'),
    numbers: z.array(z.string().min(1)),
    columns: z.array(block),
    space: z.array(block),
    projection,
    classes: z.strictObject({ weights: packed, bias: z.array(whole), shift: whole.min(0), table }),
    roots: packed,
    feature: packed,
    threshold: packed,
    child: packed,
    leaves: packed,
  }),
  z.strictObject({
    type: z.literal('clusters'),
    space: z.array(block),
    projection,
    centroids: packed,
    ranks: z.array(whole.min(1)).min(1),
    quality: packed,
    mean: z.array(whole.min(0)),
  }),
  z.strictObject({
    type: z.literal('factors'),
    space: z.array(block),
    projection,
    loadings: packed,
    bias: z.array(whole),
    shift: whole.min(0),
  }),
  z.strictObject({
    type: z.literal('elo'),
    k: whole.min(0),
    weights: z.array(whole.min(1)).min(1),
    prior: whole.min(1),
    mean: z.array(whole.min(0)),
    ...stored,
    wins: packed,
  }),
  z.strictObject({
    type: z.literal('cohorts'),
    domainMass: whole.min(1),
    cohortMass: whole.min(1),
    overall: counts,
    domains: z.record(z.string(), counts),
    cohorts: z.record(z.string(), counts),
  }),
]);

export const linearInTokensSchema = z.strictObject({ base: z.array(whole), perToken: z.array(whole) });

export const selectionSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('utility'),
    scale: whole.min(1),
    price: linearInTokensSchema,
    perPico: z.number().min(0).optional(),
    worth: z.string().min(1).optional(),
  }),
  z.strictObject({ by: z.literal('good_enough'), atLeast: whole.min(0), otherwise: z.literal('dearest').optional() }),
  z.strictObject({ by: z.literal('balance'), share: whole.min(0) }),
]);

const factWeights = z.array(whole);

/** The chance that an answer of one model is right. */
export const rungChanceSchema = z.strictObject({
  facts: z.array(
    z.union([
      z.strictObject({ of: z.string().min(1), edges: z.array(z.number()), weights: factWeights }),
      z.strictObject({
        of: z.string().min(1),
        values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
        weights: factWeights,
      }),
    ]),
  ),
  bias: whole,
  shift: whole.min(0),
  table,
  request: z.strictObject({ space: z.array(block), weights: packed }).optional(),
});

/** What an explore stage learns with. */
export const learnerSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('epsilon_greedy'), epsilon: whole.min(0) }),
  z.strictObject({ by: z.literal('thompson'), spread: z.number().min(0), quantiles: z.array(whole).min(2) }),
  z.strictObject({ by: z.literal('linucb'), alpha: z.number().min(0), space: z.array(block) }),
]);
