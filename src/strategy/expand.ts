import { UserError } from '../domain/user-error.js';
import { searchSpace } from './search-space.js';
import type { Candidate, Strategy } from './strategy.js';

/** A full grid larger than this is for a search, not for a run. */
export const MOST_CANDIDATES = 1000;

/**
 * Every fully set configuration of a strategy: the full grid over its ranges, the last range varying fastest. A strategy
 * without ranges is one candidate with the strategy's own name.
 *
 * @throws UserError when the grid is larger than 1,000
 */
export function expandCandidates(strategy: Strategy): Candidate[] {
  const space = searchSpace(strategy);
  if (space.size > MOST_CANDIDATES) {
    throw new UserError({
      file: strategy.file,
      message: `the ranges of "${strategy.name}" make ${space.size} candidates, and a run tries every one of them`,
      accepted: `up to ${MOST_CANDIDATES}`,
      hint: `routelab tune --strategy ${strategy.name} searches them; list the file it writes in place of this one`,
    });
  }
  return Array.from({ length: space.size }, (_, index) => space.candidateAt(space.pointAt(index)));
}

/**
 * Candidates that between them hold every value of every range at least once: enough to find what is wrong with a file whose
 * full grid is too large to go through.
 */
export function sampleCandidates(strategy: Strategy): Candidate[] {
  const space = searchSpace(strategy);
  const first = space.pointAt(0);
  const varied = space.dimensions.flatMap(({ values }, axis) =>
    values.slice(1).map((_, value) => first.map((held, other) => (other === axis ? value + 1 : held))),
  );
  return [first, ...varied].map((point) => space.candidateAt(point));
}
