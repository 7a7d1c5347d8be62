import { type Problem, problemLine, UserError } from '../../domain/user-error.js';
import { MOST_CANDIDATES } from '../../strategy/expand.js';
import { searchSpace } from '../../strategy/search-space.js';
import type { LoadedStrategy } from './load-strategies.js';
import { tunedName, tunedPath } from './tuned-file.js';

/** Strategies whose ranges make more candidates than a run goes through: `tune` searches them, and a run takes what it found. */
export interface SetAside {
  /** Of which the tuned form is among the strategies too. */
  readonly tuned: readonly Problem[];
  /** That have to be tuned first. */
  readonly untuned: readonly Problem[];
}

/** What a run takes of the strategies, and what it says of those that it leaves to `tune`. */
export interface StrategiesToRun {
  readonly strategies: readonly LoadedStrategy[];
  readonly warnings: readonly string[];
}

/** Whether a run leaves a strategy to `tune`. */
const isTooLarge = ({ strategy }: LoadedStrategy): boolean => searchSpace(strategy).size > MOST_CANDIDATES;

export function setAside(loaded: readonly LoadedStrategy[]): SetAside {
  const tuned: Problem[] = [];
  const untuned: Problem[] = [];
  for (const { strategy } of loaded.filter(isTooLarge)) {
    const { name, file } = strategy;
    const found = loaded.find((one) => one.strategy.name === tunedName(name));
    const why = `the ranges of "${name}" make ${searchSpace(strategy).size} candidates, and a run tries ${MOST_CANDIDATES} at most`;
    if (found !== undefined) tuned.push({ file, message: `${why}: ${found.strategy.file} is taken in its place` });
    else
      untuned.push({
        file,
        message: `${why}: it is left out until it is tuned`,
        hint: `routelab tune --strategy ${name} searches them and writes ${tunedPath(file).replaceAll('\\', '/')}, which a run takes where \`strategies\` names it`,
      });
  }
  return { tuned, untuned };
}

/** @throws UserError where all that there is has to be tuned first */
export function strategiesToRun(loaded: readonly LoadedStrategy[]): StrategiesToRun {
  const { tuned, untuned } = setAside(loaded);
  const strategies = loaded.filter((one) => !isTooLarge(one));
  if (strategies.length === 0 && untuned.length > 0) throw new UserError(untuned);
  const told = [...untuned, ...tuned].map((problem) => [problemLine(problem), problem.hint].filter((text) => text !== undefined));
  return { strategies, warnings: told.map((texts) => texts.join('; ')) };
}
