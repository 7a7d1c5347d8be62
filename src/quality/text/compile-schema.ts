import { Ajv, type AnySchema, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { compileMatcher } from '../../router/pattern/matcher.js';

/** Whether a schema accepts a value. */
export type SchemaCheck = (value: Json) => boolean;

type Draft = new (options: Options) => Ajv;

const DRAFTS: Readonly<Record<string, Draft>> = {
  'https://json-schema.org/draft/2020-12/schema': Ajv2020,
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'http://json-schema.org/draft-07/schema': Ajv,
};

const NEWEST = 'https://json-schema.org/draft/2020-12/schema';

/** Schemas that one validator compiles before a new one takes its place: it never forgets what it compiled. */
const MOST_COMPILED = 1_000;

/** Compiles a JSON Schema, told in messages as `field`. */
export type CompileSchema = (schema: Json, field: string) => SchemaCheck;

/**
 * A compiler of JSON Schemas. Unknown keywords and `format` are annotations, as the standard has them; `pattern` and
 * `patternProperties` run on the linear-time matcher; nothing is ever fetched. It throws UserError for what is no schema, for
 * a draft that isn't known, for references that lead nowhere, and for patterns outside the matcher's syntax.
 */
export function schemaCompiler(): CompileSchema {
  const shared = new Map<Draft, { readonly ajv: Ajv; compiled: number }>();
  const sharedFor = (draft: Draft): Ajv => {
    let held = shared.get(draft);
    if (held === undefined || held.compiled >= MOST_COMPILED) {
      held = { ajv: validator(draft), compiled: 0 };
      shared.set(draft, held);
    }
    held.compiled++;
    return held.ajv;
  };
  return (schema, field) => {
    const draft = draftOf(schema, field);
    // A validator keeps schemas by their `$id`: one with an `$id` gets its own, so that two can't clash or meet.
    const ajv = JSON.stringify(schema).includes('"$id"') ? validator(draft) : sharedFor(draft);
    try {
      const validate = ajv.compile(schema as AnySchema);
      if ('$async' in validate) throw new Error('an $async schema can’t be checked at once');
      return (value) => validate(value) === true;
    } catch (error) {
      throw new UserError({ field, message: `not a usable JSON Schema: ${(error as Error).message}` });
    }
  };
}

function draftOf(schema: Json, field: string): Draft {
  const isObject = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
  if (!isObject && typeof schema !== 'boolean')
    throw new UserError({
      field,
      message: 'not a JSON Schema',
      value: JSON.stringify(schema),
      accepted: 'an object, true or false',
    });
  const named = isObject && Object.hasOwn(schema, '$schema') ? (schema as Record<string, Json>)['$schema'] : NEWEST;
  const draft = typeof named === 'string' ? DRAFTS[named.replace(/#$/, '')] : undefined;
  if (draft === undefined)
    throw new UserError({
      field: `${field}.$schema`,
      message: 'no known draft',
      value: JSON.stringify(named),
      accepted: Object.keys(DRAFTS).join(', '),
    });
  return draft;
}

function validator(draft: Draft): Ajv {
  const ajv = new draft({ strict: false, validateFormats: false, logger: false, code: { regExp: LINEAR } });
  // The built-in keyword compares every item with every other: an answer could hang a run.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: itemsAreUnique });
  return ajv;
}

function itemsAreUnique(wanted: boolean, items: readonly Json[]): boolean {
  return !wanted || new Set(items.map((item) => canonicalJson(item))).size === items.length;
}

/** The matcher in the shape ajv asks for; `toString` tells it patterns apart. */
const LINEAR: NonNullable<NonNullable<Options['code']>['regExp']> = Object.assign(
  (pattern: string) => {
    const test = compileMatcher(pattern);
    return { test, toString: () => pattern };
  },
  { code: 'linear-time matcher' },
);
