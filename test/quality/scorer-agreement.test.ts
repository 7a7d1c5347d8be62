import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scorerAgreement } from '../../tools/scorer-agreement/measure.js';

const FOLDER = '../shared/data/routellm';

describe.skipIf(!existsSync(FOLDER))('numeric scorer against the flags of RouteLLM GSM8K (needs ../shared/data)', () => {
  test('extract: last_digits reproduces every flag', async () => {
    const rows = await scorerAgreement(FOLDER, 'last_digits');
    expect(rows.map(({ modelId, n, disagreements }) => [modelId, n, disagreements.length])).toEqual([
      ['mistralai/Mixtral-8x7B-Instruct-v0.1', 1319, 0],
      ['gpt-4-1106-preview', 1319, 0],
    ]);
  });

  test('extract: final differs on the answers the docs list, and no others', async () => {
    const rows = await scorerAgreement(FOLDER, 'final');
    expect(rows.map(({ disagreements }) => disagreements.length)).toEqual([11, 43]);
    const page = readFileSync('docs/scorer-agreement.md', 'utf8');
    const listed = [...page.matchAll(/^\| (gsm8k-\d+) \|/gm)].map((match) => match[1]);
    expect(listed).toEqual(rows.flatMap(({ disagreements }) => disagreements.map(({ queryId }) => queryId)));
  });
});
