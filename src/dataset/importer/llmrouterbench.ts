import { basename, join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportItem, type ImportSource } from './importer.js';
import { type BenchState, benchState, readAdaptorRow, readBenchRecord } from './source/bench-records.js';
import { readJsonArray } from './source/json-array.js';
import { readJsonLines } from './source/json-lines.js';
import { filesIn, firstJsonLine, isFile } from './source/peek.js';
import { chooseResultFiles, resultPaths } from './source/result-files.js';
import { costOf, NAME_OPTION, SCALE_OPTION, workspaceName, ZERO_COSTS_OPTION } from './source/usual-options.js';

/** Where results stand below a clone, the results folder, or the bench folder itself. */
const HOMES = ['results/bench', 'bench', '.'];

/** File names of an adaptor's two parts. */
const PARTS: Readonly<Record<string, string>> = { 'train.jsonl': 'train', 'test.jsonl': 'test' };

/**
 * LLMRouterBench: a tree of result files, one a dataset, split and model (the newest wins), or the JSONL its adaptors make
 * of them. A null score is no score. Sources: github.com/ynulihao/LLMRouterBench, data_collector/storage.py and
 * baselines/adaptors/avengerspro_adaptor.py.
 */
export const llmrouterbench = defineImporter({
  name: 'llmrouterbench',
  description: "LLMRouterBench's result folders, or its adaptor's JSONL with scores and usages by model",
  options: [
    {
      name: 'prompt',
      type: 'choice',
      choices: ['prompt', 'origin_query'],
      default: 'prompt',
      description: 'what a query is in result files: the text sent to the model, or the question in it',
    },
    ZERO_COSTS_OPTION,
    SCALE_OPTION,
    NAME_OPTION,
  ],
  detect: async (path) => (await adaptorFiles(path)).length > 0 || (await treeFiles(path)).length > 0,
  sets: async () => [],
  read,
});

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  const state = benchState(source.options);
  const adaptors = await adaptorFiles(source.path);
  const tree = adaptors.length > 0 ? [] : await treeFiles(source.path);
  if (adaptors.length + tree.length === 0) {
    const accepted = '<dataset>/<split>/<model>/<dataset>-<split>-<model>-<YYYYMMDD_HHMMSS>.json, or a JSONL file of an adaptor';
    throw new UserError({ file: source.path, message: 'no results of LLMRouterBench here', accepted });
  }
  for (const file of adaptors) yield* readAdaptor(state, file, adaptors.length > 1);
  if (tree.length > 0) yield* readTree(state, tree);
  yield* state.costs.notes().map((message): ImportItem => ({ kind: 'note', message }));
  const name = tree.length > 0 ? (source.options.text('name') ?? 'llmrouterbench') : workspaceName(source);
  const cost = costOf(state.costs.known, state.means.ranking()[0] ?? '');
  const split = adaptors.length > 1 ? 'column' : 'none';
  yield { kind: 'experiment', settings: { name, scorer: { type: 'given' }, split, cost } };
}

async function* readAdaptor(state: BenchState, file: string, isPart: boolean): AsyncGenerator<ImportItem> {
  const part = isPart ? PARTS[basename(file)] : undefined;
  for await (const { line, record } of readJsonLines(file)) yield* readAdaptorRow(state, { file, line }, record, part);
}

async function* readTree(state: BenchState, paths: readonly string[]): AsyncGenerator<ImportItem> {
  const { chosen, left, problems } = await chooseResultFiles(paths);
  yield* problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
  yield* left.map((one): ImportItem => ({ kind: 'skipped', what: 'recording', ...one }));
  for (const run of chosen) {
    for await (const { line, value } of readJsonArray(run.file, 'records')) yield* readBenchRecord(state, run, line, value);
  }
}

/** The JSONL of an adaptor: the file itself, or the two parts in a folder. */
async function adaptorFiles(path: string): Promise<readonly string[]> {
  const files = isFile(path) ? [path] : (await filesIn(path, '.jsonl')).filter((file) => basename(file) in PARTS);
  const first = files[0] !== undefined && /\.jsonl(\.gz)?$/.test(files[0]) ? await firstJsonLine(files[0]) : undefined;
  const fits =
    ['query', 'dataset', 'records'].every((name) => first?.[name] !== undefined) && typeof first?.['records'] === 'object';
  return fits ? files : [];
}

async function treeFiles(path: string): Promise<readonly string[]> {
  for (const home of HOMES) {
    const found = await resultPaths(join(path, home));
    if (found.length > 0) return found;
  }
  return [];
}
