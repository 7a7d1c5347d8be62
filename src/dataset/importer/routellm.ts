import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportedExperiment, type ImportItem, type ImportSource } from './importer.js';
import { type CsvRow, openCsv } from './source/csv-rows.js';
import { importedModel } from './source/imported-model.js';
import { readJsonLines } from './source/json-lines.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { hasMtBench, readMtBench } from './source/mt-bench.js';

const GSM8K = 'gsm8k_responses.csv';
const GOLD = 'gsm8k_test.jsonl';
const ANSWER_SUFFIX = '_response';
const MT_BENCH = 'mt_bench';

/**
 * RouteLLM's recorded benchmarks: `prompt,<model>,<model>` with True/False for right/wrong (its GSM8K also has
 * `<model>_response`), MMLU with one file a domain, MT-Bench as a judge's scores (source/mt-bench.ts). Prompts its authors found in the routers' training data are left out, as
 * their published numbers do. Source: github.com/lm-sys/RouteLLM, routellm/evals.
 */
export const routellm = defineImporter({
  name: 'routellm',
  description: "RouteLLM's recorded GSM8K, MMLU and MT-Bench results of a weak and a strong model",
  options: [
    { name: 'keep-contaminated', type: 'flag', description: "keep prompts that RouteLLM's published numbers leave out" },
    {
      name: 'scorer',
      type: 'choice',
      choices: ['given', 'numeric'],
      default: 'given',
      description: 'the recorded right/wrong flags, or GSM8K answers marked again against the gold answers',
    },
  ],
  detect: async (path) => (await setsIn(path)).length > 0,
  sets: setsIn,
  read,
});

async function setsIn(path: string): Promise<readonly string[]> {
  return [
    ...(existsSync(join(path, GSM8K)) ? ['gsm8k'] : []),
    ...((await domainFiles(path)).length > 0 ? ['mmlu'] : []),
    ...(hasMtBench(join(path, MT_BENCH)) ? ['mt-bench'] : []),
  ];
}

async function domainFiles(path: string): Promise<readonly string[]> {
  const folder = join(path, 'mmlu');
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names
    .filter((name) => /^mmlu_.+\.csv$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const { path, set = '' } = source;
  if (set === 'mt-bench') {
    const means = yield* readMtBench(join(path, MT_BENCH), source.options.flag('keep-contaminated'));
    yield* settings(source, set, means, false);
  } else yield* readFlags(source, set);
}

/** GSM8K or MMLU: right or wrong, question by question. */
async function* readFlags(source: ImportSource, set: string): AsyncGenerator<ImportItem> {
  const { path } = source;
  const files = set === 'mmlu' ? await domainFiles(path) : [join(path, GSM8K)].filter((file) => existsSync(file));
  const [first] = files;
  if (first === undefined)
    throw new UserError({ file: path, message: `no ${set} results here`, accepted: `${GSM8K}, mmlu/mmlu_*.csv` });
  const models = modelColumns((await openCsv(first)).columns, first);
  yield* models.map((id): ImportItem => ({ kind: 'model', model: importedModel(id) }));
  const left = source.options.flag('keep-contaminated') ? new Set<string>() : await contaminated(path, set);
  if (left === undefined) yield { kind: 'note', message: `no ${set}_contaminated_prompts.jsonl: no prompt is left out` };
  const gold = set === 'gsm8k' ? await goldAnswers(join(path, GOLD)) : new Map<string, string | number>();
  const means = meanQuality(models);
  for (const file of files) yield* readFile({ file, set, models, left: left ?? new Set(), gold, means });
  yield* settings(source, set, means, gold.size > 0);
}

interface ResultFile {
  readonly file: string;
  readonly set: string;
  readonly models: readonly string[];
  readonly left: ReadonlySet<string>;
  readonly gold: ReadonlyMap<string, string | number>;
  readonly means: MeanQuality;
}

async function* readFile(from: ResultFile): AsyncGenerator<ImportItem> {
  const table = await openCsv(from.file);
  const found = modelColumns(table.columns, from.file);
  if (found.join() !== from.models.join()) {
    const accepted = `the models of the first file: ${from.models.join(', ')}`;
    throw new UserError({ file: from.file, line: 1, message: 'other models than before', value: found.join(', '), accepted });
  }
  const domain = from.set === 'mmlu' ? basename(from.file, '.csv').slice('mmlu_'.length) : undefined;
  let number = 0;
  for await (const row of table.rows) yield* readRow(from, row, domain, ++number);
}

function* readRow(from: ResultFile, row: CsvRow, domain: string | undefined, number: number): Generator<ImportItem> {
  const id = [from.set, domain, number].filter((part) => part !== undefined).join('-');
  const prompt = row.cells.get('prompt') ?? '';
  if (from.left.has(prompt)) {
    yield {
      kind: 'skipped',
      what: 'query',
      file: from.file,
      line: row.line,
      key: id,
      reason: 'contaminated prompt (RouteLLM leaves it out)',
    };
    return;
  }
  const reference = from.gold.get(prompt);
  const label = {
    queryId: id,
    ...(domain === undefined ? {} : { category: domain }),
    ...(reference === undefined ? {} : { reference }),
  };
  yield { kind: 'query', query: { id, prompt }, label };
  for (const modelId of from.models) {
    const flag = row.cells.get(modelId);
    if (flag !== 'True' && flag !== 'False') {
      const problem = {
        file: from.file,
        line: row.line,
        field: modelId,
        message: 'not a flag',
        value: flag ?? '',
        accepted: 'True, False',
      };
      yield { kind: 'problem', problem };
      continue;
    }
    const quality = flag === 'True' ? 1 : 0;
    from.means.add(modelId, quality);
    const text = row.cells.get(modelId + ANSWER_SUFFIX);
    const answer = text === undefined ? {} : { answer: { text } };
    yield { kind: 'recording', recording: { key: null, queryId: id, modelId, sample: 0, ...answer, quality } };
  }
}

function modelColumns(columns: readonly string[], file: string): readonly string[] {
  const models = columns.filter((name) => name !== 'prompt' && !columns.some((model) => name === model + ANSWER_SUFFIX));
  if (columns.includes('prompt') && models.length === 2) return models;
  const accepted = 'prompt and two models (each with its answers in <model>_response, if any)';
  throw new UserError({ file, line: 1, message: 'not a result file of RouteLLM', value: columns.join(', '), accepted });
}

async function contaminated(path: string, set: string): Promise<ReadonlySet<string> | undefined> {
  const file = join(path, `${set}_contaminated_prompts.jsonl`);
  if (!existsSync(file)) return undefined;
  const prompts = new Set<string>();
  for await (const { record } of readJsonLines(file)) prompts.add(String(record['eval_prompt']));
  return prompts;
}

/** Gold answers by question: what stands after `####`, as a number where it is one. */
async function goldAnswers(file: string): Promise<ReadonlyMap<string, string | number>> {
  const answers = new Map<string, string | number>();
  if (!existsSync(file)) return answers;
  for await (const { record } of readJsonLines(file)) {
    const text = String(record['answer']).split('####').at(-1)?.trim() ?? '';
    const value = Number(text.replaceAll(',', ''));
    answers.set(String(record['question']), text !== '' && Number.isFinite(value) ? value : text);
  }
  return answers;
}

function* settings(source: ImportSource, set: string, means: MeanQuality, hasGold: boolean): Generator<ImportItem> {
  const models = means.ranking();
  const [strong = ''] = models;
  const weak = models.at(-1) ?? '';
  const numeric = source.options.text('scorer') === 'numeric';
  if (numeric && set === 'gsm8k' && !hasGold) {
    throw new UserError({
      file: join(source.path, GOLD),
      message: 'not found: the scorer numeric needs the gold answers',
      hint: 'use --scorer given',
    });
  }
  if (numeric && set !== 'gsm8k') yield { kind: 'note', message: `${set} has no answers to mark: its recorded scores are used` };
  if (numeric && set === 'gsm8k') {
    const message =
      'extract: last_digits marks as the source did; extract: final also reads signs and decimals (docs/scorer-agreement.md)';
    yield { kind: 'note', message };
  }
  const scorer: ImportedExperiment['scorer'] =
    numeric && set === 'gsm8k' ? { type: 'numeric', extract: 'last_digits' } : { type: 'given' };
  yield {
    kind: 'note',
    message: `strong model (higher quality): ${strong}; weak: ${weak}. Cost is the share of calls to the strong one`,
  };
  const name = `routellm-${set}`;
  const pair = models.length === 2 ? { pair: { weak, strong } } : {};
  yield {
    kind: 'experiment',
    settings: { name, scorer, split: 'none', cost: { by: 'calls', model: strong }, reference: strong, ...pair },
  };
}
