import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Json } from '../domain/json.js';
import type { ModelList } from '../domain/model.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { expandCandidates } from '../strategy/expand.js';
import { fitCandidate, inputOf } from '../strategy/fit.js';
import type { Strategy } from '../strategy/strategy.js';
import { strategyHeadSchema } from '../strategy/strategy-schema.js';
import { parseConfig, readConfigFile } from './config-file.js';
import { withPlaces } from './load-experiment.js';

/** A strategy with the path of its file. */
export interface LoadedStrategy {
  readonly strategy: Strategy;
  readonly path: string;
}

/**
 * Loads the strategy files that an experiment's patterns name, sorted by path. Every candidate is fitted once, so that what
 * is wrong is told with its line before anything is measured.
 *
 * @throws UserError with the problems of all files
 */
export async function loadStrategies(root: string, patterns: readonly string[], models: ModelList): Promise<LoadedStrategy[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) for (const path of await matching(root, pattern)) paths.add(path);
  const problems: Problem[] = [];
  const loaded: LoadedStrategy[] = [];
  for (const path of [...paths].sort()) {
    try {
      loaded.push({ strategy: await loadStrategy(root, path, models), path });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  requireUniqueNames(loaded);
  return loaded;
}

async function loadStrategy(root: string, path: string, models: ModelList): Promise<Strategy> {
  const shown = relative(process.cwd(), path);
  const file = { ...(await readConfigFile(path)), path: shown === '' ? path : shown };
  const head = parseConfig(file, strategyHeadSchema);
  const strategy: Strategy = {
    name: head.name,
    kind: head.kind,
    file: relative(root, path).replaceAll('\\', '/'),
    ...(head.description === undefined ? {} : { description: head.description }),
    input: inputOf(head.input),
    pipeline: head.pipeline as readonly Json[],
    fallback: head.fallback ?? [],
  };
  withPlaces(file, () => {
    for (const candidate of expandCandidates(strategy)) fitCandidate(candidate, models);
  });
  return strategy;
}

/** Files of a pattern: `*` stands for any characters of the last part. */
async function matching(root: string, pattern: string): Promise<string[]> {
  if (!pattern.includes('*')) return [join(root, pattern)];
  const folder = join(root, dirname(pattern));
  const [head = '', ...tails] = basename(pattern).split('*');
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError({ field: 'strategies', message: 'no such folder', value: pattern });
    throw error;
  });
  const found = names.filter((name) => /\.(ya?ml|json)$/.test(name) && matches(name, head, tails));
  if (found.length === 0)
    throw new UserError({
      field: 'strategies',
      message: 'no strategy file matches',
      value: pattern,
      accepted: '.yaml, .yml or .json',
    });
  return found.map((name) => join(folder, name));
}

function matches(name: string, head: string, tails: readonly string[]): boolean {
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const [index, tail] of tails.entries()) {
    const found = index === tails.length - 1 ? name.length - tail.length : name.indexOf(tail, at);
    if (found < at || !name.startsWith(tail, found)) return false;
    at = found + tail.length;
  }
  return true;
}

function requireUniqueNames(loaded: readonly LoadedStrategy[]): void {
  const seen = new Map<string, string>();
  for (const { strategy } of loaded) {
    const first = seen.get(strategy.name);
    if (first !== undefined)
      throw new UserError({ file: strategy.file, field: 'name', message: `${first} has the same name`, value: strategy.name });
    seen.set(strategy.name, strategy.file);
  }
}
