import { z } from 'zod';
import { ATTEMPT_WHY } from '../../domain/decision.js';
import { ATTEMPT_RESULT } from '../../report/attempt-result.js';
import { PACK_FORMAT, type PackHeader } from '../../report/pack/pack-header.js';

const count = z.int().min(0);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const stageText = z.strictObject({ text: z.string(), rules: z.array(z.string()) });

const attempt = z.strictObject({
  model: count,
  why: z.enum(ATTEMPT_WHY),
  result: z.enum(ATTEMPT_RESULT),
  sample: count.exactOptional(),
});
const reasonPlace = z.strictObject({ stage: count, rule: count.exactOptional() });
const decider = z.strictObject({
  stages: z.array(stageText),
  features: z.array(z.string()),
  signals: z.array(z.string()),
  predicted: z.array(z.string()),
});
const column = z.strictObject({
  kind: z.enum(['whole', 'double']),
  at: count,
  planes: z.int().min(0).max(8),
  times: z.int().min(1),
  over: z.int().min(1),
  gaps: z.boolean(),
});
const texts = z.strictObject({
  mode: z.enum(['none', 'sample', 'all']),
  queries: count,
  perBlock: z.int().min(1),
  sampled: z.array(count).nullable(),
  reason: z.string().nullable(),
});

/** First line of a `queries.pack`. */
export const packSchema: z.ZodType<PackHeader> = z.strictObject({
  format: z.literal(PACK_FORMAT),
  inputsHash: z.string(),
  queries: count,
  rows: z.array(z.string()),
  models: z.array(z.string()),
  categories: z.array(z.string()),
  paths: z.array(z.array(attempt)),
  reasons: z.array(z.string()),
  reasonPlaces: z.array(reasonPlace.nullable()),
  deciders: z.array(decider.nullable()),
  signals: z.record(z.string(), z.array(scalar)),
  unpredicted: z.array(z.string()),
  columns: z.record(z.string(), column),
  samples: z.strictObject({ count: z.int().min(2), rows: z.array(count) }).exactOptional(),
  texts,
  blocks: z.array(z.strictObject({ name: z.string(), bytes: count, rawBytes: count })),
});

/** Whether it is a header that this version reads; taken as it stands then, so that a page made again has the same bytes. */
export function isPackHeader(value: unknown): value is PackHeader {
  return packSchema.safeParse(value).success;
}

/** Whether all columns are there that a page reads of such a pack, each within the columns' bytes. */
export function columnsAreWhole(header: PackHeader): boolean {
  const size = header.blocks.find(({ name }) => name === 'columns')?.rawBytes ?? 0;
  return columnsOf(header).every((name) => {
    const code = header.columns[name];
    return code !== undefined && code.at + code.planes * header.queries <= size;
  });
}

const SAMPLE_COLUMNS = ['quality', 'cost', 'latency', 'status', 'input', 'output', 'cached'];
const PASS_COLUMNS = ['path', 'quality', 'cost', 'latency'];

function columnsOf({ rows, models, deciders, signals, samples }: PackHeader): string[] {
  const each = (size: number, names: readonly string[]): string[] =>
    Array.from({ length: size }, (_, index) => names.map((name) => `${name}/${index}`)).flat();
  return [
    'measured',
    'weight',
    'group',
    'groupKey',
    'category',
    ...each(rows.length, ['quality', 'cost', 'latency', 'served', 'path', 'reason']),
    ...each(
      models.length,
      ['quality', 'cost', 'latency', 'status', 'input', 'output', 'cached', 'costGiven'].map((name) => `model.${name}`),
    ),
    ...deciders.flatMap((one, index) => [
      ...(one?.features.map((name) => `feature/${index}/${name}`) ?? []),
      ...(one?.predicted.flatMap((_, at) => [`predicted/${index}/${at}`, `behind/${index}/${at}`]) ?? []),
    ]),
    ...Object.keys(signals).map((name) => `signal/${name}`),
    ...Array.from({ length: samples?.count ?? 0 }, (_, sample) => [
      ...models.flatMap((_, model) => SAMPLE_COLUMNS.map((name) => `sample.${name}/${model}/${sample}`)),
      ...(samples?.rows ?? []).flatMap((row) => PASS_COLUMNS.map((name) => `pass.${name}/${row}/${sample}`)),
    ]).flat(),
  ];
}
