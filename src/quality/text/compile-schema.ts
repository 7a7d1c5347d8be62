import { Ajv, type AnySchema, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { compileMatcher } from '../../router/pattern/matcher.js';

/** Whether a schema accepts a value. */
export type SchemaCheck = (value: Json) => boolean;

const DRAFTS: Readonly<Record<string, new (options: Options) => Ajv>> = {
  'https://json-schema.org/draft/2020-12/schema': Ajv2020,
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'http://json-schema.org/draft-07/schema': Ajv,
};

const NEWEST = 'https://json-schema.org/draft/2020-12/schema';

/**
 * Compiles a JSON Schema. Unknown keywords and `format` are annotations, as the standard has them; `pattern` and
 * `patternProperties` run on the linear-time matcher; nothing is ever fetched.
 *
 * @throws UserError for what is no schema, for a draft that isn't known, for references that lead nowhere, and for patterns
 * outside the matcher's syntax
 */
export function compileSchema(schema: Json, field: string): SchemaCheck {
  const draft = draftOf(schema, field);
  try {
    const validate = validator(draft).compile(schema as AnySchema);
    if ('$async' in validate) throw new Error('an $async schema can’t be checked at once');
    return (value) => validate(value) === true;
  } catch (error) {
    const message = `not a usable JSON Schema: ${(error as Error).message}`;
    throw new UserError({ field, message });
  }
}

function draftOf(schema: Json, field: string): new (options: Options) => Ajv {
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

/** A validator of its own for each schema, so that the same `$id` in two of them can't clash. */
function validator(draft: new (options: Options) => Ajv): Ajv {
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
