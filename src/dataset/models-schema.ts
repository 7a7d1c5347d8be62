import { z } from 'zod';
import type { Embedder, Model, ModelList, Price } from '../domain/model.js';
import { askedWith, callParametersSchema } from './call-parameters-schema.js';
import { given } from './given.js';
import { providerSchema, providersOf } from './provider-schema.js';

const usd = z.number().nonnegative();

const priceSchema = z
  .strictObject({
    input_usd_per_mtok: usd.optional(),
    output_usd_per_mtok: usd.optional(),
    cached_input_usd_per_mtok: usd.optional(),
    reasoning_usd_per_mtok: usd.optional(),
    request_usd: usd.optional().describe('Per call, whatever its size'),
  })
  .describe('USD per million tokens; a missing price is missing, never 0');

const parameters = {
  max_output_tokens: z.number().int().positive().optional().describe('Needed to record: it bounds what a call may cost'),
  parameters: callParametersSchema.optional(),
};

const modelSchema = z.strictObject({
  id: z.string().min(1).describe('The name used everywhere in the workspace'),
  provider: z.string().min(1).optional().describe('Default: the part of the id before the slash'),
  name: z.string().min(1).optional().describe("The provider's own name; default: the part of the id after the slash"),
  price: priceSchema.optional(),
  priced_at: z.iso.date().optional().describe("Date of this model's price, where it is not the file's"),
  price_source: z.string().optional().describe("Source of this model's price, where it is not the file's"),
  context_tokens: z.number().int().positive().optional(),
  tags: z.array(z.string()).optional(),
  limits: z
    .strictObject({
      rpm: z.number().positive().optional(),
      tpm: z.number().positive().optional(),
      concurrency: z.number().int().positive().optional(),
    })
    .optional()
    .describe('Requests and tokens a minute, and calls in flight, that recording keeps to'),
  ...parameters,
});

const embedderSchema = z.strictObject({
  id: modelSchema.shape.id,
  provider: modelSchema.shape.provider,
  name: modelSchema.shape.name,
  price: z.strictObject({ input_usd_per_mtok: usd.optional(), request_usd: usd.optional() }).optional(),
  dimensions: z.number().int().positive().optional().describe('Numbers of an embedding, where the model can give fewer'),
  limits: modelSchema.shape.limits,
});

/** The models file. */
export const modelsSchema = z
  .strictObject({
    priced_at: z.iso.date().optional().describe('Date on which the prices were true'),
    price_source: z.string().optional(),
    providers: z.record(z.string().min(1), providerSchema).optional().describe('How calls are made, by provider'),
    defaults: z.strictObject(parameters).optional().describe('How models are asked that do not say otherwise'),
    models: z.array(modelSchema).min(1),
    embedders: z.array(embedderSchema).optional().describe('Embedding models, for routelab embed --models'),
    judges: z.array(modelSchema).optional().describe('Models that only judge answers (scorer: judge); they are not compared'),
  })
  .superRefine(({ models, judges = [], embedders = [] }, context) => {
    const first = new Map<string, string>();
    const lists = { models, judges, embedders };
    for (const [list, entries] of Object.entries(lists))
      for (const [at, { id }] of entries.entries()) {
        const held = first.get(id);
        if (held === undefined) first.set(id, `${list}.${at}`);
        else context.addIssue({ code: 'custom', message: `"${id}" is ${held} already`, path: [list, at, 'id'], input: id });
      }
  })
  .describe('Models with dated prices');

export type ModelsFile = z.infer<typeof modelsSchema>;

/** The models of a parsed file. */
export function modelListOf(file: ModelsFile): ModelList {
  return {
    models: file.models.map((model) => modelOf(model, file.defaults)),
    ...(file.judges === undefined ? {} : { judges: file.judges.map((model) => modelOf(model, file.defaults)) }),
    ...(file.embedders === undefined ? {} : { embedders: file.embedders.map(embedderOf) }),
    ...(file.priced_at === undefined ? {} : { pricedAt: file.priced_at }),
    ...(file.price_source === undefined ? {} : { priceSource: file.price_source }),
    ...(file.providers === undefined ? {} : { providers: providersOf(file.providers) }),
  };
}

function modelOf(model: ModelsFile['models'][number], defaults: ModelsFile['defaults']): Model {
  const { id, provider, name, price, context_tokens, tags, limits } = model;
  const asked = askedWith(defaults, model);
  const slash = id.indexOf('/');
  return {
    id,
    provider: provider ?? (slash < 0 ? 'unknown' : id.slice(0, slash)),
    name: name ?? (slash < 0 ? id : id.slice(slash + 1)),
    ...(price === undefined ? {} : { price: priceOf(price) }),
    ...(model.priced_at === undefined ? {} : { pricedAt: model.priced_at }),
    ...(model.price_source === undefined ? {} : { priceSource: model.price_source }),
    ...(context_tokens === undefined ? {} : { contextTokens: context_tokens }),
    tags: tags ?? [],
    ...(limits === undefined ? {} : { limits: given(limits) }),
    ...(Object.keys(asked).length === 0 ? {} : { parameters: asked }),
  };
}

function embedderOf({ dimensions, price, ...model }: NonNullable<ModelsFile['embedders']>[number]): Embedder {
  return {
    ...modelOf({ ...model, ...(price === undefined ? {} : { price: { ...price, output_usd_per_mtok: 0 } }) }, undefined),
    // What it gives is no text: nothing of it is billed.
    parameters: { maxOutputTokens: 0 },
    ...(dimensions === undefined ? {} : { dimensions }),
  };
}

function priceOf(price: NonNullable<ModelsFile['models'][number]['price']>): Price {
  return given({
    inputUsdPerMTok: price.input_usd_per_mtok,
    outputUsdPerMTok: price.output_usd_per_mtok,
    cachedInputUsdPerMTok: price.cached_input_usd_per_mtok,
    reasoningUsdPerMTok: price.reasoning_usd_per_mtok,
    requestUsd: price.request_usd,
  });
}
