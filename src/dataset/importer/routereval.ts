import { existsSync } from 'node:fs';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { defineImporter, type ImportItem, type ImportSource } from './importer.js';
import { type ArrayFile, openArrays } from './source/array-file.js';
import { importedModel } from './source/imported-model.js';
import { type MeanQuality, meanQuality } from './source/mean-quality.js';
import { isFile } from './source/peek.js';
import { costOf, NAME_OPTION, SCALE_OPTION, workspaceName } from './source/usual-options.js';

/** The parts of a pool, in this order, and what they are called here. */
const PARTS: Readonly<Record<string, string>> = { train: 'train', val: 'validation', test: 'test' };

/**
 * RouterEval: matrices of scores, queries × models, for pools of models; exported from its pickles to `.npz` or JSON. It
 * records neither costs nor answers. Source: github.com/MilkThink-Lab/RouterEval, router/ and get_router_dataset.py.
 */
export const routereval = defineImporter({
  name: 'routereval',
  description: "RouterEval's score matrices for pools of models, exported to .npz or JSON",
  options: [
    {
      name: 'prompts',
      type: 'text',
      description: 'file (.npz, .json) with train_prompt, val_prompt, test_prompt, if the scores have none',
    },
    {
      name: 'without-prompts',
      type: 'flag',
      description: 'import scores without prompts: a number stands for each, and no router can read it',
    },
    SCALE_OPTION,
    NAME_OPTION,
  ],
  detect,
  sets: async (path) => {
    const pools = poolsOf(await openArrays(path));
    return pools.length === 1 && pools[0] === '' ? [] : pools;
  },
  read,
});

/** A file that can't be read is claimed: the reading says what is wrong with it. */
async function detect(path: string): Promise<boolean> {
  if (!isFile(path) || !/\.(npz|json|json\.gz)$/i.test(path)) return false;
  try {
    return poolsOf(await openArrays(path)).length > 0;
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

/** Names of the pools a file holds scores of, in its order; '' for scores without a pool. */
function poolsOf({ names }: ArrayFile): readonly string[] {
  const pools = names.flatMap((name) => /^(?:(.*)\/)?(?:train|val|test)_score$/.exec(name)?.slice(1, 2) ?? []);
  return [...new Set(pools.map((pool) => pool ?? ''))];
}

async function* read(source: ImportSource): AsyncGenerator<ImportItem> {
  if (!existsSync(source.path)) throw new UserError({ file: source.path, message: 'no such file' });
  const arrays = await openArrays(source.path);
  const pool = source.set ?? poolsOf(arrays)[0];
  const accepted = 'train_score, val_score, test_score: queries × models';
  if (pool === undefined) throw new UserError({ file: source.path, message: 'no scores of RouterEval here', accepted });
  const within = (name: string): string => (pool === '' ? name : `${pool}/${name}`);
  const parts = Object.keys(PARTS).filter((part) => arrays.names.includes(within(`${part}_score`)));
  const models = await modelsOf(arrays, within, parts);
  yield* models.names.map((id): ImportItem => ({ kind: 'model', model: importedModel(id) }));
  if (!models.given) yield { kind: 'note', message: `no array ${within('model')}: models are numbered` };
  const prompts = await promptsOf(source, arrays);
  const state: State = {
    source,
    arrays,
    models: models.names,
    means: meanQuality(models.names),
    scale: source.options.number('scale') ?? 1,
  };
  for (const part of parts) yield* readPart(state, part, within(`${part}_score`), prompts(pool, `${part}_prompt`));
  if (source.options.flag('without-prompts'))
    yield { kind: 'note', message: 'without prompts: what routers make of prompts means nothing here' };
  yield { kind: 'note', message: 'no costs in this source: cost is the share of calls to the best model' };
  const name = pool === '' ? workspaceName(source) : `${workspaceName(source)}-${pool.replaceAll('/', '-')}`;
  const cost = costOf(0, state.means.ranking()[0] ?? '');
  yield { kind: 'experiment', settings: { name, scorer: { type: 'given' }, split: parts.length > 1 ? 'column' : 'none', cost } };
}

interface State {
  readonly source: ImportSource;
  readonly arrays: ArrayFile;
  readonly models: readonly string[];
  readonly means: MeanQuality;
  readonly scale: number;
}

async function modelsOf(arrays: ArrayFile, within: (name: string) => string, parts: readonly string[]) {
  const names: string[] = [];
  if (arrays.names.includes(within('model'))) {
    for await (const [name] of arrays.rows(within('model'))) names.push(String(name));
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice === undefined) return { names, given: true };
    throw new UserError({ file: arrays.file, field: within('model'), message: 'two models have this name', value: twice });
  }
  for await (const row of arrays.rows(within(`${parts[0]}_score`))) {
    return { names: row.map((_, index) => `model-${index + 1}`), given: false };
  }
  return { names, given: false };
}

type PromptsOf = (pool: string, name: string) => AsyncIterable<readonly Json[]> | undefined;

/** Where prompts come from: the pool's own, those of a part of the path above it, or another file. */
async function promptsOf({ options, path }: ImportSource, arrays: ArrayFile): Promise<PromptsOf> {
  if (options.flag('without-prompts')) return () => undefined;
  const given = options.text('prompts');
  const other = given === undefined ? arrays : await openArrays(given);
  return (pool, name) => {
    const steps = pool === '' ? [] : pool.split('/');
    const homes = [...steps, ''].map((_, index) => [...steps.slice(0, steps.length - index), name].join('/'));
    const found = homes.find((key) => other.names.includes(key));
    if (found !== undefined) return other.rows(found);
    const hint = '--prompts <file> names a file that has them; --without-prompts imports the scores alone';
    throw new UserError({ file: given ?? path, field: name, message: 'no such prompts here', accepted: homes.join(', '), hint });
  };
}

async function* readPart(
  state: State,
  part: string,
  field: string,
  prompts: AsyncIterable<readonly Json[]> | undefined,
): AsyncGenerator<ImportItem> {
  const texts = prompts?.[Symbol.asyncIterator]();
  let number = 0;
  for await (const scores of state.arrays.rows(field)) {
    number++;
    const text = await texts?.next();
    if (text?.done === true) throw unequal(state, field, `there are only ${number - 1} prompts`);
    if (scores.length !== state.models.length) throw unequal(state, field, `row ${number} has ${scores.length} scores`);
    const id = `${part}-${number}`;
    const prompt = text === undefined ? id : text.value[0];
    if (typeof prompt !== 'string' || prompt === '') {
      yield { kind: 'skipped', what: 'query', file: state.arrays.file, key: id, reason: 'no prompt' };
      continue;
    }
    yield { kind: 'query', query: { id, prompt }, label: { queryId: id, split: PARTS[part] ?? part } };
    yield* scores.flatMap((score, column) =>
      scoreItems(state, { id, modelId: state.models[column] ?? '', field, number, column }, score),
    );
  }
  if (texts !== undefined && (await texts.next()).done !== true)
    throw unequal(state, field, `there are more prompts than its ${number} rows`);
}

interface Cell {
  readonly id: string;
  readonly modelId: string;
  readonly field: string;
  /** Row, 1-based. */
  readonly number: number;
  /** 0-based. */
  readonly column: number;
}

function scoreItems(
  { arrays, means, scale }: State,
  { id, modelId, field, number, column }: Cell,
  score: Json,
): readonly ImportItem[] {
  const value = typeof score === 'boolean' ? Number(score) : score;
  if (value === null || Number.isNaN(value)) return [];
  if (typeof value !== 'number' || value < 0 || value > scale) {
    const place = { file: arrays.file, field: `${field}[${number - 1}, ${column}]` };
    const problem = {
      ...place,
      message: 'a score outside 0..1 (or 0..scale)',
      value: String(value),
      accepted: '0 to 1, or 0 to --scale',
    };
    return [{ kind: 'problem', problem }];
  }
  const quality = value / scale;
  means.add(modelId, quality);
  return [{ kind: 'recording', recording: { key: null, queryId: id, modelId, sample: 0, quality } }];
}

function unequal({ arrays, models }: State, field: string, message: string): UserError {
  return new UserError({ file: arrays.file, field, message, accepted: `a row a prompt, a column a model (${models.length})` });
}
