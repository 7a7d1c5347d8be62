import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import type { ScoringLabel } from '../../src/domain/label.js';
import { createScorer, scorerNames, scorers } from '../../src/quality/index.js';
import { defineScorer, type ScorerOption, type ScorerSpec } from '../../src/quality/scorer.js';
import type { ScorerFiles } from '../../src/quality/spec/settings.js';
import { answered } from '../quality/sample.js';

const NOT_SCORERS = ['index.ts', 'scorer.ts'];

/** What a scorer must be told besides its name. */
const REQUIRED: Readonly<Record<string, Omit<ScorerSpec, 'type'>>> = {
  weighted: { scorers: [{ type: 'token_f1', weight: 2 }, { type: 'exact_match' }] },
  custom: { module: 'mine.mjs' },
  judge: { model: 'local/judge' },
};

/** Scorers that need nothing from a label. */
const READ_NO_LABEL = ['json_valid', 'answered'];

const FILES: ScorerFiles = {
  json: () => ({ type: 'object' }),
  module: () =>
    defineScorer({
      name: 'mine',
      version: 2,
      score: ({ answer }, { reference }) =>
        reference === undefined || answer === undefined ? null : Number(answer.text === reference),
    }),
};

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
  { reference: { list: ['a', 'b'] } },
  { reference: 'a, b and c; d' },
  { reference: { date: '3 March 2024' } },
  { reference: { amount: 1.5, currency: 'EUR' } },
  { reference: '1.5 million euros' },
  { reference: { schema: { type: 'array', uniqueItems: true, items: { pattern: '^(a+)+$' } } } },
  { reference: { schema: { type: 'nonsense' } } },
];

/** Long enough that time growing with the square of it would show. */
const LONG = 250_000;
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
    '[',
    '{"a":',
    '```\n',
    '- a\n',
    'a, ',
    ' and ',
    '3 March ',
    '3 of  ',
    '1 111 ',
    "1'111",
    'EUR 1.',
    'USD',
    '1/2/2024 ',
    '漢',
    'ab',
  ].map((piece) => piece.repeat(LONG / piece.length)),
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

/** A value that no option of the kind takes. */
const WRONG: Readonly<Record<ScorerOption['kind'], Json>> = {
  flag: 'yes',
  number: [],
  choice: [],
  text: [],
  schema: [],
  file: [],
  scorers: {},
};

describe.each(scorers.map((scorer) => [scorer.name, scorer] as const))('%s', (name, definition) => {
  const spec: ScorerSpec = { type: name, ...REQUIRED[name] };
  const make = (over: Readonly<Record<string, Json>> = {}) => createScorer({ ...spec, ...over }, FILES);

  test('describes itself', () => {
    expect(definition.description).not.toBe('');
    expect(Number.isInteger(definition.version) && definition.version > 0).toBe(true);
    for (const option of Object.values(definition.options)) {
      expect(option.description).not.toBe('');
      if (option.kind === 'choice') expect(option.choices).toContain(option.default);
    }
  });

  test('every option accepts its own default and refuses a value of another kind', () => {
    for (const [option, one] of Object.entries(definition.options)) {
      if ('default' in one) expect(() => make({ [option]: one.default })).not.toThrow();
      expect(() => make({ [option]: WRONG[one.kind] })).toThrow(`scorer.${option}`);
    }
  });

  test('an option it doesn’t have is refused, unless it hands options on', () => {
    if (definition.open === true) expect(() => make({ colour: 'red' })).not.toThrow();
    else expect(() => make({ colour: 'red' })).toThrow('scorer.colour');
  });

  test('what is required is asked for', () => {
    for (const option of Object.keys(REQUIRED[name] ?? {})) {
      expect(() => createScorer({ type: name }, FILES)).toThrow(`scorer.${option}  missing`);
    }
  });

  test('results say its name, its version, and its options as set', () => {
    expect(make().identity).toMatchObject({ type: name, version: definition.version });
    for (const [option, one] of Object.entries(definition.options)) {
      if ('default' in one) expect(make({ [option]: one.default }).identity.options).toMatchObject({ [option]: one.default });
    }
  });

  test('gives null or 0..1, the same each time, whatever the text, in linear time', () => {
    const { score } = make();
    const read = LABELS.filter((label) => score({ ...answered('a'), quality: 0.5 }, label) !== null);
    for (const text of TEXTS) {
      const recording = { ...answered(text), quality: 0.5, feedback: [{ stars: 3 }] };
      for (const label of text.length < 100 ? LABELS : read.slice(0, 2)) {
        const started = process.cpuUsage();
        const quality = score(recording, label);
        // Of the processor: others may have the machine meanwhile.
        const tookMs = process.cpuUsage(started).user / 1000;
        const which = `${JSON.stringify(text.slice(0, 20))} (${text.length}) against ${JSON.stringify(label)}`;
        expect(quality === null || (quality >= 0 && quality <= 1), which).toBe(true);
        expect(tookMs, which).toBeLessThan(2_000);
        if (text.length < 100) expect(make().score(recording, label), which).toBe(quality);
      }
    }
  });

  test('without a label and without an answer there is nothing to score', () => {
    const { score } = make();
    const bare = { key: null, queryId: 'q', modelId: 'm', sample: 0 };
    for (const label of LABELS) expect(score(bare, label)).toBeNull();
    if (!READ_NO_LABEL.includes(name)) expect(score(answered('18'), {})).toBeNull();
  });
});

test('docs/scorers.md names every scorer and every option', () => {
  const [page = ''] = readFileSync('docs/scorers.md', 'utf8').split('## In detail');
  for (const { name, options } of scorers) {
    expect(page).toContain(`| \`${name}\` |`);
    const row =
      page
        .split('\n')
        .filter((line) => line.startsWith(`| \`${name}\` |`))
        .at(-1) ?? '';
    for (const [option, one] of Object.entries(options)) {
      expect(row).toContain('default' in one ? `\`${option}: ${one.default}` : `\`${option}\``);
    }
  }
});
