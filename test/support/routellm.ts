import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCsv } from './read-csv.js';

/** Where the public data of others lies, beside the project; tests that need it skip where it is absent. */
export const ROUTELLM = resolve('../shared/data/routellm');
export const hasRouteLlm = existsSync(ROUTELLM);

export interface PairOutcomes {
  readonly prompts: readonly string[];
  readonly weak: Float64Array;
  readonly strong: Float64Array;
  /** File each row comes from. */
  readonly domain: readonly string[];
}

/** RouteLLM's flags for its two models without the contaminated prompts. */
export async function routeLlm(set: 'gsm8k' | 'mmlu'): Promise<PairOutcomes> {
  const files = set === 'gsm8k' ? ['gsm8k_responses.csv'] : readdirSync(join(ROUTELLM, 'mmlu')).map((file) => join('mmlu', file));
  const contaminated = new Set(
    readFileSync(join(ROUTELLM, `${set}_contaminated_prompts.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { eval_prompt: string }).eval_prompt),
  );
  const rows: { prompt: string; weak: boolean; strong: boolean; domain: string }[] = [];
  for (const file of files.sort()) {
    for (const row of await readCsv(join(ROUTELLM, file))) {
      if (contaminated.has(row['prompt'] ?? '')) continue;
      rows.push({
        prompt: row['prompt'] ?? '',
        weak: row['mistralai/Mixtral-8x7B-Instruct-v0.1'] === 'True',
        strong: row['gpt-4-1106-preview'] === 'True',
        domain: file,
      });
    }
  }
  return {
    prompts: rows.map(({ prompt }) => prompt),
    weak: Float64Array.from(rows, ({ weak }) => Number(weak)),
    strong: Float64Array.from(rows, ({ strong }) => Number(strong)),
    domain: rows.map(({ domain }) => domain),
  };
}
