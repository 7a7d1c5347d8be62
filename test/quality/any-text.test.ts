import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { createScorer, scorers } from '../../src/quality/index.js';
import type { ScorerSpec } from '../../src/quality/scorer.js';
import { answered, scoreText } from './sample.js';

/** Texts of every kind: pieces that the scorers look for, any UTF-16 units (lone surrogates too), long runs. */
const pieces = fc.constantFrom(
  ...[
    'a',
    'the ',
    '1',
    ',',
    '.',
    '3 March ',
    '2024',
    '-',
    '/',
    '$',
    '€',
    ' million',
    '```',
    '\n',
    '- ',
    '[',
    ']',
    '{"a":',
    '}',
    '"',
    ' and ',
  ],
  ...['\\boxed{', '**', '(B)', 'answer is ', '\ud800', '\udc00', '\u0301', '漢', '%', ';', ': '],
);
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 25 }).map((all) => all.join('')),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const references: fc.Arbitrary<Json> = fc.oneof(
  texts,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(texts, { maxLength: 4 }),
  fc
    .tuple(fc.constantFrom('any_of', 'contains', 'matches', 'list'), fc.array(texts, { maxLength: 4 }))
    .map(([key, list]) => ({ [key]: list })),
  fc
    .tuple(fc.constantFrom('date', 'amount', 'schema', 'list'), fc.oneof(texts, fc.jsonValue() as fc.Arbitrary<Json>))
    .map(([key, held]) => ({ [key]: held })),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

// Own code, and recorded verdicts: neither reads the text here.
const standing = scorers.filter(({ name }) => name !== 'custom' && name !== 'judge');
const specs: readonly ScorerSpec[] = [
  ...standing.map(({ name }) => ({
    type: name,
    ...(name === 'weighted' ? { scorers: [{ type: 'by_reference' }, { type: 'chrf' }] } : {}),
  })),
  { type: 'list_match', order: 'same', measure: 'exact' },
  { type: 'json_valid', fence: 'within' },
  { type: 'date', day_first: true, extract: 'only' },
  { type: 'amount', decimal: 'comma', extract: 'only' },
  { type: 'rouge_l', beta: 3.7 },
  { type: 'chrf', beta: 0.3 },
];

test.each(specs.map((spec) => [JSON.stringify(spec), spec] as const))(
  '%s gives 0..1 or null for any text and reference',
  (_, spec) => {
    const { score } = createScorer(spec);
    fc.assert(
      fc.property(
        texts,
        references,
        fc.option(fc.array(texts, { maxLength: 3 }), { nil: undefined }),
        (text, reference, choices) => {
          const quality = score(answered(text), { reference, ...(choices === undefined ? {} : { choices }) });
          expect(quality === null || (quality >= 0 && quality <= 1)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  },
);

describe('a text scores 1 against itself', () => {
  test.each(['exact_match', 'token_f1', 'rouge_l', 'chrf', 'list_match', 'by_reference'])('%s', (type) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(scoreText({ type }, text, { reference: text })).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('token F1, ROUGE-L and list F1 are the same the other way round', () => {
  test.each(['token_f1', 'rouge_l'])('%s', (type) => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(scoreText({ type }, a, { reference: b })).toBe(scoreText({ type }, b, { reference: a }));
      }),
    );
  });
});
