import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../src/dataset/read-dataset.js';
import { quantisedEmbedding } from '../../src/domain/embedding.js';
import { emptyDir, routelab } from '../support/cli.js';
import { tinyEmbeddingModel, tokenVector } from '../support/tiny-embedding-model.js';

const ROWS = [
  { id: 'a', prompt: 'red green', category: 'x', signals: { tier: 'free' }, metadata: { source: 'hand' } },
  {
    id: 'b',
    messages: [
      { role: 'user', content: 'red' },
      { role: 'assistant', content: 'ok' },
      { role: 'user', content: 'blue' },
    ],
  },
];
const workspace = (): string => {
  const dir = emptyDir();
  writeFileSync(join(dir, 'data.jsonl'), ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return dir;
};
const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A stand-in for the package that tells what it was asked: as many numbers as the text has words, and the options. */
const STAND_IN = `exports.env = {};
exports.pipeline = async (task, model, { dtype }) => {
  if (model === 'nowhere') throw new Error('no such file: onnx/model.onnx\\nand more');
  return async (text, { pooling, normalize }) => {
    if (text === 'blank') return { data: [] };
    if (text === 'bad') throw new Error('out of memory\\nand more');
    const known = [task, model, dtype, pooling, String(normalize), String(exports.env.allowRemoteModels)].join(' ');
    require('node:fs').appendFileSync('asked.txt', known + ' | ' + text + '\\n');
    return { data: Float32Array.of(text.split(' ').length, 0.1, 1 / 3) };
  };
};
`;
const withStandIn = (dir: string): string => {
  const folder = join(dir, 'node_modules/@huggingface/transformers');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@huggingface/transformers', main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), STAND_IN);
  return dir;
};

describe('routelab embed', () => {
  it('says what to install where the package is not there, and writes nothing', () => {
    const dir = workspace();
    const { code, stdout, stderr } = routelab(dir, 'embed', 'data.jsonl', '--model', './model');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/needs @huggingface\/transformers, which is not installed; accepted: npm install @huggingface/);
    expect(readdirSync(dir)).toEqual(['data.jsonl']);
  });

  it('writes the dataset again with a column, everything else as it was', async () => {
    const dir = withStandIn(workspace());
    const { code, stdout } = routelab(dir, 'embed', 'data.jsonl', '--model', './model', '--pooling', 'cls', '--dtype', 'q8');
    expect([code, stdout]).toEqual([
      0,
      '2 queries, 3 numbers each\nwrote  data.embedded.jsonl\nnext   dataset: data.embedded.jsonl in the experiment file, features: [embedding] in a strategy\n',
    ]);
    const made = linesOf(readFileSync(join(dir, 'data.embedded.jsonl'), 'utf8'));
    expect(made).toEqual([
      { ...ROWS[0], embedding: [2, 0.1, 0.3333333] },
      { ...ROWS[1], embedding: [1, 0.1, 0.3333333] },
    ]);
    // The last user message is what routers read; a folder is never looked for elsewhere.
    expect(readFileSync(join(dir, 'asked.txt'), 'utf8')).toBe(
      'feature-extraction model q8 cls true false | red green\nfeature-extraction model q8 cls true false | blue\n',
    );
    const { dataset } = await readDataset(join(dir, 'data.embedded.jsonl'));
    expect(dataset.queries.embedding?.(0)).toEqual(quantisedEmbedding([2, 0.1, 0.3333333]));
  });

  it('takes CSV, compresses when asked to, and fetches only when told to', () => {
    const dir = withStandIn(emptyDir());
    writeFileSync(join(dir, 'data.csv'), 'id,prompt,signals.tier\na,one two,free\n');
    const { code, stdout } = routelab(
      dir,
      'embed',
      'data.csv',
      '--model',
      'hub/name',
      '--download',
      '--out',
      'e.jsonl.gz',
      '--json',
    );
    expect([code, JSON.parse(stdout)]).toEqual([0, { out: 'e.jsonl.gz', queries: 1, length: 3 }]);
    const [row] = linesOf(gunzipSync(readFileSync(join(dir, 'e.jsonl.gz'))).toString());
    expect(row).toEqual({ id: 'a', prompt: 'one two', signals: { tier: 'free' }, embedding: [2, 0.1, 0.3333333] });
    expect(readFileSync(join(dir, 'asked.txt'), 'utf8')).toMatch(/hub\/name fp32 mean true true \|/);
  });

  it.each<[string, string, readonly string[], RegExp]>([
    ['a dataset that is not there', '{}', ['no.jsonl'], /no\.jsonl {2}is no dataset file; accepted: \.jsonl/],
    ['a row that is wrong', '{"id":"a"}\n', ['data.jsonl'], /data\.jsonl:1 .*prompt/],
    [
      'a model that is not there',
      '{"id":"a","prompt":"x"}\n',
      ['data.jsonl', '--model', './nowhere'],
      /--model {2}can't be loaded: no such file: onnx\/model\.onnx \(got \.\/nowhere\); accepted: a model/,
    ],
    [
      'a name of the hub without leave to fetch',
      '{"id":"a","prompt":"x"}\n',
      ['data.jsonl', '--model', 'nowhere'],
      /--model .*accepted: a folder such as \.\/model, or --download/,
    ],
    ['a model that gives nothing', '{"id":"a","prompt":"blank"}\n', ['data.jsonl'], /data\.jsonl:1 .*no numbers/],
    [
      'a model that fails',
      '{"id":"a","prompt":"x"}\n{"id":"b","prompt":"bad"}\n',
      ['data.jsonl'],
      /--model {2}fails on a query: out of memory \(got \.\/model\)\n/,
    ],
    [
      'a file that is there',
      '{"id":"a","prompt":"x"}\n',
      ['data.jsonl', '--out', 'data.jsonl'],
      /data\.jsonl {2}is there already; accepted: --force/,
    ],
    [
      'an output of another kind',
      '{"id":"a","prompt":"x"}\n',
      ['data.jsonl', '--out', 'x.csv'],
      /--out {2}is no JSONL file.*got x\.csv/,
    ],
    ['an unknown pooling', '{}', ['data.jsonl', '--pooling', 'maen'], /pooling/],
  ])('refuses %s, and leaves nothing behind', (_, data, args, message) => {
    const dir = withStandIn(emptyDir());
    writeFileSync(join(dir, 'data.jsonl'), data);
    const { code, stderr } = routelab(dir, 'embed', ...args, ...(args.includes('--model') ? [] : ['--model', './model']));
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(readdirSync(dir).filter((name) => !['data.jsonl', 'node_modules', 'asked.txt'].includes(name))).toEqual([]);
    expect(readFileSync(join(dir, 'data.jsonl'), 'utf8')).toBe(data);
  });
});

/** Folder of packages in which the real one is installed: it is too large to come with every install. */
const installed = process.env['ROUTELAB_TRANSFORMERS'] ?? '';

describe.skipIf(!existsSync(join(installed, '@huggingface/transformers')))('routelab embed with transformers.js itself', () => {
  it('gives the mean of the tokens’ vectors, scaled to length 1', async () => {
    const dir = workspace();
    symlinkSync(installed, join(dir, 'node_modules'));
    tinyEmbeddingModel(join(dir, 'models/tiny'));
    const ran = routelab(dir, 'embed', 'data.jsonl', '--model', 'models/tiny');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const { dataset } = await readDataset(join(dir, 'data.embedded.jsonl'));
    const [red, green] = [tokenVector('red'), tokenVector('green')];
    const mean = red.map((one, i) => (one + (green[i] ?? 0)) / 2);
    expect(dataset.queries.embedding?.(0)).toEqual(quantisedEmbedding(mean));
    expect(dataset.queries.embedding?.(1)).toEqual(quantisedEmbedding(tokenVector('blue')));
  });
});
