import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { parseResults } from '../../src/compare/parse-results.js';
import type { resultsSchema } from '../../src/compare/results-schema.js';
import type { Json } from '../../src/domain/json.js';
import type { Results } from '../../src/domain/results.js';
import { UserError } from '../../src/domain/user-error.js';
import { aResults } from '../support/a-results.js';

/** The type without `readonly`, which a schema doesn't know. JSON stays as it is: it is recursive. */
type Mutable<T> = Json extends T
  ? T
  : T extends readonly []
    ? []
    : T extends readonly [infer A, infer B]
      ? [Mutable<A>, Mutable<B>]
      : T extends readonly (infer U)[]
        ? Mutable<U>[]
        : T extends object
          ? { -readonly [K in keyof T]: Mutable<T[K]> }
          : T;

/** One result with a member changed by path, deep. */
function damaged(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(aResults()));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((object: Record<string, unknown>, key) => object[key] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

function problemsOf(json: unknown): UserError['problems'] {
  try {
    parseResults(json);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

describe('the schema of the results', () => {
  it('is the type, both ways', () => {
    type Parsed = z.infer<typeof resultsSchema>;
    expectTypeOf<Parsed>().toEqualTypeOf<Mutable<Results>>();
    expectTypeOf<Parsed>().toExtend<Results>();
    expectTypeOf<Mutable<Results>>().toExtend<Parsed>();
    // Optional members compare loosely in a whole; by themselves they don't.
    expectTypeOf<Parsed['rows'][number]>().toEqualTypeOf<Mutable<Results['rows'][number]>>();
    expectTypeOf<Parsed['rows'][number]['router']>().toEqualTypeOf<Mutable<Results['rows'][number]['router']>>();
    expectTypeOf<Parsed['choice']>().toEqualTypeOf<Mutable<Results['choice']>>();
  });

  it('takes results as they are', () => {
    const results = aResults();
    expect(parseResults(JSON.parse(JSON.stringify(results)))).toEqual(results);
  });

  it.each([
    ['rows.0.kind', 'policy', 'rows.0.kind', 'router, module, decisions, control'],
    ['choice.test', 'maybe', 'choice.test', 'confirmed, contradicted, undecided'],
  ])('names %s when it is %j, and what would be accepted', (path, value, field, accepted) => {
    expect(problemsOf(damaged(path, value))).toEqual([expect.objectContaining({ field, value: `"${value}"`, accepted })]);
  });

  it('names a member that is gone, and one that is not ours', () => {
    expect(problemsOf(damaged('protocol.reference', undefined))).toEqual([
      expect.objectContaining({ field: 'protocol.reference' }),
    ]);
    expect(problemsOf(damaged('protocol.refrence', 'x'))[0]?.message).toContain('refrence');
  });

  it('takes null where a number is not available, and no other word for it', () => {
    expect(problemsOf(damaged('headroom.oracleQuality', 'NaN'))).toHaveLength(1);
    expect(problemsOf(damaged('protocol.parts.0.complete', null))).toEqual([]);
  });

  it.each([
    [2, 'newer'],
    [0, 'does not read'],
    ['1', 'does not read'],
  ])('refuses version %j in words', (version, words) => {
    const [problem, ...others] = problemsOf(damaged('schemaVersion', version));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: 'schemaVersion', value: JSON.stringify(version), accepted: '1' });
    expect(problem?.message).toContain(words);
  });

  it.each([[null], [[]], ['text'], [{}], [{ rows: [] }]])('refuses %j: not results at all', (json) => {
    expect(problemsOf(json)).toEqual([expect.objectContaining({ message: 'these are not results' })]);
  });

  it('names the first 20 of very many problems and counts the rest', () => {
    const rows = Array.from({ length: 30 }, () => 7);
    const problems = problemsOf(damaged('rows', rows));
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.message).toBe('10 more');
  });
});
