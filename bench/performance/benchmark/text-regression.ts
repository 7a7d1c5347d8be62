import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codedColumn } from '../../../src/domain/column.js';
import { queryTable } from '../../../src/domain/query.js';
import { requestBatch } from '../../../src/replay/request-batch.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { hash32 } from '../../../src/stats/hash.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import type { Training } from '../../../src/strategy/training.js';
import type { Anchor, Benchmark } from '../benchmark.js';
import { chanceAt } from '../data.js';
import { pythonAnchor } from '../python.js';
import { medianSeconds } from '../time.js';

const PROMPTS = 11_000;
const MODELS = 9;
/** Words of MMLU's prompts, about. */
const VOCABULARY = 19_000;
const TOPICS = 50;
const SPEC = {
  by: 'logistic',
  calibrate: 'none',
  dimension: 32_768,
  features: [{ words: { ngrams: [1, 1], min_df: 1 } }],
} as const;

/** TF-IDF of single words and a logistic regression for each model, up to weights in whole numbers. */
export const textRegression: Benchmark = {
  name: 'text-regression',
  run: (size) => {
    const prompts = size === 'full' ? PROMPTS : 500;
    const texts = Array.from({ length: prompts }, (_, row) => promptOf(row));
    // Nothing that one fit worked out serves the next.
    const value = medianSeconds(3, () => {
      const training = trainingOf(texts);
      qualityFits.fit(SPEC, { training, models: [...training.modelIds.keys()], input: DEFAULT_INPUT });
    });
    return Promise.resolve({
      rows: [
        {
          work: `TF-IDF and logistic regression, ${prompts.toLocaleString('en-US')} prompts × ${MODELS} models`,
          value,
          unit: 's',
          anchor: anchorOf(texts),
          peer: 'scikit-learn on 11k MMLU prompts of 18,841 words, .45 s and .24 s a model: 2.61 s',
          goal: { kind: 'times', atLeast: 1 },
        },
      ],
    });
  },
};

function anchorOf(texts: readonly string[]): Anchor {
  const dir = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
  try {
    const file = join(dir, 'texts.json');
    const right = Array.from({ length: MODELS }, (_, model) => texts.map((_text, row) => rightOf(row, model)));
    writeFileSync(file, JSON.stringify({ texts, right }));
    return pythonAnchor(
      'the same texts and answers in scikit-learn: TfidfVectorizer, LogisticRegression by L-BFGS',
      'text_regression.py',
      file,
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Words drawn by Zipf's law, a third of them from the prompt's topic. */
function promptOf(row: number): string {
  const topic = hash32(3, row, 0) % TOPICS;
  return Array.from({ length: 40 + (hash32(3, row, 1) % 80) }, (_, i) => {
    const rank = Math.floor(VOCABULARY ** chanceAt(row, 1000 + i));
    return hash32(3, row, 500 + i) % 3 === 0 ? `topic${topic}word${rank % 300}` : `word${rank}`;
  }).join(' ');
}

/** Models are good at some topics. */
function rightOf(row: number, model: number): 0 | 1 {
  return chanceAt(row, 5000 + model) < 0.3 + 0.5 * chanceAt(hash32(3, row, 0) % TOPICS, 6000 + model) ? 1 : 0;
}

function trainingOf(texts: readonly string[]): Training {
  const rows = texts.length;
  const none = codedColumn<string>(texts.map(() => undefined));
  return {
    batch: requestBatch(queryTable(texts.map((prompt, row) => ({ id: `q${row}`, prompt })))),
    rows: Uint32Array.from(texts.keys()),
    modelIds: Array.from({ length: MODELS }, (_, model) => `m${model}`),
    quality: Float64Array.from({ length: rows * MODELS }, (_, cell) => rightOf(Math.floor(cell / MODELS), cell % MODELS)),
    costPico: new Float64Array(rows * MODELS),
    latencyMs: new Float64Array(rows * MODELS),
    answers: () => [],
    weight: new Float64Array(rows).fill(1),
    group: Uint32Array.from(texts.keys()),
    category: none,
    difficulty: none,
    seed: 1,
  };
}
