import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const base = emptyDir();

/** Every answer is `answer <row>`; two references of three are just that, the third is not. */
beforeAll(async () => {
  await quickWorkspace(base, 60, 2);
  const file = join(base, 'dataset.jsonl');
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
  const labelled = rows.map((row, at) =>
    JSON.stringify({ ...JSON.parse(row), reference: at % 3 === 0 ? 'else' : `Answer ${at}` }),
  );
  writeFileSync(file, `${labelled.join('\n')}\n`);
});

function workspace(change: (text: string) => string = (text) => text): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  const file = join(dir, 'routelab.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return dir;
}
const latest = (dir: string, file: string) => JSON.parse(readFileSync(join(dir, 'reports/latest', file), 'utf8'));
const qualityOf = (dir: string, model: string) =>
  (latest(dir, 'results.json') as Results).rows.find(({ id }) => id === `single:${model}`)?.metrics['quality.mean']?.value;

/** The recorded qualities of a model, as written. */
function recordedMean(dir: string, model: string): number {
  const lines = readFileSync(join(dir, `recordings/all/${model}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.reduce((sum, line) => sum + JSON.parse(line).quality, 0) / lines.length;
}

describe('routelab run --rescore', () => {
  it('scores the recorded texts, tells the agreement on stderr and in run.json, and edits nothing', () => {
    const dir = workspace((text) => text.replace(/split: \{.*\}\n/, 'split: none\n').replace(/strategies: .*\n/, ''));
    const before = readFileSync(join(dir, 'routelab.yaml'), 'utf8');
    const recordings = readFileSync(join(dir, 'recordings/all/m0.jsonl'), 'utf8');
    const { code, stderr } = routelab(dir, 'run', '--rescore', 'exact_match');
    expect(code).not.toBe(2);
    expect(stderr).toMatch(
      /RESCORED WITH EXACT_MATCH V1, HELD AGAINST THE RECORDED QUALITY\n {2}lab\/m0 +60 +60 +60 +0\.\d{3} +0\.\d{3} +0\.667 +[+−]\d+\.\d\n/,
    );
    expect(qualityOf(dir, 'lab/m0')).toBeCloseTo(2 / 3, 9);
    const { rescored } = latest(dir, 'run.json');
    expect(rescored.scorer).toEqual({ type: 'exact_match', version: 1 });
    const [m0] = rescored.agreement;
    expect(m0).toMatchObject({ modelId: 'lab/m0', answers: 60, recorded: 60, scored: 60, compared: 60 });
    expect(m0.meanRecorded).toBeCloseTo(recordedMean(dir, 'm0'), 9);
    expect(m0.meanDifference).toBeCloseTo(2 / 3 - recordedMean(dir, 'm0'), 9);
    expect(readFileSync(join(dir, 'routelab.yaml'), 'utf8')).toBe(before);
    expect(readFileSync(join(dir, 'recordings/all/m0.jsonl'), 'utf8')).toBe(recordings);
  });

  it('is another run with another identity: both reports stay, and say which scorer it was', () => {
    const dir = workspace();
    routelab(dir, 'run', '--quiet');
    const plain = latest(dir, 'results.json') as Results;
    routelab(dir, 'run', '--quiet', '--rescore', '{ type: exact_match, fold_case: false }');
    const again = latest(dir, 'results.json') as Results;
    expect(again.inputs.hash).not.toBe(plain.inputs.hash);
    expect(plain.inputs.scorer).toBeUndefined();
    expect(again.inputs.scorer).toEqual({ type: 'exact_match', fold_case: false });
    expect(again.protocol.scorer).toEqual({ type: 'exact_match', version: 1, options: { fold_case: false } });
    expect(existsSync(join(dir, 'reports', plain.inputs.hash.slice(0, 12), 'results.json'))).toBe(true);
    for (const view of ['summary.md', 'report.html'])
      expect(readFileSync(join(dir, 'reports/latest', view), 'utf8')).toContain(
        'named on the command line in place of the experiment’s own',
      );
    expect(latest(dir, 'run.json').rescored.agreement[0].meanScored).toBe(0);
    routelab(dir, 'run', '--quiet');
    expect((latest(dir, 'results.json') as Results).inputs.hash).toBe(plain.inputs.hash);
    expect(latest(dir, 'run.json').rescored).toBeNull();
  });

  it('without a name is by_reference for recorded quality, else the experiment’s own scorer and the same report', () => {
    const dir = workspace();
    const bare = JSON.parse(routelab(dir, 'run', '--json', '--rescore').stdout);
    expect(bare.rescored.scorer).toMatchObject({ type: 'by_reference' });
    const own = workspace((text) => text.replace('type: given', 'type: token_f1'));
    const plain = JSON.parse(routelab(own, 'run', '--json').stdout);
    const again = JSON.parse(routelab(own, 'run', '--json', '--rescore').stdout);
    expect(again.rescored.scorer).toEqual({ type: 'token_f1', version: 1 });
    expect(again.results).toEqual(plain.results);
    expect(plain.rescored).toBeUndefined();
  });

  it('replaces no export: another scorer is a question', () => {
    const dir = workspace((text) => text.replace(/constraints: .*\n/, '').concat('export: [{ target: router }]\n'));
    routelab(dir, 'run', '--quiet', '--rescore', 'exact_match');
    expect(existsSync(join(dir, 'exports'))).toBe(false);
    routelab(dir, 'run', '--quiet');
    expect(existsSync(join(dir, 'exports/router/router.json'))).toBe(true);
  });

  it('takes a module of one’s own', () => {
    const dir = workspace();
    mkdirSync(join(dir, 'scorers'));
    writeFileSync(join(dir, 'scorers/one.mjs'), 'export default { name: "one", version: 1, score: () => 1 };\n');
    expect(routelab(dir, 'run', '--quiet', '--rescore', '{ type: custom, module: scorers/one.mjs }').code).not.toBe(2);
    expect((latest(dir, 'results.json') as Results).inputs.files).toContainEqual(expect.objectContaining({ role: 'scorer' }));
    expect(latest(dir, 'run.json').rescored.agreement[1].meanScored).toBe(1);
  });

  it.each<[string, number, RegExp]>([
    [
      'exactmatch',
      2,
      /error {2}--rescore {2}no such scorer \(got exactmatch\).*Did you mean "exact_match"\?\n hint {2}a workspace goes before it/,
    ],
    ['unit_tests', 2, /error {2}--rescore {2}answers are never executed here/],
    ['{ type: numeric, extract: lastline }', 2, /error {2}--rescore\.extract {2}.*Did you mean "last_line"\?/],
    ['{ extract: last }', 2, /error {2}--rescore\.type {2}missing/],
    ['{ type: numeric', 2, /error {2}--rescore.*not YAML/],
    [
      'feedback',
      4,
      /error {2}--rescore {2}feedback can score none of the 120 recorded answers\n hint {2}.*--rescore exact_match/,
    ],
    ['multiple_choice', 4, /error {2}--rescore {2}multiple_choice can score none of the 120/],
  ])('%s is told', (asked, exit, message) => {
    const { code, stderr } = routelab(workspace(), 'run', '--rescore', asked);
    expect(stderr).toMatch(message);
    expect(code).toBe(exit);
  });
});

it('a scorer of the experiment that can score nothing is told with its line, exit 4', () => {
  const { code, stderr } = routelab(
    workspace((text) => text.replace('type: given', 'type: json_schema')),
    'run',
  );
  expect(stderr).toMatch(/routelab\.yaml:5:\d+ {2}scorer {2}json_schema can score none of the 120 recorded answers/);
  expect(code).toBe(4);
});
