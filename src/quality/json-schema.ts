import type { Json } from '../domain/json.js';
import { UserError } from '../domain/user-error.js';
import type { ScorerDefinition, ScorerSettings } from './scorer.js';
import { answerJson, FENCES, type Fence } from './text/answer-json.js';
import { type CompileSchema, type SchemaCheck, schemaCompiler } from './text/compile-schema.js';
import { memberOf } from './text/reference-texts.js';
import { remembered } from './text/remembered.js';

/**
 * 1 when the answer is one JSON value that a JSON Schema accepts, else 0. The schema is the query's own (`{schema: …}` as
 * reference), else the scorer's: written out under `schema`, or in the file `schema_file`. Drafts 2020-12 (where `$schema`
 * is absent), 2019-09 and 07, as the validator ajv has them; `format` is an annotation; `pattern` runs on the routers'
 * linear-time matcher. Null without a schema, and for a query's own schema that can't be used.
 */
export const jsonSchema: ScorerDefinition = {
  name: 'json_schema',
  version: 1,
  needs: 'text',
  description: 'the answer is JSON that a JSON Schema accepts',
  options: {
    schema: { kind: 'schema', description: 'the schema, for queries that have none of their own' },
    schema_file: { kind: 'file', holds: 'json', required: false, description: 'path of a file with the schema (JSON or YAML)' },
    fence: { kind: 'choice', default: 'around', choices: FENCES, description: 'where a code fence may stand' },
  },
  create(settings) {
    const fence = settings.choice('fence') as Fence;
    const compile = schemaCompiler();
    const usual = ownCheck(settings, compile);
    const compiled = remembered((schema) => compiledOrNot(schema, compile));
    return (recording, label) => {
      const schema = memberOf(label.reference, 'schema');
      const check = schema === undefined ? usual : compiled(schema);
      if (check === undefined || recording.answer === undefined) return null;
      const found = answerJson(recording.answer.text, fence);
      return found !== undefined && check(found.value) ? 1 : 0;
    };
  },
};

/** The check of the scorer's own schema. */
function ownCheck(settings: ScorerSettings, compile: CompileSchema): SchemaCheck | undefined {
  const schema = settings.schema('schema');
  const file = settings.json('schema_file');
  const { field } = settings;
  if (schema !== undefined && file !== undefined)
    throw new UserError({
      field: `${field}.schema_file`,
      message: 'there is a schema already',
      accepted: 'schema or schema_file',
    });
  if (schema !== undefined) return compile(schema, `${field}.schema`);
  return file === undefined ? undefined : compile(file.value, `${field}.schema_file`);
}

function compiledOrNot(schema: Json, compile: CompileSchema): SchemaCheck | undefined {
  try {
    return compile(schema, 'schema');
  } catch {
    return undefined;
  }
}
