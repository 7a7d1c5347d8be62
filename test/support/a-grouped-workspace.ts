import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash32 } from '../../src/stats/hash.js';

const WORDS = 'invoice refund parser clause deadline payment server index loop witness cache lease'.split(' ');
const MODELS = ['lab/small', 'lab/large', 'lab/rare'];
const pick = (row: number, salt: number, of: number): number => hash32(salt, row, 0) % of;

/**
 * A workspace with everything that makes shards hard: groups of many queries far apart, prompts that stand in two groups, traffic weights,
 * missing recordings, calls without a cost, errors, several samples, and strategies that sweep and learn.
 */
export function groupedWorkspace(
  dir: string,
  split = '{ train: 0.3, validation: 0.35, test: 0.35, stratify_by: category, seed: 5, near_copies: false }',
): void {
  mkdirSync(join(dir, 'recordings/all'), { recursive: true });
  mkdirSync(join(dir, 'strategies'), { recursive: true });
  const rows = Array.from({ length: 260 }, (_, row) => row);
  const lines = (of: readonly object[]): string => of.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(join(dir, 'dataset.jsonl'), lines(rows.map(query)));
  for (const [model, modelId] of MODELS.entries())
    writeFileSync(join(dir, `recordings/all/m${model}.jsonl`), lines(rows.flatMap((row) => recorded(row, model, modelId))));
  writeFileSync(join(dir, 'models.yaml'), `models:\n${MODELS.map((id) => `  - id: ${id}\n`).join('')}`);
  const rules = (when: string): string =>
    `pipeline:\n  - rules:\n      - { when: ${when}, use: lab/large }\n      - use: lab/small\n`;
  writeFileSync(
    join(dir, 'strategies/length.yaml'),
    `name: length\nkind: static\n${rules('{ prompt.tokens: { $gt: { $choice: [7, 9, 11] } } }')}`,
  );
  writeFileSync(
    join(dir, 'strategies/words.yaml'),
    `name: words\nkind: static\n${rules('{ prompt.text: { $contains: [clause] } }')}`,
  );
  writeFileSync(
    join(dir, 'strategies/knn.yaml'),
    'name: knn\nkind: dynamic\npipeline:\n  - predict: { by: knn, k: { $choice: [5, 15] }, features: [words], utility: { per_usd: 150 } }\n',
  );
  writeFileSync(
    join(dir, 'routelab.yaml'),
    `name: grouped\ndataset: dataset.jsonl\nrecordings: recordings/all\nmodels: models.yaml\nscorer: { type: given }\nsplit: ${split}\nstrategies: [strategies/*.yaml]\nreference: lab/large\nobjective: { minimize: cost }\nconstraints:\n  quality: { at_least: 0.6, of: reference }\n  latency_p95_ms: { at_most: 5000 }\n  privacy: { when: { signals.secret: true }, only: [lab/small, lab/large] }\nbootstrap: { replicates: 200, seed: 3 }\nsynthetic: true\n`,
  );
}

function query(row: number): object {
  const words = Array.from({ length: 4 + pick(row, 1, 7) }, (_, i) => WORDS[pick(row, 10 + i, WORDS.length)]).join(' ');
  const repeated = row % 13 === 5;
  return {
    id: `q${row}`,
    prompt: repeated ? `the same question ${row % 4}` : `${words} ${row}`,
    category: `c${pick(row, 2, 3)}`,
    ...(pick(row, 3, 3) === 0 ? { group: `g${pick(row, 4, 9)}` } : {}),
    ...(row % 5 === 0 ? { weight: 0.3 + (row % 7) / 3 } : {}),
    signals: { secret: row % 11 === 0 },
    split: ['train', 'validation', 'test'][row % 3],
  };
}

function recorded(row: number, model: number, modelId: string): object[] {
  if (pick(row, 20 + model, 60) === 0) return [];
  return Array.from({ length: model === 1 ? 3 : 1 }, (_, sample) => {
    const base = {
      key: null,
      queryId: `q${row}`,
      modelId,
      sample,
      timing: { latencyMs: 100 + pick(row, 30 + model + 5 * sample, 3000) / 7 },
    };
    if (pick(row, 40 + model + 5 * sample, 30) === 0) return { ...base, error: { kind: 'timeout', message: 'no answer' } };
    return {
      ...base,
      answer: { text: `answer ${row}` },
      ...(model === 2 && row % 90 === 0 ? {} : { costUsd: (1 + 9 * model) * 1e-4 * (1 + pick(row, 50 + model, 40) / 10) }),
      quality: pick(row, 60 + model + 5 * sample, 100) < 45 + 20 * model ? 1 : pick(row, 70, 3) / 3,
    };
  });
}
