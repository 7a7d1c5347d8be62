import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const base = emptyDir();
beforeAll(() => quickWorkspace(base, 60, 2));

/** A copy of the small workspace with another scorer, and files beside it. */
function workspace(scorer: string, files: Readonly<Record<string, string>> = {}): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  const file = join(dir, 'routelab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('scorer: { type: given }', `scorer: ${scorer}`));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dir, name, '..'), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}
const resultsOf = (dir: string) => JSON.parse(readFileSync(join(dir, 'reports/latest/results.json'), 'utf8')) as Results;
const module = (score: string): string => `export default { name: 'digits', version: 4, score${score} };\n`;
const DIGITS = module('({ answer }, label, { wanted }) { return answer.text.includes(wanted) ? 1 : 0; }');

describe('a scorer of one’s own', () => {
  it('scores with its options; its file is an input, its version is in the results and the report', () => {
    const dir = workspace('{ type: custom, module: scorers/digits.mjs, wanted: "1" }', { 'scorers/digits.mjs': DIGITS });
    expect(routelab(dir, 'run', '--quiet').code).not.toBe(2);
    const { protocol, inputs, rows } = resultsOf(dir);
    expect(protocol.scorer).toEqual({
      type: 'custom',
      version: 1,
      options: { module: 'scorers/digits.mjs', wanted: '1' },
      parts: [{ type: 'digits', version: 4 }],
    });
    expect(inputs.files).toContainEqual(expect.objectContaining({ role: 'scorer', path: 'scorers/digits.mjs' }));
    expect(rows.find(({ id }) => id === 'single:lab/m0')?.metrics['quality.mean']?.value).toBeGreaterThan(0);
    expect(readFileSync(join(dir, 'reports/latest/summary.md'), 'utf8')).toContain('digits 4');
    const before = inputs.hash;
    writeFileSync(join(dir, 'scorers/digits.mjs'), DIGITS.replace('version: 4', 'version: 5'));
    routelab(dir, 'run', '--quiet');
    expect(resultsOf(dir).inputs.hash).not.toBe(before);
  });

  it.each<[string, string, RegExp]>([
    [
      'throws',
      '({ answer }) { return answer.missing.length; }',
      /scorers[/\\]digits\.mjs {2}the scorer failed for query q0, model lab\/m0: TypeError/,
    ],
    [
      'gives 2',
      '() { return 2; }',
      /scorers[/\\]digits\.mjs {2}the scorer digits gave no quality for query q0, model lab\/m0 \(got 2\); accepted: a number from 0 to 1, or null/,
    ],
    ['gives a promise', ': async () => { throw new Error("late"); }', /got a promise/],
  ])('that %s is told with module, query and model, exit 2', (_, score, message) => {
    const dir = workspace('{ type: custom, module: scorers/digits.mjs }', { 'scorers/digits.mjs': module(score) });
    const { code, stderr } = routelab(dir, 'run');
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it.each<[string, string, RegExp]>([
    [
      'no version',
      'export default { name: "x", score() { return 1; } };',
      /error {2}scorers[/\\]digits\.mjs {2}default\.version {2}missing; accepted: a whole number/,
    ],
    [
      'no default',
      'export const score = 1;',
      /error {2}scorers[/\\]digits\.mjs {2}has no default export\n hint {2}a scorer module is/,
    ],
    ['broken', 'export default {', /error {2}scorers[/\\]digits\.mjs {2}could not be loaded: SyntaxError|could not be loaded/],
  ])('with %s is refused, by validate too', (_, text, message) => {
    const dir = workspace('{ type: custom, module: scorers/digits.mjs }', { 'scorers/digits.mjs': text });
    expect(routelab(dir, 'run')).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect(routelab(dir, 'validate')).toMatchObject({ code: 2, stdout: expect.stringMatching(message) });
  });

  it.each<[string, RegExp]>([
    ['{ type: custom }', /routelab\.yaml:5:\d+ {2}scorer\.module {2}missing/],
    [
      '{ type: custom, module: scorers/gone.mjs }',
      /routelab\.yaml:5:\d+ {2}scorer\.module {2}no such file \(got scorers\/gone\.mjs\)/,
    ],
    ['{ type: custom, module: scorers/mine.yaml }', /scorer\.module {2}not such a file .*accepted: a module/],
    [
      '{ type: unit_tests }',
      /routelab\.yaml:5:\d+ {2}scorer\.type {2}answers are never executed here[\s\S]* hint {2}run the tests where that is safe/,
    ],
  ])('%s is told with its line', (scorer, message) => {
    const { code, stderr } = routelab(workspace(scorer), 'run');
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('a schema in a file, inside a weighted scorer', () => {
  const scorer =
    '{ type: weighted, when_missing: left_out, scorers: [{ type: json_schema, schema_file: schemas/text.yaml }, { type: given, weight: 3 }] }';

  it('is read, hashed and told with its part’s weight', () => {
    const dir = workspace(scorer, { 'schemas/text.yaml': 'type: string\n' });
    expect(routelab(dir, 'run', '--quiet').code).not.toBe(2);
    const { protocol, inputs } = resultsOf(dir);
    expect(inputs.files).toContainEqual(expect.objectContaining({ role: 'scorer', path: 'schemas/text.yaml' }));
    expect(protocol.scorer.parts).toEqual([
      { type: 'json_schema', version: 1, options: { schema_file: 'schemas/text.yaml' }, weight: 1 },
      { type: 'given', version: 1, weight: 3 },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['no schema', 'type: strnig\n', /routelab\.yaml:5:\d+ {2}scorer\.scorers\[0\]\.schema_file {2}not a usable JSON Schema/],
    ['no YAML', 'a: [\n', /schemas[/\\]text\.yaml:2:1 {2}not valid YAML/],
  ])('that is %s is told', (_, text, message) => {
    const { code, stderr } = routelab(workspace(scorer, { 'schemas/text.yaml': text }), 'run');
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
