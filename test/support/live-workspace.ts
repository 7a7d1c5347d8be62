import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp-file.js';

export interface LiveWorkspace {
  /** Where `base_url` points. */
  readonly url: string;
  readonly queries: number;
  readonly models?: readonly string[];
  /** Members of the provider, as YAML. */
  readonly provider?: string;
  /** Members of each model, as YAML. */
  readonly model?: string;
  readonly price?: string | null;
  readonly prompt?: (index: number) => string;
  /** As YAML; `contains` where none is given. */
  readonly scorer?: string;
  /** Ids of models that judge; priced like the others. */
  readonly judges?: readonly string[];
}

/** The prompt of a query where a workspace names no other. */
export const promptOf = (index: number): string => `Question ${index}: what is ${index} plus ${index % 7}?`;

/** A workspace whose models are asked at an OpenAI-compatible endpoint; nothing is recorded. */
export function liveWorkspace(live: LiveWorkspace): string {
  const dir = tempFolder({ 'datasets/live.jsonl': rows(live), 'strategies/first.yaml': STRATEGY });
  writeFileSync(join(dir, 'routelab.yaml'), experimentWith(live.scorer ?? '{ type: contains }'));
  writeFileSync(join(dir, 'models.yaml'), modelsFile(live));
  return dir;
}

function rows({ queries, prompt = promptOf }: LiveWorkspace): string {
  return Array.from(
    { length: queries },
    (_, at) => `${JSON.stringify({ id: `q${at}`, prompt: prompt(at), reference: 'answer' })}\n`,
  ).join('');
}

const experimentWith = (scorer: string): string => `dataset: datasets/live.jsonl
recordings: recordings/live
models: models.yaml
scorer: ${scorer}
strategies: [strategies/*.yaml]
baselines: [single]
`;

const STRATEGY = `name: first
kind: static
pipeline:
  - use: local/a
`;

function modelsFile({ url, models = ['local/a'], judges = [], provider, model = '', price }: LiveWorkspace): string {
  const priced = price === null ? '' : `    price: ${price ?? '{ input_usd_per_mtok: 1, output_usd_per_mtok: 4 }'}\n`;
  return `providers:
  local:
    api: openai_compatible
    base_url: ${url}
${provider ?? '    api_key_env: LOCAL_KEY\n'}defaults: { max_output_tokens: 40, parameters: { temperature: 0 } }
models:
${models.map((id) => `  - id: ${id}\n${priced}${model}`).join('')}${judges.length === 0 ? '' : 'judges:\n'}${judges
  .map((id) => `  - id: ${id}\n${priced}`)
  .join('')}`;
}
