import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { hash32 } from '../src/stats/hash.js';

const WORDS =
  'order invoice refund parser contract clause function deadline payment login server party index loop witness price cache lease stack amount'.split(
    ' ',
  );

/**
 * A generated workspace of `queries` × `models` with given scores and costs, for measuring: deterministic by seed, no two
 * prompts alike, eight categories, three strategies. With `answerWords` answers are texts, and costs follow their length.
 */
export async function makeWorkspace(dir: string, queries: number, models: number, seed = 1, answerWords = 0): Promise<void> {
  mkdirSync(join(dir, 'recordings/all'), { recursive: true });
  mkdirSync(join(dir, 'strategies'), { recursive: true });
  const ids = Array.from({ length: models }, (_, model) => `lab/m${model}`);
  await writeLines(join(dir, 'dataset.jsonl'), queries, (row) => ({
    id: `q${row}`,
    prompt: promptOf(row, seed),
    category: `c${hash32(seed, row, 1) % 8}`,
    signals: { user_tier: ['free', 'pro', 'enterprise'][hash32(seed, row, 2) % 3] },
  }));
  const wordsOf = (row: number, model: number): number =>
    answerWords === 0 ? 0 : Math.floor(answerWords / 2) + (hash32(seed, row, 300 + model) % answerWords);
  for (const [model, id] of ids.entries()) {
    await writeLines(join(dir, `recordings/all/m${model}.jsonl`), queries, (row) => ({
      key: null,
      queryId: `q${row}`,
      modelId: id,
      sample: 0,
      answer: { text: answerOf(row, model, seed, wordsOf(row, model)) },
      timing: { latencyMs: 200 + (hash32(seed, row, 100 + model) % 2000) },
      costUsd: (1 + model * 2) * (answerWords === 0 ? 1e-4 : 1e-6 * wordsOf(row, model)),
      quality: hash32(seed, row, 200 + model) % 100 < 50 + 8 * model ? 1 : 0,
    }));
  }
  writeFileSync(join(dir, 'models.yaml'), `models:\n${ids.map((id) => `  - id: ${id}\n`).join('')}`);
  writeFileSync(
    join(dir, 'strategies/length.yaml'),
    strategy('length', ids, '{ prompt.tokens: { $gt: { $choice: [20, 40, 80] } } }'),
  );
  writeFileSync(join(dir, 'strategies/words.yaml'), strategy('words', ids, '{ prompt.text: { $contains: [contract, clause] } }'));
  writeFileSync(join(dir, 'strategies/tier.yaml'), strategy('tier', ids, '{ signals.user_tier: enterprise }'));
  writeFileSync(
    join(dir, 'routelab.yaml'),
    `name: generated\ndataset: dataset.jsonl\nrecordings: recordings/all\nmodels: models.yaml\nscorer: { type: given }\nsplit: { train: 0.2, validation: 0.4, test: 0.4, seed: 1 }\nstrategies: [strategies/*.yaml]\nreference: ${ids[models - 1]}\nobjective: { minimize: cost }\nconstraints: { quality: { at_least: 0.8, of: reference } }\nsynthetic: true\n`,
  );
}

function strategy(name: string, ids: readonly string[], when: string): string {
  return `name: ${name}\nkind: static\npipeline:\n  - rules:\n      - { when: ${when}, use: ${ids[ids.length - 1]} }\n      - use: ${ids[0]}\n`;
}

function answerOf(row: number, model: number, seed: number, words: number): string {
  let text = `answer ${row}`;
  for (let i = 0; i < words; i++) text += ` ${WORDS[hash32(seed + model, row, 5000 + i) % WORDS.length]}`;
  return text;
}

function promptOf(row: number, seed: number): string {
  const length = 5 + (hash32(seed, row, 3) % 60);
  let text = `Case ${row}:`;
  for (let i = 0; i < length; i++) text += ` ${WORDS[hash32(seed, row, 1000 + i) % WORDS.length]}`;
  return text;
}

async function writeLines(path: string, count: number, line: (row: number) => object): Promise<void> {
  const file = createWriteStream(path);
  for (let row = 0; row < count; row++) if (!file.write(`${JSON.stringify(line(row))}\n`)) await once(file, 'drain');
  file.end();
  await finished(file);
}
