import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { routellm } from '../../../src/dataset/importer/routellm.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { STRONG, sampleGsm8k, sampleMmlu, sampleMtBench, WEAK } from './sample.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'routelab-routellm-'));
  sampleGsm8k(folder);
  sampleMmlu(folder);
});

const read = (set: string, options: GivenOptions = {}, path = folder) =>
  importItems(routellm, importSource(routellm, path, set, options));

describe('GSM8K', () => {
  test('rows become queries with gold answers, flags become qualities, responses become answers', async () => {
    const items = await read('gsm8k');
    expect(only(items, 'query').map(({ query, label }) => [query.id, query.prompt, label.reference])).toEqual([
      ['gsm8k-1', 'How many, in all?', 18],
      ['gsm8k-3', 'Sum?', -1007],
      ['gsm8k-4', 'No gold?', undefined],
    ]);
    expect(
      only(items, 'recording')
        .slice(0, 2)
        .map(({ recording }) => recording),
    ).toEqual([
      { key: null, queryId: 'gsm8k-1', modelId: WEAK, sample: 0, answer: { text: 'First\n#### 1,000' }, quality: 0 },
      { key: null, queryId: 'gsm8k-1', modelId: STRONG, sample: 0, answer: { text: '#### 18' }, quality: 1 },
    ]);
  });

  test('contaminated prompts are left out, with the line they stand on, unless kept', async () => {
    const file = join(folder, 'gsm8k_responses.csv');
    expect(only(await read('gsm8k'), 'skipped')).toEqual([
      { kind: 'skipped', what: 'query', file, line: 4, key: 'gsm8k-2', reason: 'contaminated prompt (RouteLLM leaves it out)' },
    ]);
    const kept = await read('gsm8k', { 'keep-contaminated': true });
    expect(only(kept, 'skipped')).toEqual([]);
    expect(only(kept, 'query').map(({ query }) => query.id)).toEqual(['gsm8k-1', 'gsm8k-2', 'gsm8k-3', 'gsm8k-4']);
  });

  test('the model with more right answers is the strong one, whose calls are the cost', async () => {
    const [experiment] = only(await read('gsm8k'), 'experiment');
    expect(experiment?.settings).toEqual({
      name: 'routellm-gsm8k',
      scorer: { type: 'given' },
      split: 'none',
      cost: { by: 'calls', model: STRONG },
      reference: STRONG,
      pair: { weak: WEAK, strong: STRONG },
    });
  });

  test('--scorer numeric marks the answers again as the source did; it needs the gold answers', async () => {
    const [experiment] = only(await read('gsm8k', { scorer: 'numeric' }), 'experiment');
    expect(experiment?.settings.scorer).toEqual({ type: 'numeric', extract: 'last_digits' });
    rmSync(join(folder, 'gsm8k_test.jsonl'));
    await expect(read('gsm8k', { scorer: 'numeric' })).rejects.toThrow('gold answers');
    expect(only(await read('gsm8k'), 'query')[0]?.label).toEqual({ queryId: 'gsm8k-1' });
  });

  test('a flag that is neither True nor False is a problem with file and line; the import goes on', async () => {
    appendFileSync(join(folder, 'gsm8k_responses.csv'), 'Odd?,yes,True,1,1\n');
    const items = await read('gsm8k');
    const file = join(folder, 'gsm8k_responses.csv');
    expect(only(items, 'problem').map(({ problem }) => problem)).toEqual([
      { file, line: 7, field: WEAK, message: 'not a flag', value: 'yes', accepted: 'True, False' },
    ]);
    expect(only(items, 'recording').at(-1)?.recording).toMatchObject({ queryId: 'gsm8k-5', modelId: STRONG });
  });

  test('a header without two models is refused', async () => {
    writeFileSync(join(folder, 'gsm8k_responses.csv'), 'prompt,a\nx,True\n');
    await expect(read('gsm8k')).rejects.toThrow('gsm8k_responses.csv:1  not a result file of RouteLLM');
  });
});

describe('MMLU', () => {
  test('the domain is the category, files come in order of their names', async () => {
    const items = await read('mmlu');
    expect(only(items, 'query').map(({ query, label }) => [query.id, label.category])).toEqual([
      ['mmlu-anatomy-1', 'anatomy'],
      ['mmlu-world_history-1', 'world_history'],
      ['mmlu-world_history-2', 'world_history'],
    ]);
    expect(only(items, 'recording')[0]?.recording).toEqual({
      key: null,
      queryId: 'mmlu-anatomy-1',
      modelId: WEAK,
      sample: 0,
      quality: 0,
    });
    expect(only(items, 'note')[0]?.message).toContain('no mmlu_contaminated_prompts.jsonl');
  });

  test('a domain with other models is refused', async () => {
    writeFileSync(join(folder, 'mmlu', 'mmlu_zoology.csv'), 'prompt,a,b\nx,True,False\n');
    await expect(read('mmlu')).rejects.toThrow('mmlu_zoology.csv:1  other models than before');
  });
});

describe('MT-Bench', () => {
  beforeEach(() => sampleMtBench(folder));

  test('both turns are the prompt, a recording is the mean of their scores ÷ 10', async () => {
    const items = await read('mt-bench');
    expect(only(items, 'query').map(({ query, label }) => [query.id, label.category])).toEqual([
      ['mt-bench-1', 'writing'],
      ['mt-bench-2', 'math'],
      ['mt-bench-4', undefined],
    ]);
    expect(only(items, 'query')[0]?.query.prompt).toEqual([
      { role: 'user', content: 'Write.' },
      { role: 'user', content: 'Again, shorter.' },
    ]);
    expect(only(items, 'recording').map(({ recording: { modelId, queryId, quality } }) => [modelId, queryId, quality])).toEqual([
      [WEAK, 'mt-bench-1', 0.575],
      [WEAK, 'mt-bench-2', 0.1],
      [STRONG, 'mt-bench-1', 0.95],
      [STRONG, 'mt-bench-2', 0.8],
      [STRONG, 'mt-bench-4', 0.55],
    ]);
    const [experiment] = only(items, 'experiment');
    expect(experiment?.settings).toMatchObject({ name: 'routellm-mt-bench', pair: { weak: WEAK, strong: STRONG } });
  });

  test('what is left out is told: contaminated, unknown, judged twice, without a verdict', async () => {
    const skipped = only(await read('mt-bench'), 'skipped').map(({ what, line, key, reason }) => [what, line, key, reason]);
    expect(skipped).toEqual([
      ['query', 3, 'mt-bench-3', 'contaminated prompt (RouteLLM leaves it out)'],
      ['recording', 15, `mt-bench-9 ${STRONG} turn 1`, 'not a question of question.jsonl'],
      ['recording', 16, `mt-bench-1 ${WEAK} turn 1`, 'judged before'],
      ['recording', 11, `mt-bench-4 ${WEAK}`, 'not every turn has a score (it is missing, or the judge gave −1)'],
    ]);
    const kept = await read('mt-bench', { 'keep-contaminated': true });
    expect(only(kept, 'recording').map(({ recording }) => recording.queryId)).toContain('mt-bench-3');
  });

  test('a score that is none is a problem with file, line and field; questions must be there', async () => {
    const at = join(folder, 'mt_bench');
    appendFileSync(join(at, 'judgements.jsonl'), `{"question_id":1,"model":"m","turn":2,"score":11}\n{"question_id":1}\n`);
    const problems = only(await read('mt-bench'), 'problem').map(({ problem }) => problem);
    expect(problems).toMatchObject([
      { file: join(at, 'judgements.jsonl'), line: 17, field: 'score', value: '11', accepted: 'a number from 0 to 10' },
      { line: 18, message: 'not a judgement' },
    ]);
    rmSync(join(at, 'question.jsonl'));
    await expect(read('mt-bench')).rejects.toThrow('question.jsonl  no such file');
  });
});

test('sets are what the folder holds', async () => {
  expect(await routellm.sets(folder)).toEqual(['gsm8k', 'mmlu']);
  rmSync(join(folder, 'mmlu'), { recursive: true });
  expect(await routellm.sets(folder)).toEqual(['gsm8k']);
  await expect(read('mmlu')).rejects.toThrow('no mmlu results here');
});

const REAL = '../shared/data/routellm';

describe.skipIf(!existsSync(REAL))('the real files (needs ../shared/data)', () => {
  async function accuracies(set: string) {
    const items = await read(set, {}, REAL);
    const n = only(items, 'query').length;
    const right = new Map<string, number>();
    const either = new Set<string>();
    for (const { recording } of only(items, 'recording')) {
      right.set(recording.modelId, (right.get(recording.modelId) ?? 0) + (recording.quality ?? 0));
      if (recording.quality === 1) either.add(recording.queryId);
    }
    const share = (count: number) => Number((count / n).toFixed(6));
    return { n, skipped: only(items, 'skipped').length, right: [...right.values()].map(share), either: share(either.size) };
  }

  test('GSM8K: 1,307 of 1,319 rows, the published accuracies', async () => {
    const found = await accuracies('gsm8k');
    expect(found).toEqual({ n: 1307, skipped: 12, right: [0.637337, 0.857689], either: 0.92961 });
  });

  test('MT-Bench: 72 of 80 questions, the published scores of ten', async () => {
    const found = await accuracies('mt-bench');
    expect(found).toMatchObject({ n: 72, skipped: 8, right: [0.921181, 0.828125] });
  });

  test('MMLU: 6,382 of 6,384 rows in 28 domains, the known accuracies', async () => {
    const found = await accuracies('mmlu');
    expect(found).toEqual({ n: 6382, skipped: 2, right: [0.654184, 0.775306], either: 0.839235 });
  });
});
