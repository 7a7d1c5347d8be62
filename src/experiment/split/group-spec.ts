import type { SplitSpec } from '../experiment.js';
import type { GroupSpec } from './group-queries.js';

/** What a split needs kept together. Near-copies only matter where something could leak from one part into another. */
export function groupSpec(split: SplitSpec): GroupSpec {
  return {
    by: 'groupBy' in split ? split.groupBy : 'group',
    nearCopies: split.kind === 'none' ? null : split.nearCopies,
  };
}

/** The seed of what is drawn while splitting and fitting; `otherwise` where a split has none of its own. */
export function splitSeed(split: SplitSpec, otherwise: number): number {
  return 'seed' in split ? split.seed : otherwise;
}
