import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScoringLabel } from '../../src/domain/label.js';
import { createScorer, scorerNames, scorers } from '../../src/quality/index.js';
import { answered } from '../quality/sample.js';

const NOT_SCORERS = ['index.ts', 'scorer.ts'];

const LABELS: readonly ScoringLabel[] = [
  {},
  { reference: null },
  { reference: true },
  { reference: 'B', choices: ['one', 'two', 'three'] },
  { reference: 2, choices: ['one', 'two', 'three'] },
  { reference: 'B', choices: [] },
  { reference: '18' },
  { reference: -1.5 },
  { reference: '' },
  { reference: '\ud800' },
  { reference: [] },
  { reference: ['a', 3, 'c'] },
  { reference: ['a', null] },
  { reference: { contains: ['a', 'b'] } },
  { reference: { any_of: ['a', 'b'] } },
  { reference: { matches: ['(a+)+b', '('] } },
  { reference: { toString: 1 } },
];

const MEGABYTE = 1_000_000;
const TEXTS: readonly string[] = [
  '',
  ' \n\t ',
  '\ud800',
  'a\udc00b',
  '\u0000',
  'The answer is (B).',
  '#### 18',
  '\\boxed{',
  ...[
    ' ',
    '\n',
    ' \n',
    '*',
    '_',
    '(',
    'A',
    'a ',
    '1',
    '1,',
    ',111',
    '1/',
    '-',
    '.',
    '1.1',
    '#### ',
    'answer is ',
    'answer: A, ',
    '\\boxed{',
    '**A',
    '\u00e9',
    '\ud83d',
    '$ ',
  ].map((piece) => piece.repeat(MEGABYTE / piece.length)),
];

test('the list and the folder hold the same scorers', () => {
  const files = readdirSync('src/quality').filter((name) => name.endsWith('.ts') && !NOT_SCORERS.includes(name));
  const listed = scorerNames.map((name) => `${name.replaceAll('_', '-')}.ts`);
  expect(
    files.filter((name) => !listed.includes(name)),
    'files in src/quality that index.ts does not list',
  ).toEqual([]);
  expect(
    listed.filter((name) => !files.includes(name)),
    'scorers listed in index.ts without a file of their name',
  ).toEqual([]);
});

test('names are unique', () => {
  expect(new Set(scorerNames).size).toBe(scorers.length);
});

describe.each(scorers.map((scorer) => [scorer.name, scorer] as const))('%s', (name, definition) => {
  const spec = { type: name };

  test('describes itself', () => {
    expect(definition.description).not.toBe('');
    expect(Number.isInteger(definition.version) && definition.version > 0).toBe(true);
    for (const option of Object.values(definition.options)) {
      expect(option.description).not.toBe('');
      if (option.kind === 'choice') expect(option.choices).toContain(option.default);
    }
  });

  test('every option accepts its own default and refuses a value of another kind', () => {
    for (const [option, { default: value }] of Object.entries(definition.options)) {
      expect(() => createScorer({ ...spec, [option]: value })).not.toThrow();
      expect(() => createScorer({ ...spec, [option]: [] })).toThrow(`scorer.${option}`);
    }
  });

  test('gives null or 0..1, the same each time, whatever the text, in linear time', () => {
    const { score } = createScorer(spec);
    for (const text of TEXTS) {
      const recording = { ...answered(text), quality: 0.5 };
      for (const label of text.length < 100 ? LABELS : LABELS.slice(3, 8)) {
        const startedMs = performance.now();
        const quality = score(recording, label);
        const tookMs = performance.now() - startedMs;
        const which = `${JSON.stringify(text.slice(0, 20))} (${text.length}) against ${JSON.stringify(label)}`;
        expect(quality === null || (quality >= 0 && quality <= 1), which).toBe(true);
        expect(tookMs, which).toBeLessThan(2_000);
        if (text.length < 100) expect(createScorer(spec).score(recording, label), which).toBe(quality);
      }
    }
  });

  test('without a label and without an answer there is nothing to score', () => {
    const { score } = createScorer(spec);
    const bare = { key: null, queryId: 'q', modelId: 'm', sample: 0 };
    for (const label of LABELS) expect(score(bare, label)).toBeNull();
    expect(score(answered('18'), {})).toBeNull();
  });
});
