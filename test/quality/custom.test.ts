import { expect, test } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { createScorer, namedFiles } from '../../src/quality/index.js';
import { defineScorer, type ScorerModule } from '../../src/quality/scorer.js';
import { answered } from './sample.js';

const spec = { type: 'custom', module: 'scorers/mine.mjs' };
const withModule = (score: ScorerModule['score'], options = {}) =>
  createScorer(
    { ...spec, ...options },
    {
      json: () => undefined,
      module: (path) => (path === spec.module ? defineScorer({ name: 'mine', version: 3, score }) : undefined),
    },
  );
const failure = (score: (...given: never[]) => unknown): string => {
  try {
    withModule(score as ScorerModule['score']).score(answered('x'), {});
  } catch (error) {
    if (error instanceof UserError) return error.message;
  }
  return '';
};

test('recording, label and the further options are handed on; the quality is the module’s', () => {
  const scorer = withModule(({ answer }, { reference }, { factor }) => (answer?.text === reference ? Number(factor) : null), {
    factor: 0.25,
  });
  expect(scorer.score(answered('x'), { reference: 'x' })).toBe(0.25);
  expect(scorer.score(answered('x'), { reference: 'y' })).toBeNull();
});

test('options can’t be changed by the module', () => {
  expect(
    failure((_: never, __: never, options: { a: number }) => {
      options.a = 1;
    }),
  ).toMatch(/TypeError/);
});

test('its identity carries the module’s name and version', () => {
  expect(withModule(() => 1, { factor: 2 }).identity).toEqual({
    type: 'custom',
    version: 1,
    options: { module: 'scorers/mine.mjs', factor: 2 },
    parts: [{ type: 'mine', version: 3 }],
  });
});

test('what is no quality is told with module, query and model', () => {
  const where = 'scorers/mine.mjs  the scorer mine gave no quality for query q, model m';
  expect(failure(() => 1.5)).toBe(`${where} (got 1.5); accepted: a number from 0 to 1, or null`);
  expect(failure(() => Number.NaN)).toContain(`${where} (got NaN)`);
  expect(failure(() => undefined)).toContain(`${where} (got undefined)`);
  expect(failure(() => '1')).toContain(where);
  expect(failure(() => true)).toContain(where);
  expect(failure(async () => 1)).toContain('got a promise');
  expect(failure(() => ({ quality: 1 }))).toContain('got an object');
  expect(failure(async () => Promise.reject(new Error('late')))).toContain('got a promise');
});

test('an exception is told the same way', () => {
  expect(
    failure(() => {
      throw new Error('no such word');
    }),
  ).toBe('scorers/mine.mjs  the scorer failed for query q, model m: Error: no such word');
  expect(
    failure(() => {
      throw null;
    }),
  ).toContain('failed for query q, model m: null');
});

test('the files of a spec, inside a list too', () => {
  expect(
    namedFiles({ type: 'weighted', scorers: [spec, { type: 'json_schema', schema_file: 'a.json' }, { type: 'nonsense' }, 'x'] }),
  ).toEqual([
    { path: 'scorers/mine.mjs', holds: 'module', field: 'scorer.scorers[0].module' },
    { path: 'a.json', holds: 'json', field: 'scorer.scorers[1].schema_file' },
  ]);
  expect(namedFiles({ type: 'json_schema' })).toEqual([]);
});
