import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { features } from '../../router/feature/index.js';
import { DEFAULT_DIMENSION, type FeaturesSpec } from './features-schema.js';

/** Hashed n-grams, every option set. */
export interface GramGroup {
  readonly kind: 'words' | 'marks' | 'chars';
  readonly least: number;
  readonly most: number;
  readonly dimension: number;
  readonly minDf: number;
  readonly maxDf: number;
  /** Buckets kept at most. */
  readonly keep: number;
  readonly tf: 'log' | 'binary';
  readonly idf: 'smooth' | 'none';
  readonly weight: number;
}

/** Fields that share the weight of one group. */
export interface FieldGroup {
  readonly kind: 'fields';
  readonly fields: readonly string[];
  readonly bins: number;
  readonly weight: number;
}

export interface KeywordGroup {
  readonly kind: 'keywords';
  readonly sets: readonly (readonly string[])[];
  readonly weight: number;
}

/** The request's own embedding. */
export interface EmbeddingGroup {
  readonly kind: 'embedding';
  readonly weight: number;
}

/** What a features list asks for, every default set. */
export type FeatureGroup = GramGroup | FieldGroup | KeywordGroup | EmbeddingGroup;

const DEFAULT_BINS = 8;
/** Shape says little beside words: half as heavy. */
const FIELD_WEIGHT = 0.5;
const GRAMS = { words: [1, 2], marks: [1, 2], chars: [3, 5] } as const;

/**
 * Resolves a features list.
 *
 * @param field the list's place in the file, for errors
 * @throws UserError naming the entry and what is accepted
 */
export function featureGroups(spec: FeaturesSpec, dimension: number | undefined, field: string): FeatureGroup[] {
  return spec.map((entry, index) => {
    const at = `${field}[${index}]`;
    if (typeof entry === 'string') return namedGroup(entry, dimension, at);
    if ('words' in entry) return gramGroup('words', entry.words, dimension, at);
    if ('marks' in entry) return gramGroup('marks', entry.marks, dimension, at);
    if ('embedding' in entry) return { kind: 'embedding', weight: entry.embedding.weight ?? 1 };
    if ('chars' in entry) return gramGroup('chars', entry.chars, dimension, at);
    if ('keywords' in entry) return { kind: 'keywords', sets: entry.keywords, weight: entry.weight ?? FIELD_WEIGHT };
    const options = 'shape' in entry ? entry.shape : entry;
    const fields = 'shape' in entry ? shapeFields() : [fieldName(entry.field, `${at}.field`)];
    return { kind: 'fields', fields, bins: options.bins ?? DEFAULT_BINS, weight: options.weight ?? FIELD_WEIGHT };
  });
}

function namedGroup(name: string, dimension: number | undefined, field: string): FeatureGroup {
  if (name === 'words' || name === 'marks' || name === 'chars') return gramGroup(name, {}, dimension, field);
  if (name === 'embedding') return { kind: 'embedding', weight: 1 };
  const fields = name === 'shape' ? shapeFields() : [fieldName(name, field)];
  return { kind: 'fields', fields, bins: DEFAULT_BINS, weight: FIELD_WEIGHT };
}

type GramOptions = Extract<FeaturesSpec[number], { words: unknown }>['words'];

function gramGroup(kind: GramGroup['kind'], options: GramOptions, dimension: number | undefined, field: string): GramGroup {
  const [least, most] = options.ngrams ?? GRAMS[kind];
  if (least > most)
    throw new UserError({ field: `${field}.${kind}.ngrams`, message: 'runs backwards', value: `[${least}, ${most}]` });
  const buckets = options.dimension ?? dimension ?? DEFAULT_DIMENSION;
  if ((buckets & (buckets - 1)) !== 0)
    throw new UserError({ field: `${field}.${kind}.dimension`, message: 'is no power of two', value: String(buckets) });
  return {
    kind,
    least,
    most,
    dimension: buckets,
    minDf: options.min_df ?? 2,
    maxDf: options.max_df ?? 1,
    keep: options.keep ?? buckets,
    tf: options.tf ?? 'log',
    idf: options.idf ?? 'smooth',
    weight: options.weight ?? 1,
  };
}

function shapeFields(): string[] {
  return features.map(({ name }) => name);
}

function fieldName(name: string, field: string): string {
  const known = shapeFields();
  if (known.includes(name) || (name.startsWith('signals.') && name.length > 'signals.'.length)) return name;
  const accepted = ['words', 'marks', 'chars', 'shape', 'embedding', 'signals.<name>', ...known];
  const close = nearest(name, accepted);
  throw new UserError({
    field,
    message: 'unknown feature',
    value: name,
    accepted: accepted.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
