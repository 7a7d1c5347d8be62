import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/router/feature/index.js';
import { learners } from '../../src/router/learner/index.js';
import { policies } from '../../src/router/policy/index.js';
import { filePolicies } from '../../src/strategy/policy/index.js';

/** What the runtime may not use, and why. */
const BANNED: readonly [RegExp, string][] = [
  [/from '(?!\.)/, 'no package and no node: module: it runs in workers, browsers and gateways'],
  [/\bnew RegExp\b|[=(,:]\s*\/[^/*\s]/, 'patterns run on our own linear-time matcher'],
  [
    /\bMath\.(exp|log|log2|log10|pow|sin|cos|tan|sinh|cosh|tanh|random|hypot|cbrt)\b/,
    'deciding uses only exact or correctly rounded operations',
  ],
  [/\bDate\b|\bperformance\b/, 'no clock'],
  [/\bArray\.from\(\w*[tT]ext/, 'strings are walked by index'],
  [/toLowerCase\(\)|toUpperCase\(\)|localeCompare|Intl\./, 'folding is ASCII and ours'],
  [/\bprocess\b|\bBuffer\b|TextEncoder|TextDecoder/, 'no platform'],
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

describe('the runtime’s sources', () => {
  const files = sources('src/router');
  it.each(BANNED.map(([pattern, why]) => ({ pattern, why })))('have none of $pattern: $why', ({ pattern }) => {
    const found = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});

const entries = (folder: string, not: readonly string[]) =>
  readdirSync(folder)
    .filter((file) => !not.includes(file))
    .map((file) => file.replace('.ts', ''))
    .sort();

it('the list of policies and its folder hold the same', () => {
  expect(entries('src/router/policy', ['index.ts', 'policy.ts', 'draft.ts'])).toEqual(Object.keys(policies).sort());
});

it('the list of policies of strategy files and its folder hold the same', () => {
  expect(entries('src/strategy/policy', ['index.ts', 'policy.ts'])).toEqual(filePolicies.map(({ name }) => name).sort());
});

it('the list of learners and its folder hold the same', () => {
  const files = entries('src/router/learner', ['index.ts', 'learner.ts', 'tally.ts']);
  expect(files).toEqual(learners.map(({ by }) => by.replace('_', '-')).sort());
});

it('every feature file is in the list', () => {
  const text = readFileSync('src/router/feature/index.ts', 'utf8');
  for (const file of entries('src/router/feature', ['index.ts', 'feature.ts', 'request-text.ts']))
    expect(text, `src/router/feature/${file}.ts is not listed`).toContain(`'./${file}.js'`);
  expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
});
