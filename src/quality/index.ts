import type { Json } from '../domain/json.js';
import type { ScorerIdentity } from '../domain/results.js';
import { amount } from './amount.js';
import { answered } from './answered.js';
import { byReference } from './by-reference.js';
import { chrf } from './chrf.js';
import { contains } from './contains.js';
import { custom } from './custom.js';
import { date } from './date.js';
import { exactMatch } from './exact-match.js';
import { feedback } from './feedback.js';
import { given } from './given.js';
import { jsonSchema } from './json-schema.js';
import { jsonValid } from './json-valid.js';
import { judge } from './judge.js';
import { listMatch } from './list-match.js';
import { multipleChoice } from './multiple-choice.js';
import { numeric } from './numeric.js';
import { rougeL } from './rouge-l.js';
import type { FileKind, Scorer, ScorerDefinition, ScorerModule, ScorerOption, ScorerSettings, ScorerSpec } from './scorer.js';
import { type ScorerFiles, scorerSettings } from './spec/settings.js';
import { unknownScorer } from './spec/unknown-scorer.js';
import { tokenF1 } from './token-f1.js';
import { weighted } from './weighted.js';

/** Every kind of scorer. One file each; a test holds this list and the folder equal. */
export const scorers: readonly ScorerDefinition[] = [
  given,
  feedback,
  answered,
  exactMatch,
  multipleChoice,
  numeric,
  contains,
  listMatch,
  date,
  amount,
  jsonValid,
  jsonSchema,
  tokenF1,
  rougeL,
  chrf,
  byReference,
  judge,
  weighted,
  custom,
];

/** The names `scorer.type` accepts. */
export const scorerNames: readonly string[] = scorers.map((scorer) => scorer.name);

const NO_FILES: ScorerFiles = {
  json: (): Json | undefined => undefined,
  module: (): ScorerModule | undefined => undefined,
};

/**
 * The scorer a spec asks for. Throws UserError for an unknown type or option, with the nearest match.
 *
 * @param files what the files that the spec names hold (see `namedFiles`)
 * @param field name of the spec in messages
 */
export function createScorer(spec: ScorerSpec, files: ScorerFiles = NO_FILES, field = 'scorer'): Scorer {
  const definition = scorers.find((scorer) => scorer.name === spec.type);
  if (definition === undefined) throw unknownScorer(spec.type, `${field}.type`, scorerNames);
  const create = (inner: ScorerSpec, at: string): Scorer => createScorer(inner, files, at);
  const settings = scorerSettings(definition, spec, { field, files, create });
  const { name, version, needs } = definition;
  return {
    name,
    version,
    needs,
    identity: identityOf(definition, spec, settings),
    judgings: definition.judgings?.(settings) ?? [],
    score: definition.create(settings),
  };
}

/** A file that a spec names, beside the experiment file. */
export interface NamedFile {
  readonly path: string;
  readonly holds: FileKind;
  /** Name of the option in messages. */
  readonly field: string;
}

/** The files that must be read before a spec's scorer can be made; what is wrong with the spec is left for `createScorer`. */
export function namedFiles(spec: ScorerSpec, field = 'scorer'): NamedFile[] {
  const options = scorers.find((scorer) => scorer.name === spec.type)?.options ?? {};
  return Object.entries(options).flatMap(([name, option]) => {
    const value = spec[name];
    const at = `${field}.${name}`;
    if (option.kind === 'file') return typeof value === 'string' ? [{ path: value, holds: option.holds, field: at }] : [];
    if (option.kind !== 'scorers' || !Array.isArray(value)) return [];
    return (value as readonly Json[]).flatMap((inner, index) => (isSpec(inner) ? namedFiles(inner, `${at}[${index}]`) : []));
  });
}

function isSpec(value: Json): value is ScorerSpec {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'type' in value;
}

/** Options as set; a list of scorers is told by the parts, a long text by those who read it. */
function identityOf(definition: ScorerDefinition, { type, ...set }: ScorerSpec, settings: ScorerSettings): ScorerIdentity {
  const options = Object.fromEntries(Object.entries(set).filter(([name]) => isShort(definition.options[name])));
  const parts = definition.parts?.(settings) ?? [];
  return {
    type,
    version: definition.version,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(parts.length === 0 ? {} : { parts }),
  };
}

function isShort(option: ScorerOption | undefined): boolean {
  return option?.kind !== 'scorers' && !(option?.kind === 'text' && option.long === true);
}
