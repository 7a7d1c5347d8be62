import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChosenModels } from '../../domain/chosen-models.js';
import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import type { Scalar } from '../../domain/json.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { fileSha256 } from '../../file/file-hash.js';
import type { StrategyModule } from '../../strategy/strategy-module.js';
import { matchingFiles } from './matching-files.js';

const MODULE_FILES = { field: 'strategies', noun: 'module', extensions: ['.mjs'] };

/** Whether a pattern of `strategies:` names drop-in modules rather than strategy files. */
export function namesModules(pattern: string): boolean {
  return pattern.endsWith('.mjs');
}

/** A drop-in module's choices, with the file they come from. */
export interface LoadedModule {
  readonly path: string;
  readonly sha256: string;
  readonly chosen: ChosenModels;
}

/**
 * Asks every drop-in module (`.mjs`) that the experiment's strategies name which model it would use for each query, in the
 * dataset's order, one at a time. A module sees messages and signals like a router, never ids, labels or outcomes.
 *
 * @throws UserError naming the file for a module of another shape, and the query for an answer that is no recorded model
 */
export async function loadModules(
  root: string,
  patterns: readonly string[],
  dataset: Dataset,
  modelIds: readonly string[],
): Promise<LoadedModule[]> {
  const loaded: LoadedModule[] = [];
  for (const path of await matchingFiles(root, patterns.filter(namesModules), MODULE_FILES)) {
    const file = relative(process.cwd(), path) || path;
    const module = await importModule(path, file);
    const first = loaded.find(({ chosen }) => chosen.name === module.name);
    if (first !== undefined)
      throw new UserError({ file, field: 'name', message: `${first.path} has the same name`, value: module.name });
    const choice = await choicesOf(module, file, dataset, modelIds);
    const described = module.description === undefined ? {} : { description: module.description };
    loaded.push({ path, sha256: await fileSha256(path), chosen: { kind: 'module', name: module.name, ...described, choice } });
  }
  return loaded;
}

async function importModule(path: string, file: string): Promise<StrategyModule> {
  const found: unknown = await import(pathToFileURL(path).href)
    .then((module: { default?: unknown }) => module.default)
    .catch((error: unknown) => {
      throw new UserError({ file, message: `can't be loaded: ${error instanceof Error ? error.message : String(error)}` });
    });
  const { name, description, route } = (found ?? {}) as Readonly<Record<keyof StrategyModule, unknown>>;
  const fits = typeof name === 'string' && name !== '' && typeof route === 'function';
  if (fits && (description === undefined || typeof description === 'string')) return found as StrategyModule;
  throw new UserError({
    file,
    message: 'no strategy module',
    accepted: 'export default defineStrategy({ name, description?, route(request) → model id })',
  });
}

async function choicesOf(
  module: StrategyModule,
  file: string,
  { queries }: Dataset,
  modelIds: readonly string[],
): Promise<Int16Array> {
  const choice = new Int16Array(queries.size);
  for (let row = 0; row < queries.size; row++) {
    const signals: Record<string, Scalar> = {};
    for (const [name, column] of queries.signals) {
      const value = codedValue(column, row);
      if (value !== undefined) signals[name] = value;
    }
    const embedding = queries.embedding?.(row);
    const request = { messages: queries.messages(row), signals, ...(embedding === undefined ? {} : { embedding }) };
    const answer: unknown = await answerOf(module, request, file, queries.ids.get(row));
    choice[row] = typeof answer === 'string' ? modelIds.indexOf(answer) : -1;
    if ((choice[row] as number) < 0) throw notAModel(answer, file, queries.ids.get(row), modelIds);
  }
  return choice;
}

async function answerOf(
  module: StrategyModule,
  request: Parameters<StrategyModule['route']>[0],
  file: string,
  queryId: string,
): Promise<unknown> {
  try {
    return await module.route(request);
  } catch (error) {
    throw new UserError({
      file,
      message: `route() failed on query ${queryId}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

function notAModel(answer: unknown, file: string, queryId: string, modelIds: readonly string[]): UserError {
  const value = typeof answer === 'string' ? answer : typeof answer;
  const close = nearest(value, modelIds);
  return new UserError({
    file,
    message: `route() gave no recorded model for query ${queryId}`,
    value,
    accepted: modelIds.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
