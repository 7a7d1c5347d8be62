import type { Scalar } from '../../domain/json.js';
import type { Part } from '../../metric/part.js';
import { type CallColumns, callColumns } from './call-columns.js';
import { decodeColumn } from './column-code.js';
import type { PackedAttempt, PackHeader, ReasonPlace } from './pack-header.js';

/** A compared row by query; NaN is "not known". */
export interface RowColumns {
  readonly quality: Float64Array;
  /** Whole pico-units. */
  readonly costPico: Float64Array;
  readonly latencyMs: Float64Array;
  /** Calls on the first sample; null where the row is an expectation. */
  path(query: number): readonly PackedAttempt[] | null;
  /** Index of the model whose answer was served; NaN where none was, and for an expectation. */
  readonly served: Float64Array;
  /** Why it was routed so; null for rows that don't route. */
  reason(query: number): string | null;
  /** Where in the pipeline that was decided. */
  place(query: number): ReasonPlace | null;
  /** What its router's conditions saw, by name; undefined is "not given". */
  seen(query: number): readonly (readonly [field: string, value: Scalar | undefined])[];
  /** On one pass over the samples, for the rows that header.samples names. */
  pass(pass: number): PassColumns;
  /** What its router expected of models, to a hundredth: quality, and how far its score was behind the best; NaN is "not known". */
  expected(query: number): readonly { readonly model: string; readonly quality: number; readonly behind: number }[];
}

/** What a row did on one pass over the samples. */
export interface PassColumns extends Pick<RowColumns, 'quality' | 'costPico' | 'latencyMs' | 'path'> {}

/** A single model by query; NaN is "not known". Qualities, costs and latencies are means over samples, the rest is of the first. */
export interface ModelColumns extends Omit<CallColumns, 'of'> {
  /** 1 where the source gave the cost, 0 where it was worked out from tokens. */
  readonly costGiven: Float64Array;
}

/** A pack's columns. Each is decoded when it is first asked for; indices are 0..size-1 in the dataset's order. */
export interface QueryColumns {
  readonly header: PackHeader;
  readonly size: number;
  readonly weight: Float64Array;
  /** 1 where the reported numbers rest on the query. */
  readonly measured: Float64Array;
  /** Index into header.categories, or NaN. */
  readonly category: Float64Array;
  /** By index, in the order of header.rows. */
  row(index: number): RowColumns;
  model(index: number): ModelColumns;
  /** One of a model's samples, from 0; unknown where there are fewer or it does not stand by itself. */
  sample(model: number, sample: number): CallColumns;
  /** The measured queries that `keep` allows, as every statistic takes them; `rows` are indices into these columns. */
  part(keep?: (query: number) => boolean): Part;
}

/** Opens a pack's columns over their inflated bytes. */
export function queryColumns(header: PackHeader, bytes: Uint8Array): QueryColumns {
  const held = new Map<string, Float64Array>();
  const column = (name: string): Float64Array => {
    const known = held.get(name);
    if (known !== undefined) return known;
    const code = header.columns[name];
    if (code === undefined) throw new RangeError(`the pack has no column ${name}`);
    const decoded = decodeColumn(code, bytes, header.queries);
    held.set(name, decoded);
    return decoded;
  };
  return {
    header,
    size: header.queries,
    get weight() {
      return column('weight');
    },
    get measured() {
      return column('measured');
    },
    get category() {
      return column('category');
    },
    row: (index) => ({
      get quality() {
        return column(`quality/${index}`);
      },
      get costPico() {
        return column(`cost/${index}`);
      },
      get latencyMs() {
        return column(`latency/${index}`);
      },
      get served() {
        return column(`served/${index}`);
      },
      path: (query) => header.paths[column(`path/${index}`)[query] as number] ?? null,
      pass: (pass) => ({
        get quality() {
          return column(`pass.quality/${index}/${pass}`);
        },
        get costPico() {
          return column(`pass.cost/${index}/${pass}`);
        },
        get latencyMs() {
          return column(`pass.latency/${index}/${pass}`);
        },
        path: (query) => header.paths[column(`pass.path/${index}/${pass}`)[query] as number] ?? null,
      }),
      reason: (query) => header.reasons[column(`reason/${index}`)[query] as number] ?? null,
      place: (query) => header.reasonPlaces[column(`reason/${index}`)[query] as number] ?? null,
      seen(query) {
        const decider = header.deciders[index];
        const features = decider?.features ?? [];
        const signals = decider?.signals ?? [];
        return [
          ...features.map((name) => [name, column(`feature/${index}/${name}`)[query]] as const),
          ...signals.map(
            (name) => [`signals.${name}`, header.signals[name]?.[column(`signal/${name}`)[query] as number]] as const,
          ),
        ];
      },
      expected: (query) =>
        (header.deciders[index]?.predicted ?? []).flatMap((model, at) => {
          const [quality, behind] = [`predicted/${index}/${at}`, `behind/${index}/${at}`].map(
            (name) => column(name)[query] as number,
          );
          return Number.isNaN(quality) ? [] : [{ model, quality: quality as number, behind: behind as number }];
        }),
    }),
    model: (index) => ({
      get quality() {
        return column(`model.quality/${index}`);
      },
      get costPico() {
        return column(`model.cost/${index}`);
      },
      get latencyMs() {
        return column(`model.latency/${index}`);
      },
      get status() {
        return column(`model.status/${index}`);
      },
      get inputTokens() {
        return column(`model.input/${index}`);
      },
      get outputTokens() {
        return column(`model.output/${index}`);
      },
      get cachedInputTokens() {
        return column(`model.cached/${index}`);
      },
      get costGiven() {
        return column(`model.costGiven/${index}`);
      },
    }),
    sample: (model, sample) => callColumns(header, column, model, sample),
    part: (keep = () => true) => partOf({ size: header.queries, column }, keep),
  };
}

/** Groups are numbered as they appear, as everywhere: sums over them then have the same bits. */
function partOf(
  { size, column }: { readonly size: number; column(name: string): Float64Array },
  keep: (query: number) => boolean,
): Part {
  const [measured, weight, group, groupKey] = ['measured', 'weight', 'group', 'groupKey'].map(column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const indexOf = new Map<number, number>();
  const keys: number[] = [];
  const rows: number[] = [];
  const groups: number[] = [];
  for (let query = 0; query < size; query++) {
    if (measured[query] !== 1 || !keep(query)) continue;
    const name = group[query] as number;
    let index = indexOf.get(name);
    if (index === undefined) {
      index = keys.length;
      indexOf.set(name, index);
      keys.push(groupKey[query] as number);
    }
    rows.push(query);
    groups.push(index);
  }
  return {
    rows: Uint32Array.from(rows),
    weight: Float64Array.from(rows, (query) => weight[query] as number),
    group: Uint32Array.from(groups),
    groupKeys: Uint32Array.from(keys),
  };
}
