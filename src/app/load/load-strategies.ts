import { relative } from 'node:path';
import type { Json } from '../../domain/json.js';
import type { ModelList } from '../../domain/model.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import { fileSha256 } from '../../file/file-hash.js';
import { ROUTER_FORMAT, type RouterConfig } from '../../router/config.js';
import { loadRouter } from '../../router/load.js';
import { expandCandidates, MOST_CANDIDATES, sampleCandidates } from '../../strategy/expand.js';
import { checkCandidate, inputOf } from '../../strategy/fit.js';
import { searchSpace } from '../../strategy/search-space.js';
import type { Candidate, Strategy } from '../../strategy/strategy.js';
import { strategyHeadSchema } from '../../strategy/strategy-schema.js';
import { type ConfigFile, parseConfig, readConfigFile } from './config-file.js';
import { withPlaces } from './load-experiment.js';
import { namesModules } from './load-modules.js';
import { matchingFiles } from './matching-files.js';

const STRATEGY_FILES = { field: 'strategies', noun: 'strategy', extensions: ['.yaml', '.yml', '.json'] };

/** A strategy with the path of its file. */
export interface LoadedStrategy {
  readonly strategy: Strategy;
  readonly path: string;
  /** Of its bytes as they were when it was read. */
  readonly sha256: string;
}

/**
 * Loads the strategy files that an experiment's patterns name, sorted by path. Every candidate is checked, so that what is
 * wrong is told with its line before anything is measured; of ranges too large to go through, candidates that between them hold
 * every value.
 *
 * @param searched ranges of any size are so checked: nobody goes through them
 * @throws UserError with the problems of all files
 */
export async function loadStrategies(
  root: string,
  patterns: readonly string[],
  models: ModelList,
  searched = false,
): Promise<LoadedStrategy[]> {
  const files = patterns.filter((pattern) => !namesModules(pattern));
  const problems: Problem[] = [];
  const loaded: LoadedStrategy[] = [];
  for (const path of await matchingFiles(root, files, STRATEGY_FILES)) {
    try {
      loaded.push({ strategy: await loadStrategy(root, path, models, searched), path, sha256: await fileSha256(path) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  requireUniqueNames(loaded);
  return loaded;
}

async function loadStrategy(root: string, path: string, models: ModelList, searched: boolean): Promise<Strategy> {
  const shown = relative(process.cwd(), path);
  const file = { ...(await readConfigFile(path)), path: shown === '' ? path : shown };
  const shipped = shippedRouter(file);
  if (shipped !== null) {
    const strategy = shippedStrategy(shipped, relative(root, path).replaceAll('\\', '/'));
    withPlaces(file, () => checkCandidate(expandCandidates(strategy)[0] as Candidate, models));
    return strategy;
  }
  const head = parseConfig(file, strategyHeadSchema);
  const strategy: Strategy = {
    name: head.name,
    kind: head.kind,
    file: relative(root, path).replaceAll('\\', '/'),
    ...(head.description === undefined ? {} : { description: head.description }),
    input: inputOf(head.input),
    pipeline: head.pipeline as readonly Json[],
    fallback: head.fallback ?? [],
    ...(head.execution === undefined ? {} : { execution: head.execution }),
  };
  withPlaces(file, () => {
    const all = !searched && searchSpace(strategy).size <= MOST_CANDIDATES;
    const candidates = all ? expandCandidates(strategy) : sampleCandidates(strategy);
    for (const candidate of candidates) checkCandidate(candidate, models);
  });
  return strategy;
}

/** The router of a router.json; null for a strategy file. */
function shippedRouter(file: ConfigFile): RouterConfig | null {
  const value = file.value as { readonly format?: unknown } | null;
  return value?.format === ROUTER_FORMAT ? withPlaces(file, () => loadRouter(value).config) : null;
}

/** One candidate with nothing to fit: what a router that is in use does on these queries. */
function shippedStrategy(shipped: RouterConfig, file: string): Strategy {
  const { name, input, fallback } = shipped;
  return { name, kind: 'hybrid', file, description: 'a router.json, measured as it is', input, pipeline: [], fallback, shipped };
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
