import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyDir, routelab } from '../support/cli.js';

/** A workspace of four queries; the small model has three samples a query, which agree on the even ones. */
function workspace(samples: number): string {
  const dir = emptyDir();
  mkdirSync(join(dir, 'recordings'));
  mkdirSync(join(dir, 'strategies'));
  const write = (name: string, text: string): void => writeFileSync(join(dir, name), text);
  const lines = (of: (i: number) => object[]): string =>
    [0, 1, 2, 3]
      .flatMap(of)
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('');
  const recording = (i: number, modelId: string, sample: number, text: string, quality: number) => ({
    key: null,
    queryId: `q${i}`,
    modelId,
    sample,
    answer: { text },
    costUsd: modelId === 'small' ? 0.001 : 0.01,
    quality,
    timing: { latencyMs: 100 * (sample + 1) },
  });
  write(
    'dataset.jsonl',
    lines((i) => [{ id: `q${i}`, prompt: `what is ${i} plus ${i}` }]),
  );
  write('models.yaml', 'models:\n  - { id: small, provider: lab, name: small }\n  - { id: large, provider: lab, name: large }\n');
  write(
    'recordings/small.jsonl',
    lines((i) =>
      [0, 1, 2].map((s) => recording(i, 'small', s, i % 2 === 0 ? `It is ${2 * i}.0` : `It is ${s}`, i % 2 === 0 ? 1 : 0)),
    ),
  );
  write(
    'recordings/large.jsonl',
    lines((i) => [recording(i, 'large', 0, `${2 * i}`, 1)]),
  );
  write(
    'routelab.yaml',
    'name: t\ndataset: dataset.jsonl\nrecordings: recordings\nmodels: models.yaml\nscorer: { type: given }\nsplit: none\nstrategies: [strategies/*.yaml]\nreference: large\n',
  );
  write(
    'strategies/agree.yaml',
    `name: agree\nkind: static\npipeline:\n  - cascade: { order: { models: [small, large] }, accept: { agree: { samples: ${samples}, at_least: 0.66, compare: number } } }\nfallback: [large]\n`,
  );
  return dir;
}

it('asks the next model where the recorded samples do not come to the same', () => {
  const dir = workspace(3);
  const { code, stderr } = routelab(dir, 'run', '--quiet');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const rows = readFileSync(join(dir, 'reports/latest/decisions.csv'), 'utf8')
    .split('\n')
    .filter((one) => one.includes('router:agree,agree,0'));
  const calls = rows.map((one) =>
    [...one.matchAll(/(small|large)\((\w+)/g)].map(([, model, why]) => `${model} ${why}`).join(' '),
  );
  const three = 'small first small sampled small sampled';
  expect(calls).toEqual([three, `${three} large escalated`, three, `${three} large escalated`]);
  expect(readFileSync(join(dir, 'reports/latest/summary.md'), 'utf8')).toContain('## Do cascades pay?');
});

it('stops where fewer samples are recorded than are compared', () => {
  const { code, stderr } = routelab(workspace(4), 'run', '--quiet');
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /strategies\/agree\.yaml.*cascade\.accept\.agree\.samples.*compares 4 samples of a model, and the recordings hold at most 3/,
  );
  const valid = routelab(workspace(4), 'validate');
  expect([valid.code, valid.stdout]).toEqual([2, expect.stringContaining('compares 4 samples of a model')]);
});
