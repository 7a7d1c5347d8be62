import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { UserError } from '../../src/domain/user-error.js';
import { createScorer } from '../../src/quality/index.js';
import { answered, scoreText } from './sample.js';

const type = 'json_schema';
const invoice = {
  type: 'object',
  properties: { total: { type: 'number', minimum: 0 }, number: { type: 'string', pattern: '^[A-Z]{2}-\\d+$' } },
  required: ['total'],
  additionalProperties: false,
};
const bySchema = (schema: Json, text: string) => scoreText({ type }, text, { reference: { schema } });

test('the query’s own schema, or else the scorer’s', () => {
  const spec = { type, schema: { type: 'array' } };
  expect(scoreText(spec, '[]', {})).toBe(1);
  expect(scoreText(spec, '{}', { reference: 'x' })).toBe(0);
  expect(scoreText(spec, '{"total": 3}', { reference: { schema: invoice } })).toBe(1);
  expect(scoreText(spec, '[]', { reference: { schema: invoice } })).toBe(0);
  expect(scoreText({ type }, '[]', {})).toBeNull();
});

test.each([
  ['{"total": 3, "number": "AB-12"}', 1],
  ['```json\n{"total": 3}\n```', 1],
  ['{"total": -3}', 0],
  ['{"number": "AB-12"}', 0],
  ['{"total": 3, "number": "ab-12"}', 0],
  ['{"total": 3, "paid": true}', 0],
  ['total: 3', 0],
])('%j → %d', (text, quality) => {
  expect(bySchema(invoice, text)).toBe(quality);
});

test('true and false are schemas; format is an annotation; unknown keywords are left aside', () => {
  expect(bySchema(true, '1')).toBe(1);
  expect(bySchema(false, '1')).toBe(0);
  expect(bySchema({ format: 'date', 'x-note': 'mine' }, '"no date"')).toBe(1);
});

test('drafts 2019-09 and 07 mean what they meant', () => {
  const tuple = { type: 'array', items: [{ type: 'string' }] };
  expect(bySchema({ $schema: 'http://json-schema.org/draft-07/schema#', ...tuple }, '[1]')).toBe(0);
  expect(bySchema({ $schema: 'https://json-schema.org/draft/2019-09/schema', ...tuple }, '["a"]')).toBe(1);
  expect(bySchema({ prefixItems: [{ type: 'string' }] }, '[1]')).toBe(0);
});

test('a query’s schema that can’t be used leaves the answer unscored', () => {
  expect(bySchema({ type: 'nonsense' }, '1')).toBeNull();
  expect(bySchema({ $ref: 'https://example.com/elsewhere.json' }, '1')).toBeNull();
  expect(bySchema({ pattern: '(?=x)' }, '"x"')).toBeNull();
  expect(bySchema([], '1')).toBeNull();
});

test('the scorer’s own schema is told when it can’t be used', () => {
  const wrong = (schema: Json): string => {
    try {
      createScorer({ type, schema });
    } catch (error) {
      if (error instanceof UserError) return error.message;
    }
    return '';
  };
  expect(wrong({ type: 'nonsense' })).toMatch(/^scorer\.schema {2}not a usable JSON Schema: .*type must be/);
  expect(wrong({ properties: { a: { pattern: '(?=x)' } } })).toMatch(/scorer\.schema {2}not a usable JSON Schema: .*look-around/);
  expect(wrong({ $async: true })).toMatch(/\$async/);
  expect(wrong({ $schema: 'http://json-schema.org/draft-04/schema#' })).toMatch(
    /scorer\.schema\.\$schema {2}no known draft .*2020-12/,
  );
  expect(wrong({ $ref: '#/$defs/missing' })).toMatch(/not a usable JSON Schema/);
});

test('a schema in a file; not beside one written out', () => {
  const files = { json: () => invoice, module: () => undefined };
  const scorer = createScorer({ type, schema_file: 'invoice.json' }, files);
  expect(scorer.score(answered('{"total": 1}'), {})).toBe(1);
  expect(scorer.score(answered('{}'), {})).toBe(0);
  expect(() => createScorer({ type, schema: true, schema_file: 'invoice.json' }, files)).toThrow('there is a schema already');
});

test('patterns run on the linear-time matcher: what hangs RegExp for minutes is over at once', () => {
  const catastrophic = `"${'a'.repeat(40)}!"`;
  expect(bySchema({ pattern: '^(a+)+$' }, catastrophic)).toBe(0);
  expect(bySchema({ patternProperties: { '^(a+)+$': false } }, `{${catastrophic}: 1}`)).toBe(1);
  expect(bySchema({ propertyNames: { pattern: '^a' } }, '{"b": 1}')).toBe(0);
});

test('unique items, whatever they are', () => {
  const unique = { uniqueItems: true };
  expect(bySchema(unique, '[1, 1.0]')).toBe(0);
  expect(bySchema(unique, '[1, "1", [1], true]')).toBe(1);
  expect(bySchema(unique, '[{"a": 1, "b": 2}, {"b": 2, "a": 1}]')).toBe(0);
  expect(bySchema({ uniqueItems: false }, '[1, 1]')).toBe(1);
  const many = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => ({ i })));
  expect(bySchema(unique, many)).toBe(1);
});

test('the same $id in two schemas is no clash', () => {
  const { score } = createScorer({ type });
  const schema = (kind: string): Json => ({ $id: 'https://example.com/a', type: kind });
  expect(score(answered('1'), { reference: { schema: schema('number') } })).toBe(1);
  expect(score(answered('1'), { reference: { schema: schema('string') } })).toBe(0);
  expect(score(answered('1'), { reference: { schema: schema('number') } })).toBe(1);
});

test('a schema that leads back to itself goes as deep as an answer may', () => {
  const tree = { type: 'array', items: { $ref: '#' } };
  expect(bySchema(tree, '['.repeat(500) + ']'.repeat(500))).toBe(1);
  expect(bySchema(tree, `${'['.repeat(499)}1${']'.repeat(499)}`)).toBe(0);
});
