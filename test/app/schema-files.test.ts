import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaFiles } from '../../src/app/schema-files.js';
import { aRouter } from '../support/a-router.js';

const files = schemaFiles();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validators = new Map(files.map(({ path, text }) => [path.replace('.schema.json', ''), ajv.compile(JSON.parse(text))]));

function problems(name: string, value: unknown): unknown {
  const validate = validators.get(name);
  return validate?.(value) === true ? null : validate?.errors;
}

describe('published schemas', () => {
  it.each(files)('$path is what the types say (npm run schema makes it again)', ({ path, text }) => {
    expect(readFileSync(join('schema', path), 'utf8')).toBe(text);
  });

  it('are all there and nothing else is', () => {
    expect(readdirSync('schema').sort()).toEqual(files.map(({ path }) => path).sort());
  });
});

describe('an independent validator accepts', () => {
  it('the shipped experiment, models, scenarios and strategies, ranges included', () => {
    expect(problems('experiment', parse(readFileSync('routelab.yaml', 'utf8')))).toBeNull();
    expect(problems('models', parse(readFileSync('models.yaml', 'utf8')))).toBeNull();
    for (const file of readdirSync('scenarios'))
      expect([file, problems('scenario', parse(readFileSync(join('scenarios', file), 'utf8')))]).toEqual([file, null]);
    for (const file of readdirSync('strategies'))
      expect([file, problems('strategy', parse(readFileSync(join('strategies', file), 'utf8')))]).toEqual([file, null]);
  });

  it.each([
    { type: 'given' },
    { type: 'numeric', extract: 'last_digits', tolerance: 1 },
    { type: 'json_schema', schema: { type: 'object' }, fence: 'within' },
    { type: 'custom', module: 'scorers/mine.mjs', anything: [1] },
    {
      type: 'weighted',
      scorers: [
        { type: 'token_f1', weight: 2 },
        { type: 'weighted', scorers: [{ type: 'date', weight: 1 }] },
      ],
    },
  ])('the scorer %j', (scorer) => {
    expect(problems('experiment', { dataset: 'd', recordings: 'r', models: 'm', scorer })).toBeNull();
  });

  it('the shipped dataset and recordings', () => {
    const lines = (text: string) =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .slice(0, 200);
    for (const line of lines(readFileSync('datasets/workbench.jsonl', 'utf8')))
      expect(problems('dataset-row', JSON.parse(line))).toBeNull();
    for (const file of readdirSync('recordings/workbench')) {
      for (const line of lines(gunzipSync(readFileSync(join('recordings/workbench', file))).toString('utf8')))
        expect(problems('recording', JSON.parse(line))).toBeNull();
    }
  });

  it('a sealed router', () => {
    const router = aRouter(
      ['a', 'b'],
      [
        { kind: 'filter', allow: ['a'] },
        { kind: 'classify', by: 'rules', categories: [{ name: 'x', when: { 'prompt.words': 1 } }] },
        { kind: 'rules', rules: [{ use: 'a' }] },
        { kind: 'split', salt: '', weights: [{ model: 'a', weight: 1 }] },
      ],
    );
    expect(problems('router', router)).toBeNull();
  });
});

describe('and refuses', () => {
  it.each<[string, unknown]>([
    ['experiment', { dataset: 'd' }],
    ['experiment', { dataset: 'd', recordings: 'r', models: 'm', scorer: { type: 'given' }, treshold: 1 }],
    ...[
      { type: 'nonsense' },
      { type: 'given', weight: 1 },
      { type: 'numeric', tolerance: -1 },
      { type: 'custom' },
      { type: 'weighted', scorers: [{ type: 'date', tolerence: 1 }] },
    ].map((scorer): [string, unknown] => ['experiment', { dataset: 'd', recordings: 'r', models: 'm', scorer }]),
    ['strategy', { name: 'x', kind: 'static', pipeline: [{ unheard_of: 1 }] }],
    ['strategy', { name: 'x', kind: 'static', pipeline: [{ use: 3 }] }],
    ['models', { models: [] }],
    ['dataset-row', { prompt: 'no id' }],
    ['recording', { queryId: 'q', modelId: 'm', sample: -1, key: null }],
    ['recording', { queryId: 'q', modelId: 'm', sample: 0, key: null, feedback: [{ stars: 6 }] }],
    ['router', { format: 'other' }],
    ['results', { schemaVersion: 2 }],
  ])('a wrong %s %j', (name, value) => {
    expect(problems(name, value)).not.toBeNull();
  });
});
