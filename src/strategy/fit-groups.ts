import { fitName } from './fit.js';
import type { Candidate } from './strategy.js';

/** Candidates fitted together at most: a fit is worth sharing, but not waiting for a thousand replays. */
const MOST = 48;

/** The same for candidates that have nothing to fit. */
const MOST_UNFITTED = 12;

/**
 * Places of candidates in groups that are best fitted and replayed together: those that share a fit, in order of first appearance.
 * How they are grouped changes nothing of what any of them comes to.
 */
export function fitGroups(candidates: readonly Candidate[]): number[][] {
  const open = new Map<string, number[]>();
  const groups: number[][] = [];
  candidates.forEach(({ pipeline, input }, place) => {
    const name = fitName(pipeline);
    const key = name === '' ? '' : `${JSON.stringify(input)} ${name}`;
    let group = open.get(key);
    if (group === undefined || group.length >= (key === '' ? MOST_UNFITTED : MOST)) {
      group = [];
      open.set(key, group);
      groups.push(group);
    }
    group.push(place);
  });
  return groups;
}
