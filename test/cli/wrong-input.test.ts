import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeWorkspace } from '../../bench/make-workspace.js';
import { emptyDir, inItsOwnProcess, routelab } from '../support/cli.js';

const base = emptyDir();
beforeAll(() => makeWorkspace(base, 60, 2));

/** A copy of the small workspace after a change. */
function broken(change: (dir: string) => void): string {
  const dir = emptyDir();
  cpSync(base, dir, { recursive: true });
  change(dir);
  return dir;
}
const edit = (file: string, from: string | RegExp, to: string) => (dir: string) => {
  const path = join(dir, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`nothing to change in ${file}`);
  writeFileSync(path, after);
};
const decisions = (text: string) => (dir: string) => {
  mkdirSync(join(dir, 'decisions'));
  put('decisions/theirs.jsonl', text)(dir);
  edit('routelab.yaml', 'synthetic: true', 'synthetic: true\ndecisions: [decisions/*.jsonl]')(dir);
};
const put = (file: string, text: string | Buffer) => (dir: string) => writeFileSync(join(dir, file), text);

describe('wrong input is told in one clear line, with exit 2 and nothing written', () => {
  it.each<[string, (dir: string) => void, RegExp]>([
    [
      'a typo in the experiment',
      edit('routelab.yaml', 'reference:', 'referense:'),
      /routelab\.yaml:8:1 {2}referense {2}unknown key; accepted: .*dataset.*Did you mean "reference"\?/,
    ],
    [
      'a typo deeper down',
      edit('routelab.yaml', 'at_least', 'at_leest'),
      /routelab\.yaml:10:\d+ {2}constraints\.quality\.at_leest {2}unknown key; accepted: at_least, of, confidence\. Did you mean "at_least"\?/,
    ],
    [
      'a wrong type',
      edit('routelab.yaml', 'recordings: recordings/all', 'recordings: 3'),
      /routelab\.yaml:3:13 {2}recordings {2}not accepted \(got 3\); accepted: string/,
    ],
    ['a missing key', edit('routelab.yaml', /models: .*\n/, ''), /routelab\.yaml:1:1 {2}models {2}missing/],
    [
      'parts that don’t add up',
      edit('routelab.yaml', 'train: 0.2', 'train: 0.3'),
      /routelab\.yaml:6:\d+ {2}split {2}the parts must add up to 1/,
    ],
    [
      'a key twice',
      edit('routelab.yaml', 'name: generated', 'name: generated\nname: again'),
      /routelab\.yaml:2:1 {2}not valid YAML: Map keys must be unique/,
    ],
    ['broken YAML', edit('routelab.yaml', 'split: {', 'split: {{'), /routelab\.yaml:[67]:\d+ {2}not valid YAML/],
    [
      'an unknown baseline',
      edit('routelab.yaml', 'synthetic: true', 'synthetic: true\nbaselines: [oracel]'),
      /baselines\[0\].*got oracel.*Did you mean "oracle"\?/,
    ],
    [
      'an unknown scorer',
      edit('routelab.yaml', 'type: given', 'type: givn'),
      /routelab\.yaml:5:\d+ {2}scorer\.type {2}no such scorer \(got givn\).*Did you mean "given"\?/,
    ],
    [
      'an unknown export target',
      edit('routelab.yaml', 'synthetic: true', 'export: [{ target: ruter }]'),
      /unknown export target.*Did you mean "router"\?/,
    ],
    [
      'an unknown option of an export target',
      edit('routelab.yaml', 'synthetic: true', 'export: [{ target: portkey, mode: guardrial }]'),
      /routelab\.yaml:\d+:\d+ {2}export\[0\]\.mode.*guardrial.*Did you mean "guardrail"\?/,
    ],
    [
      'two exports into one folder',
      edit('routelab.yaml', 'synthetic: true', 'export: [{ target: portkey }, { target: portkey, mode: webhook }]'),
      /routelab\.yaml:\d+:\d+ {2}export\[1\].*exports\/portkey/,
    ],
    [
      'an unknown reference',
      edit('routelab.yaml', 'reference: lab/m1', 'reference: lab/m7'),
      /routelab\.yaml:8:12 {2}reference {2}unknown model \(got lab\/m7\); accepted: lab\/m0, lab\/m1/,
    ],
    [
      'a models file that isn’t there',
      edit('routelab.yaml', 'models: models.yaml', 'models: modles.yaml'),
      /routelab\.yaml:4:9 {2}models {2}no such file/,
    ],
    [
      'a negative price',
      edit('models.yaml', 'id: lab/m0', 'id: lab/m0\n    price: { input_usd_per_mtok: -1 }'),
      /models\.yaml:3:\d+ {2}models\[0\]\.price\.input_usd_per_mtok {2}not accepted \(got -1\); accepted: at least 0/,
    ],
    [
      'a price in quotes',
      edit('models.yaml', 'id: lab/m0', 'id: lab/m0\n    price: { input_usd_per_mtok: "$3.50" }'),
      /models\.yaml:3:\d+ {2}models\[0\]\.price\.input_usd_per_mtok {2}not accepted \(got "\$3\.50"\); accepted: a number without quotes or units, such as 3\.5\n/,
    ],
    [
      'a price without its parts',
      edit('models.yaml', 'id: lab/m0', 'id: lab/m0\n    price: 3'),
      /models\.yaml:3:\d+ {2}models\[0\]\.price {2}not accepted \(got 3\); accepted: \{ input_usd_per_mtok, output_usd_per_mtok, /,
    ],
    [
      'a model twice',
      edit('models.yaml', 'lab/m1', 'lab/m0'),
      /models\.yaml:\d+:\d+ {2}models\[1\]\.id {2}"lab\/m0" is models\.0 already/,
    ],
    [
      'an unknown model in a strategy',
      edit('strategies/tier.yaml', 'use: lab/m0', 'use: lab/m9'),
      /tier\.yaml:6:14 {2}pipeline\[0\]\.rules\[1\]\.use {2}unknown model \(got lab\/m9\)/,
    ],
    [
      'an unknown field',
      edit('strategies/length.yaml', 'prompt.tokens', 'prompt.token'),
      /length\.yaml:5:\d+ .*unknown field.*Did you mean "prompt\.tokens"\?/,
    ],
    [
      'an unknown operator',
      edit('strategies/length.yaml', '$gt', '$greater'),
      /length\.yaml:5:\d+ .*unknown operator \(got \$greater\).*\$gt/,
    ],
    [
      'a look-around',
      edit('strategies/words.yaml', '$contains: [contract, clause]', '$regex: "a(?=b)"'),
      /words\.yaml:5:\d+ .*a \(\?…\) group other than \(\?:…\) at character 3.*accepted: literals/,
    ],
    [
      'a budget under another name',
      edit('strategies/tier.yaml', /pipeline:[\s\S]*/, 'pipeline:\n  - pace: { usd: 5 }\n'),
      /tier\.yaml:4:11 {2}pipeline\[0\]\.pace\.budget_usd {2}missing; accepted: number\nerror {2}\S*tier\.yaml:4:13 {2}pipeline\[0\]\.pace\.usd {2}unknown key; accepted: budget_usd, /,
    ],
    [
      'a wrong kind',
      edit('strategies/tier.yaml', 'kind: static', 'kind: hybrid'),
      /tier\.yaml:2:7 {2}kind {2}the pipeline is static \(got hybrid\); accepted: static/,
    ],
    [
      'a mistyped range',
      edit('strategies/length.yaml', '$choice', '$choise'),
      /length\.yaml:\d+:\d+ {2}\S+\.\$gt\.\$choise {2}no such range \(got \$choise\); accepted: \{ \$choice: \[.*\$linear.*\$log: \[from, to, count\] \}\. Did you mean "\$choice"\?/,
    ],
    [
      'a range of a name that there is not',
      edit('strategies/length.yaml', '$choice', '$rang'),
      /length\.yaml:\d+:\d+ {2}\S+\.\$gt\.\$rang {2}no such range \(got \$rang\); accepted: \{ \$choice:/,
    ],
    [
      'a range without its sign',
      edit('strategies/length.yaml', '$choice', 'choice'),
      /length\.yaml:\d+:\d+ {2}\S+\.\$gt\.choice {2}no such range .*Did you mean "\$choice"\?/,
    ],
    [
      'a range with something beside it',
      edit('strategies/length.yaml', '[20, 40, 80]', '[20, 40, 80], $log: [1, 2, 3]'),
      /length\.yaml:\d+:\d+ {2}\S+\.\$gt {2}a range stands alone \(got \$choice, \$log\)/,
    ],
    [
      'a range with other fields',
      edit('strategies/length.yaml', '$choice: [20, 40, 80]', '$linear: { from: 20, to: 80 }'),
      /length\.yaml:\d+:\d+ {2}\S+\.\$gt\.\$linear {2}not a range .*; accepted: \[from, to, count\]/,
    ],
    [
      'a range without a split',
      edit('routelab.yaml', /split: .*\n/, ''),
      /strategies\/length\.yaml {2}split {2}strategy "length" carries ranges.*tuned on what it is measured on.*accepted: split: \{/,
    ],
    [
      'no strategy file',
      edit('routelab.yaml', 'strategies/*.yaml', 'strategies/*.yml'),
      /no strategy file matches \(got strategies\/\*\.yml\)/,
    ],
    [
      'an unknown column',
      (dir) => appendFileSync(join(dir, 'dataset.jsonl'), '{"id":"x","prompt":"p","catgory":"c"}\n'),
      /dataset\.jsonl:61 {2}catgory {2}unknown column; accepted: .*Did you mean "category"\?/,
    ],
    [
      'an id twice',
      (dir) => appendFileSync(join(dir, 'dataset.jsonl'), '{"id":"q3","prompt":"p"}\n'),
      /dataset\.jsonl:61 {2}id {2}the id stands on line 4 already \(got "q3"\)/,
    ],
    [
      'no prompt',
      (dir) => appendFileSync(join(dir, 'dataset.jsonl'), '{"id":"x"}\n'),
      /dataset\.jsonl:61 {2}prompt {2}neither prompt nor messages/,
    ],
    [
      'a weight of 0',
      (dir) => appendFileSync(join(dir, 'dataset.jsonl'), '{"id":"x","prompt":"p","weight":0}\n'),
      /dataset\.jsonl:61 {2}weight {2}not accepted \(got 0\); accepted: a number above 0/,
    ],
    [
      'broken JSON',
      (dir) => appendFileSync(join(dir, 'dataset.jsonl'), '{"id":"x","prompt" "p"}\n'),
      /dataset\.jsonl:61(:\d+)? {2}not JSON/,
    ],
    [
      'bytes that aren’t UTF-8',
      (dir) => appendFileSync(join(dir, 'dataset.jsonl'), Buffer.from([0x7b, 0xff, 0x7d, 10])),
      /dataset\.jsonl:61 {2}not valid UTF-8/,
    ],
    [
      'a truncated gzip',
      (dir) => {
        put('dataset.jsonl.gz', gzipSync(readFileSync(join(dir, 'dataset.jsonl'))).subarray(0, 500))(dir);
        edit('routelab.yaml', 'dataset: dataset.jsonl', 'dataset: dataset.jsonl.gz')(dir);
      },
      /dataset\.jsonl\.gz {2}not a whole gzip file/,
    ],
    [
      'decisions of nobody',
      decisions(
        '{"query_id":"q0","model_id":"lab/m0"}\n{"query_id":"q1","model_id":"lab/m9"}\n{"query_id":"q99","model_id":"lab/m0"}\n',
      ),
      /theirs\.jsonl:2 {2}model_id {2}no recorded model of that id \(got lab\/m9\); accepted: lab\/m0, lab\/m1.*\n.*theirs\.jsonl:3 {2}query_id {2}no such query in the dataset \(got q99\)/,
    ],
    [
      'a query decided twice',
      decisions('{"query_id":"q0","model_id":"lab/m0"}\n{"query_id":"q0","model_id":"lab/m1"}\n'),
      /theirs\.jsonl:2 {2}query_id {2}decided twice \(got q0\)/,
    ],
    ['a decision of another shape', decisions('{"id":"q0"}\n'), /theirs\.jsonl:1 {2}not a decision/],
    ['an empty dataset', put('dataset.jsonl', ''), /dataset\.jsonl {2}holds no query/],
    [
      'a dataset of another kind',
      edit('routelab.yaml', 'dataset: dataset.jsonl', 'dataset: dataset.parquet'),
      /dataset\.parquet {2}not a dataset by its name; accepted: \.jsonl, \.ndjson or \.csv/,
    ],
    [
      'two recordings of one sample',
      (dir) =>
        appendFileSync(
          join(dir, 'recordings/all/m0.jsonl'),
          '{"key":null,"queryId":"q1","modelId":"lab/m0","sample":0,"quality":0.5}\n',
        ),
      /m0\.jsonl:61 {2}another recording of lab\/m0 for q1 \(sample 0\) than on line 2/,
    ],
    [
      'a quality above 1',
      (dir) =>
        appendFileSync(
          join(dir, 'recordings/all/m0.jsonl'),
          '{"key":null,"queryId":"q1","modelId":"lab/m0","sample":1,"quality":1.5}\n',
        ),
      /m0\.jsonl:61 {2}quality /,
    ],
    [
      'a torn line in the middle',
      (dir) =>
        appendFileSync(
          join(dir, 'recordings/all/m0.jsonl'),
          '{"key":null,"que\n{"key":null,"queryId":"q1","modelId":"lab/m0","sample":1}\n',
        ),
      /m0\.jsonl:61 {2}not JSON/,
    ],
    [
      'no recordings',
      edit('routelab.yaml', 'recordings/all', 'recordings/none'),
      /recordings[/\\]none {2}no such folder of recordings/,
    ],
  ])('%s', (_name, change, expected) => {
    const dir = broken(change);
    const { code, stderr, stdout } = routelab(dir, 'run');
    expect(stderr).toMatch(expected);
    expect([code, stdout, stderr.includes('    at ')]).toEqual([2, '', false]);
    expect(existsSync(join(dir, 'reports'))).toBe(false);
  });

  it('says where it looked when there is no experiment', () => {
    // What lies above the folders of tests is not theirs to say.
    const { code, stderr } = inItsOwnProcess({ cwd: '/usr', env: { ...process.env, NO_COLOR: '1' }, args: ['run'] });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /no experiment file here or in any folder above.*routelab\.yaml, routelab\.yml, routelab\.json, routelab\.mjs[\s\S]*routelab init/,
      ),
    ]);
  });

  it('sets a torn last line aside and says so', () => {
    const dir = broken((folder) => appendFileSync(join(folder, 'recordings/all/m0.jsonl'), '{"key":null,"queryId":"q1","mod'));
    const { code, stdout } = routelab(dir, 'run');
    expect([code, stdout]).toEqual([expect.any(Number), expect.stringContaining('1 recording files ended in a torn line')]);
  });
});

describe('routelab validate', () => {
  it('finds every problem of every file at once', () => {
    const dir = broken((folder) => {
      edit('strategies/tier.yaml', 'use: lab/m0', 'use: lab/m9')(folder);
      edit('strategies/length.yaml', 'prompt.tokens', 'prompt.token')(folder);
      appendFileSync(join(folder, 'dataset.jsonl'), '{"id":"x"}\n{"id":"q1","prompt":"p"}\n');
      appendFileSync(join(folder, 'recordings/all/m0.jsonl'), '{"key":null,"queryId":"q1","modelId":"lab/m0","sample":-1}\n');
    });
    const { code, stdout } = routelab(dir, 'validate');
    expect(code).toBe(2);
    for (const part of ['tier.yaml:6', 'length.yaml:5', 'dataset.jsonl:61', 'dataset.jsonl:62', 'm0.jsonl:61'])
      expect(stdout).toContain(part);
    const json = JSON.parse(routelab(dir, 'validate', '--json').stdout) as { problems: unknown[] };
    expect(json.problems).toHaveLength(5);
  });

  it('reads an experiment written as a module', () => {
    const dir = broken((folder) => {
      const yaml = readFileSync(join(folder, 'routelab.yaml'), 'utf8');
      mkdirSync(join(folder, 'other'));
      writeFileSync(
        join(folder, 'routelab.mjs'),
        `export default { name: 'module', dataset: 'dataset.jsonl', recordings: 'recordings/all', models: 'models.yaml', scorer: { type: 'given' } };\n`,
      );
      expect(yaml).toContain('generated');
    });
    expect(routelab(dir, 'run', 'routelab.mjs')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to choose from'),
    });
  });
});

describe('mistakes inside a policy are told in the words of this tool', () => {
  it.each<[string, string, RegExp]>([
    [
      'an unknown predictor',
      'predict: { by: logsitic }',
      /tier\.yaml:4:20 {2}pipeline\[0\]\.predict\.by {2}unknown predictor \(got logsitic\); accepted: knn, ridge, logistic, mix, forest, clusters, factors, elo, cohorts\. Did you mean "logistic"\?\n$/,
    ],
    [
      'an unknown predictor of a mix',
      'predict: { by: mix, of: [{ by: knn }, { by: rigde }] }',
      /tier\.yaml:4:\d+ {2}pipeline\[0\]\.predict\.of\[1\]\.by {2}unknown predictor \(got rigde\); accepted: .*Did you mean "ridge"\?\n$/,
    ],
    [
      'a key of another predictor',
      'predict: { by: knn, l2: 1 }',
      /tier\.yaml:4:25 {2}pipeline\[0\]\.predict\.l2 {2}unknown key; accepted: by, (?!.*\bl2\b).*\bk\b.*good_enough/,
    ],
    [
      'a key of another predictor in a mix',
      'predict: { by: mix, of: [{ by: knn, l2: 1 }] }',
      /tier\.yaml:4:41 {2}pipeline\[0\]\.predict\.of\[0\]\.l2 {2}unknown key; accepted: by, /,
    ],
    [
      'a share above 1',
      'predict: { by: knn, good_enough: { at_least: 80 } }',
      /tier\.yaml:4:50 {2}pipeline\[0\]\.predict\.good_enough\.at_least {2}not accepted \(got 80\); accepted: 0 to 1\n$/,
    ],
    [
      'an unknown calibration of a mix’s part',
      'predict: { by: mix, of: [{ by: knn, calibrate: plat }] }',
      /tier\.yaml:4:\d+ {2}pipeline\[0\]\.predict\.of\[0\]\.calibrate {2}unknown calibration \(got plat\); accepted: isotonic, platt, none\. Did you mean "platt"\?\n$/,
    ],
    [
      'an unknown calibration',
      'predict: { by: clusters, calibrate: plat }',
      /tier\.yaml:4:\d+ {2}pipeline\[0\]\.predict\.calibrate .*accepted: isotonic, platt, none\. Did you mean "platt"\?\n$/,
    ],
    [
      'a balance above 1',
      'predict: { by: clusters, balance: { quality: 7 } }',
      /tier\.yaml:4:\d+ {2}pipeline\[0\]\.predict\.balance\.quality {2}not accepted \(got 7\); accepted: 0 to 1\n$/,
    ],
    [
      'a typo in an option of clusters',
      'predict: { by: clusters, neerest: 3 }',
      /tier\.yaml:4:\d+ {2}pipeline\[0\]\.predict\.neerest {2}unknown key; .*Did you mean "nearest"\?\n$/,
    ],
    ['no predictor', 'predict: {}', /pipeline\[0\]\.predict\.by {2}missing; accepted: knn, ridge, /],
    [
      'a typo in a cascade',
      'cascade: { order: by_price, accpet: { answer.length: { $gt: 1 } } }',
      /error {2}\S*tier\.yaml:4:33 {2}pipeline\[0\]\.cascade\.accpet {2}unknown key; accepted: order, accept, over, most, when\. Did you mean "accept"\?\n$/,
    ],
    [
      'an unknown order',
      'cascade: { order: by_pric, accept: { answer.length: { $gt: 1 } } }',
      /tier\.yaml:4:23 {2}pipeline\[0\]\.cascade\.order {2}not accepted \(got by_pric\); accepted: by_price, by_rank or \{ models \}\. Did you mean "by_price"\?\n$/,
    ],
  ])('%s', (_name, policy, expected) => {
    const dir = broken(edit('strategies/tier.yaml', /pipeline:[\s\S]*/, `pipeline:\n  - ${policy}\n`));
    const { code, stderr } = routelab(dir, 'run');
    expect(stderr).toMatch(expected);
    expect([code, /Invalid input|Unrecognized|expected/.test(stderr)]).toEqual([2, false]);
  });
});

describe('of the ways to split only the one that was meant speaks', () => {
  const held = 'train, validation, test, group_by, near_copies, stratify_by, seed';
  it.each<[string, string, readonly string[]]>([
    [
      'two ways at once',
      '{ kfold: 3, train: 0.2, validation: 0.4, test: 0.4, seed: 1 }',
      [`6:10  split.kfold  unknown key; accepted: ${held}`],
    ],
    [
      'a typo in what tells the way',
      '{ kflod: 5, seed: 1 }',
      [
        '6:10  split.kflod  unknown key; accepted: kfold, inner_folds, group_by, near_copies, stratify_by, seed. Did you mean "kfold"?',
      ],
    ],
    ['too few folds', '{ kfold: 1, seed: 1 }', ['6:17  split.kfold  not accepted (got 1); accepted: 2 to 50']],
    [
      'parts that don’t add up, and no seed',
      '{ train: 0.2, validation: 0.4, test: 0.3 }',
      [
        '6:8  split.seed  missing; accepted: number',
        '6:8  split  the parts must add up to 1 (got { train: 0.2, validation: 0.4, test: 0.3 })',
      ],
    ],
    [
      'a seed by time',
      '{ by: time, train: 0.2, validation: 0.4, test: 0.4, stratify_by: category }',
      ['6:60  split.stratify_by  unknown key; accepted: train, validation, test, by, group_by, near_copies'],
    ],
    [
      'another order than time',
      '{ by: tiem, train: 0.2, validation: 0.4, test: 0.4 }',
      ['6:14  split.by  not accepted (got tiem); accepted: time. Did you mean "time"?'],
    ],
    ['a category left out wrongly', '{ leave_one_category_out: yes, seed: 1 }', ['split.leave_one_category_out  not accepted']],
    ['a number for a file', '{ file: 3 }', ['6:16  split.file  not accepted (got 3); accepted: string']],
    ['a word', 'colum', ['split  not accepted (got colum); accepted: none, column, { train, validation, test, seed }, {']],
  ])('%s', (_name, split, expected) => {
    const dir = broken(edit('routelab.yaml', /split: .*/, `split: ${split}`));
    const { code, stderr } = routelab(dir, 'run');
    const lines = stderr.trimEnd().split('\n');
    expect([code, lines.length]).toEqual([2, expected.length]);
    expected.forEach((line) => {
      expect(stderr).toContain(line);
    });
  });
});
