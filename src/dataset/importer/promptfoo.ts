import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportItem, type ImportSource } from './importer.js';
import { type GivenCosts, givenCosts } from './source/given-cost.js';
import { type JsonPath, readJsonArray, readJsonBefore } from './source/json-array.js';
import { readJsonLines } from './source/json-lines.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { modelItems } from './source/model-items.js';
import { firstInArray, firstJsonLine, isFile } from './source/peek.js';
import { present } from './source/present.js';
import { type PromptfooResult, promptfooModel, promptfooResult } from './source/promptfoo-result.js';
import { recordFields } from './source/record-fields.js';
import { textPrint } from './source/text-print.js';
import { costOf, NAME_OPTION, SCALE_OPTION, workspaceName, ZERO_COSTS_OPTION } from './source/usual-options.js';

/** Where the list of results stands: in an export, and in a summary as the library returns it. */
const PATHS: readonly JsonPath[] = [['results', 'results'], 'results'];

const JSONL = /\.jsonl(\.gz)?$/i;

/** Assertions that judge something else than the answer, or judge it beside others. */
const NOT_QUALITY = new Set(['cost', 'latency', 'select-best', 'max-score']);

/**
 * promptfoo's results (`promptfoo eval -o results.json` or `.jsonl`): tests × prompts × providers × repeats. A repeat is
 * another sample. Source: github.com/promptfoo/promptfoo, src/types/index.ts (EvaluateSummaryV3) and src/evaluator.ts.
 */
export const promptfoo = defineImporter({
  name: 'promptfoo',
  description: 'results of promptfoo eval, JSON or JSONL: scores, costs, tokens and latencies by provider',
  options: [
    {
      name: 'quality',
      type: 'choice',
      choices: ['score', 'pass'],
      default: 'score',
      description: "the score of a result's assertions, or only whether they passed",
    },
    {
      name: 'category',
      type: 'text',
      default: 'category',
      description: 'variable or metadata field of a test that is its category',
    },
    { name: 'reference', type: 'text', description: 'variable or metadata field of a test that holds the right answer' },
    ZERO_COSTS_OPTION,
    SCALE_OPTION,
    NAME_OPTION,
  ],
  detect,
  sets: async () => [],
  read,
});

/** A file that can't be read up to its results is claimed: the reading says what is wrong with it. */
async function detect(path: string): Promise<boolean> {
  if (!isFile(path)) return false;
  if (JSONL.test(path)) return looksLikeResult(await firstJsonLine(path));
  if (!/\.json(\.gz)?$/i.test(path)) return false;
  try {
    for (const at of PATHS) {
      if ((await readJsonBefore(path, at)) !== undefined) return looksLikeResult(await firstInArray(path, at));
    }
    return false;
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

function looksLikeResult(result: Readonly<Record<string, unknown>> | undefined): boolean {
  return result !== undefined && ['provider', 'prompt', 'score', 'success'].every((name) => name in result);
}

interface State {
  readonly source: ImportSource;
  /** Query id by the print of what makes a question itself. */
  readonly ids: Map<string, string>;
  readonly taken: Set<string>;
  /** Results so far by query and model: the next one's sample. */
  readonly samples: Map<string, number>;
  readonly model: (id: string) => Generator<ImportItem>;
  readonly means: MeanQuality;
  readonly costs: GivenCosts;
  /** Tests were run with more than one prompt: their queries belong together. */
  readonly manyPrompts: boolean;
  readonly counts: { cached: number; unjudged: number; mixed: number };
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const { path, options } = source;
  if (!isFile(path)) throw new UserError({ file: path, message: 'no such file' });
  const state: State = {
    source,
    ids: new Map(),
    taken: new Set(),
    samples: new Map(),
    model: modelItems(promptfooModel),
    means: meanQuality(),
    costs: givenCosts(options.text('zero-costs') === 'free' ? 'free' : 'missing'),
    manyPrompts: await hasManyPrompts(path),
    counts: { cached: 0, unjudged: 0, mixed: 0 },
  };
  for await (const { line, result } of resultsIn(path)) yield* readResult(state, line, result);
  yield* notes(state).map((message): ImportItem => ({ kind: 'note', message }));
  const cost = costOf(state.costs.known, state.means.ranking()[0] ?? '');
  yield { kind: 'experiment', settings: { name: workspaceName(source), scorer: { type: 'given' }, split: 'none', cost } };
}

async function* resultsIn(path: string): AsyncGenerator<{ readonly line: number; readonly result: unknown }> {
  if (JSONL.test(path)) {
    for await (const { line, record } of readJsonLines(path)) yield { line, result: record };
    return;
  }
  for (const at of PATHS) {
    if ((await readJsonBefore(path, at)) === undefined) continue;
    for await (const { line, value } of readJsonArray(path, at)) yield { line, result: value };
    return;
  }
  const accepted = 'what promptfoo eval -o results.json writes, version 3';
  throw new UserError({ file: path, message: 'no results of promptfoo here', accepted });
}

/** Whether more than one prompt was tested. An export lists them first; of JSONL, which doesn't, the results are asked. */
async function hasManyPrompts(path: string): Promise<boolean> {
  const labels = new Set<unknown>();
  if (JSONL.test(path)) {
    for await (const { record } of readJsonLines(path)) {
      labels.add((record['prompt'] as { readonly label?: unknown } | null)?.label);
      if (labels.size > 1) return true;
    }
    return false;
  }
  const before = (await readJsonBefore(path, PATHS[0] ?? [])) as
    | { readonly results?: { readonly prompts?: unknown } }
    | undefined;
  const prompts = before?.results?.prompts;
  for (const prompt of Array.isArray(prompts) ? prompts : []) labels.add((prompt as { readonly raw?: unknown } | null)?.raw);
  return labels.size > 1;
}

function* readResult(state: State, line: number, result: unknown): Generator<ImportItem> {
  const file = state.source.path;
  const fields = recordFields(result, file, line);
  const found = promptfooResult(fields);
  yield* fields.problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  if (fields.problems.length > 0) return;
  const place = { kind: 'skipped', what: 'recording', file, line } as const;
  if (found === undefined) return yield { ...place, reason: 'a result without provider or prompt' };
  const quality = qualityOf(state, found);
  if (quality !== undefined && quality > 1) {
    const problem = { file, line, field: 'score', message: 'a score outside 0..1 (or 0..scale)', value: String(found.score) };
    return yield { kind: 'problem', problem: { ...problem, accepted: '0 to 1, or 0 to --scale' } };
  }
  const id = yield* queryOf(state, found);
  if (id === undefined) return yield { ...place, reason: 'the prompt was left out of the export' };
  yield* state.model(found.modelId);
  yield recordingOf(state, found, id, quality);
}

/** The id of the result's query, which is yielded the first time. */
function* queryOf(state: State, found: PromptfooResult): Generator<ImportItem, string | undefined> {
  const print = textPrint(found.identity);
  const known = state.ids.get(print);
  if (known !== undefined || found.prompt === undefined) return known;
  const test = `test-${found.testIndex ?? state.ids.size}`;
  let id = test;
  for (let number = 2; state.taken.has(id); number++) id = `${test}-${number}`;
  state.ids.set(print, id);
  state.taken.add(id);
  const { options } = state.source;
  const category = found.fact(options.text('category') ?? 'category');
  const named = options.text('reference');
  const facts = {
    category: category === undefined || category === '' ? undefined : plain(category),
    reference: named === undefined ? undefined : found.fact(named),
    group: state.manyPrompts ? test : undefined,
  };
  yield { kind: 'query', query: { id, prompt: found.prompt }, label: { queryId: id, ...present(facts) } };
  return id;
}

function recordingOf(state: State, found: PromptfooResult, queryId: string, quality: number | undefined): ImportItem {
  const { modelId, answer, error, usage, latencyMs } = found;
  const cell = JSON.stringify([queryId, modelId]);
  const sample = state.samples.get(cell) ?? 0;
  state.samples.set(cell, sample + 1);
  if (quality !== undefined) state.means.add(modelId, quality);
  if (found.fromCache) state.counts.cached++;
  if (quality === undefined && error === undefined) state.counts.unjudged++;
  if (found.assertions.some((type) => NOT_QUALITY.has(type))) state.counts.mixed++;
  const timing = latencyMs === undefined ? undefined : { latencyMs };
  const facts = { answer, error, usage, timing, costUsd: state.costs.take(found.costUsd, usage), quality };
  return { kind: 'recording', recording: { key: null, queryId, modelId, sample, ...present(facts) } };
}

function qualityOf({ source }: State, { score, passed }: PromptfooResult): number | undefined {
  if (score === undefined) return undefined;
  if (source.options.text('quality') === 'pass') return Number(passed);
  const quality = score / (source.options.number('scale') ?? 1);
  // Weighted means of ones can come out a last digit above 1.
  return quality > 1 && quality < 1 + 1e-9 ? 1 : quality;
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function notes({ counts, costs }: State): readonly string[] {
  const told = (count: number, what: string) => (count === 0 ? [] : [`${what}: ${count}`]);
  return [
    ...told(counts.cached, "answers from promptfoo's cache, left without latency and cost (run with --no-cache to measure them)"),
    ...told(counts.unjudged, 'answers that no assertion judged, left unscored (promptfoo counts them as passed)'),
    ...told(counts.mixed, 'results whose score is not quality alone (assertions on cost, latency, or against other providers)'),
    ...costs.notes(),
  ];
}
