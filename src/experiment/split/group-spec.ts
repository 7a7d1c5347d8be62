import type { SplitSpec } from '../experiment.js';
import type { GroupSpec } from './group-queries.js';

/** What a split needs kept together. Near-copies only matter where something could leak from one part into another. */
export function groupSpec(split: SplitSpec): GroupSpec {
  return {
    by: split.kind === 'holdout' ? split.groupBy : 'group',
    nearCopies: split.kind === 'none' ? null : split.nearCopies,
  };
}
